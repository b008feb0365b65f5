import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseLockedError, openDatabase, prisma, unitOfWork } from '../db';
import { refusedBecause } from './refusals.fixture';

const SLOW = 60_000;

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'embedded-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

describe('the embedded database', () => {
  it('is made, migrated, and there again with what was written', { timeout: SLOW }, async () => {
    // What a process leaves that was killed while it made the files.
    await mkdir(join(dataDir, 'postgres.new'));
    await writeFile(join(dataDir, 'postgres.new', 'PG_VERSION'), '18');

    const first = await openDatabase({ dataDir });
    expect(first.engine).toBe('embedded');
    expect(first.migrations.applied).toContain('20261122000000_users');
    const write = () => prisma.user.create({ data: { name: 'Ada', email: 'ada@example.org' } });
    await expect(write()).rejects.toMatchObject(refusedBecause('written in a unit of work only'));
    const ada = await unitOfWork(write);
    await expect(openDatabase({ dataDir })).rejects.toThrow(DatabaseLockedError);
    await first.close();
    expect((await readdir(dataDir)).toSorted()).toEqual(['owner-1.lock', 'postgres']);

    const second = await openDatabase({ dataDir });
    expect(second.migrations.applied).toEqual([]);
    expect(await prisma.user.findMany()).toEqual([ada]);
    await second.close();
  });

  it('refuses files that it can’t read, leaves them as they are, and frees the folder', async () => {
    const broken = join(dataDir, 'broken');
    await mkdir(join(broken, 'postgres'), { recursive: true });
    await writeFile(join(broken, 'postgres', 'PG_VERSION'), 'not a database');
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(openDatabase({ dataDir: broken })).rejects.toThrow(
        /can't be opened.*Nothing was changed/s,
      );
    }
    expect(await readdir(join(broken, 'postgres'))).toEqual(['PG_VERSION']);
  });

  it('makes no empty database over what is left of one', async () => {
    const left = join(dataDir, 'left');
    await mkdir(join(left, 'postgres', 'base'), { recursive: true });
    await expect(openDatabase({ dataDir: left })).rejects.toThrow('PG_VERSION is missing');
    expect(await readdir(join(left, 'postgres'))).toEqual(['base']);
  });
});
