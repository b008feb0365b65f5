import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../scripts/figures.fixture';
import { killFirstStarts, killMigrators, killWriters } from './kills.fixture';
import { tryToOpenTwice } from './second-openers.fixture';

const kills = { writes: 100, starts: 50, firstStarts: 20, migrations: 40 };

describe('the embedded database, killed again and again', () => {
  const figures = figuresOf('SIGKILL of the embedded database');

  it('loses nothing that it acknowledged, and tears no transaction', async () => {
    await killWriters(figures, kills);
    expect(figures.violations).toEqual([]);
  });

  it('has each migration with its record, or not at all', async () => {
    await killMigrators(figures, kills);
    expect(figures.violations).toEqual([]);
  });

  it('makes its files anew when it was killed while it made them', async () => {
    await killFirstStarts(figures, kills);
    expect(figures.violations).toEqual([]);
  });
});

describe('a second process', () => {
  const figures = figuresOf('second openers of the embedded database');

  it('is refused while the owner lives, and let in when it is dead', async () => {
    await tryToOpenTwice(figures, 50);
    expect(figures.violations).toEqual([]);
  });
});
