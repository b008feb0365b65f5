import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../scripts/figures.fixture';
import { askBesideAnAttacker } from './attacker.fixture';

describe('a good client beside an attacker at full speed', () => {
  const figures = figuresOf('a good client beside an attacker at full speed');

  it('is served, each time', { timeout: 180_000 }, async () => {
    await askBesideAnAttacker(figures, 50);
    expect(figures.violations).toEqual([]);
  });
});
