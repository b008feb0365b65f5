import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../../scripts/figures.fixture';
import { importBigFile } from './big-file.fixture';

describe('a file of 100,000 rows', () => {
  const figures = figuresOf('looks at imports of 10,000 and of 100,000 rows');

  it('is imported row by row, and never held as a whole', async () => {
    const held = await importBigFile(figures, 10_000);
    const heldOfMore = await importBigFile(figures, 100_000);
    expect(figures.violations).toEqual([]);
    // The second file has 16 million bytes more.
    expect(heldOfMore - held).toBeLessThan(8_000_000);
  });
});
