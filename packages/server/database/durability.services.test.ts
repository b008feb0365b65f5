import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../scripts/figures.fixture';
import { killFirstStarts, killMigrators, killWriters, WRITER } from './kills.fixture';
import { startProgram } from './program.fixture';
import { tryToOpenTwice } from './second-openers.fixture';

// The short form of durability.abuse.test.ts; `KILLS` makes it longer.
const kills = { writes: Number(process.env['KILLS'] ?? 3), starts: 1, firstStarts: 1, migrations: 2 };

describe('the embedded database, when its process is killed', () => {
  const figures = figuresOf('SIGKILL of the embedded database, short');

  it('has everything that it acknowledged, and at most the one write more that was under way', {
    timeout: 60_000 + kills.writes * 10_000,
  }, async () => {
    await killWriters(figures, kills);
    expect(figures.violations).toEqual([]);
  });

  it('has each migration with its record, or not at all', { timeout: 120_000 }, async () => {
    await killMigrators(figures, kills);
    expect(figures.violations).toEqual([]);
  });

  it('while its files are being made, makes them anew the next time', { timeout: 120_000 }, async () => {
    await killFirstStarts(figures, kills);
    expect(figures.violations).toEqual([]);
  });

  it('refuses whoever comes second, and nobody once its owner is dead', { timeout: 60_000 }, async () => {
    await tryToOpenTwice(figures, 3);
    expect(figures.violations).toEqual([]);
  });

  it('is taken over by one of those who find it so at the same time', { timeout: 120_000 }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'durability-'));
    const dead = startProgram(WRITER, dataDir, 'dead');
    await dead.said(3);
    await dead.kill();
    const heirs = Array.from({ length: 4 }, (_, heir) => startProgram(WRITER, dataDir, `heir${heir}`));
    try {
      const outcomes = await Promise.all(
        heirs.map((heir) =>
          heir.said(5).then(
            () => 'open',
            () => 'refused',
          ),
        ),
      );
      expect(outcomes.toSorted()).toEqual(['open', 'refused', 'refused', 'refused']);
      const owner = heirs[outcomes.indexOf('open')];
      for (const heir of heirs.filter((one) => one !== owner)) {
        expect(heir.errors()).toContain(`is in use by process ${owner?.process.pid}`);
      }
    } finally {
      await Promise.all(heirs.map((heir) => heir.kill()));
      await rm(dataDir, { recursive: true });
    }
  });
});
