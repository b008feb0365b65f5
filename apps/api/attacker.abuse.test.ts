import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../scripts/figures.fixture';
import { askBesideAnAttacker } from './attacker.fixture';

const REQUESTS = 2000;

describe('a good client beside an attacker at full speed', () => {
  const figures = figuresOf('a good client beside an attacker at full speed');

  it('is served, 999 times of 1,000', async () => {
    await askBesideAnAttacker(figures, REQUESTS);
    expect(figures.violations.length).toBeLessThanOrEqual(REQUESTS / 1000);
  });
});
