import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../scripts/figures.fixture';
import { repeatOperations } from './repetitions.fixture';

describe('requests that are repeated under their keys', () => {
  const figures = figuresOf('requests that are repeated under their keys');

  it('have one effect and one answer, whatever else is sent under the key, and by whomever', async () => {
    await repeatOperations(figures, 2000);
    expect(figures.violations).toEqual([]);
  });
});
