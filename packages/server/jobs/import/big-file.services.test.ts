import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../../scripts/figures.fixture';
import { importBigFile } from './big-file.fixture';

describe('a big file', () => {
  const figures = figuresOf('looks at an import of a big file');

  it('is imported row by row', { timeout: 60_000 }, async () => {
    await importBigFile(figures, 5000); // big-file.faults.test.ts has twenty times as many
    expect(figures.violations).toEqual([]);
  });
});
