import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { figuresOf } from '../../../../scripts/figures.fixture';
import { createTemporaryDatabase, testServerUrl } from '../testing';
import { roundTrips } from './round-trips.fixture';

const rounds = 20;

describe('backup and restore, again and again', () => {
  const figures = figuresOf('backup and restore');
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives the same embedded database', async () => {
    await roundTrips(figures, { target: { url: undefined, dataDir: join(folder, 'data') }, folder, rounds });
    expect(figures.violations).toEqual([]);
  });

  it('gives the same database on a server', async () => {
    const { url, drop } = await createTemporaryDatabase(testServerUrl());
    try {
      await roundTrips(figures, { target: { url, dataDir: folder }, folder, rounds });
    } finally {
      await drop();
    }
    expect(figures.violations).toEqual([]);
  });
});
