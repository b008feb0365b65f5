import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { StateError, UnavailableError } from 'reactive/errors';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { figuresOf } from '../../../../scripts/figures.fixture';
import { DatabaseLockedError, openDatabase, prisma, unitOfWork } from '../../db';
import { WRITER } from '../kills.fixture';
import { Ledger } from '../ledger.fixture';
import { startProgram } from '../program.fixture';
import { createTemporaryDatabase, type TemporaryDatabase, testServerUrl } from '../testing';
import { backupDatabase, restoreDatabase } from './backup';
import { digestOf } from './digest.fixture';
import { roundTrips } from './round-trips.fixture';

const SLOW = 120_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
});
afterEach(() => rm(folder, { recursive: true }));

const figures = figuresOf('backup and restore, short');

function write<Result>(work: () => Promise<Result>): Promise<Result> {
  return unitOfWork(work, { actor: 'system' });
}

describe('a backup of the embedded database', () => {
  const embedded = (name = 'data') => ({ url: undefined, dataDir: join(folder, name) });

  it('gives the same database again, made while it ran and after', { timeout: SLOW }, async () => {
    await roundTrips(figures, { target: embedded(), folder, rounds: 2 });
    expect(figures.violations).toEqual([]);
    expect((await stat(join(folder, '0.backup'))).mode & 0o777).toBe(0o600);
    const kept = await readdir(join(folder, 'data'));
    expect(kept.filter((name) => name.startsWith('postgres.before-'))).toHaveLength(2);
    expect(kept).not.toContain('owner.sock');
  });

  it('is whole while another process writes', { timeout: SLOW }, async () => {
    const writer = startProgram(WRITER, join(folder, 'data'), '0');
    try {
      await writer.said(30);
      const ledger = new Ledger();
      ledger.note(writer.lines.slice(1));
      const file = join(folder, 'running.tar.gz');
      expect(await backupDatabase(embedded(), file)).toContain('by the process that has it open');
      const said = writer.lines.length;
      await writer.said(said + 5); // it goes on

      await expect(restoreDatabase(embedded(), file, { replace: true })).rejects.toThrow(DatabaseLockedError);
      await restoreDatabase(embedded('other'), file);
      const reader = startProgram(WRITER, join(folder, 'other'), '1');
      await reader.said(1);
      await reader.kill();
      const faults = ledger.faultsIn(reader.lines[0] ?? '{}');
      // What was written while the backup was under way may be in it.
      expect(faults.filter((fault) => !fault.includes('nobody acknowledged'))).toEqual([]);
      expect(ledger.acknowledged).toBeGreaterThan(20);
    } finally {
      await writer.kill();
    }
  });

  it('is refused where there is none, or a file of that name', { timeout: SLOW }, async () => {
    await expect(backupDatabase(embedded(), join(folder, 'a'))).rejects.toThrow(/There is no database in/);
    await (await openDatabase(embedded())).close();
    await writeFile(join(folder, 'a'), 'mine');
    await expect(backupDatabase(embedded(), join(folder, 'a'))).rejects.toThrow(/exists already/);
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('mine');
  });

  it('takes no place by itself, and none when it is damaged', { timeout: SLOW }, async () => {
    const database = await openDatabase(embedded());
    await write(() => prisma.user.create({ data: { name: 'Ada', email: 'ada@example.org' } }));
    const digest = await digestOf(database.prisma);
    await database.close();
    const file = join(folder, 'good.tar.gz');
    await backupDatabase(embedded(), file);
    await expect(restoreDatabase(embedded(), file)).rejects.toThrow(/with --replace/);

    const { size } = await stat(file);
    for (const rest of [size - 1, Math.floor(size / 2), 20]) {
      await truncate(file, rest);
      await expect(restoreDatabase(embedded(), file, { replace: true })).rejects.toThrow(UnavailableError);
    }
    await writeFile(file, 'text');
    await expect(restoreDatabase(embedded(), file, { replace: true })).rejects.toThrow(/is no backup/);
    expect((await readdir(join(folder, 'data'))).filter((name) => name !== 'postgres')).toHaveLength(1);
    const after = await openDatabase(embedded());
    expect(await digestOf(after.prisma)).toBe(digest);
    await after.close();
  });
});

describe('a backup of a server’s database', () => {
  let temporary: TemporaryDatabase;
  const server = () => ({ url: temporary.url, dataDir: join(folder, 'unused') });
  beforeEach(async () => {
    temporary = await createTemporaryDatabase(testServerUrl());
  });
  afterEach(() => temporary.drop());

  /** Programs of this name and these words on the PATH, before the real ones. */
  async function insteadOf(tool: string, script: string): Promise<void> {
    const programs = join(folder, 'programs');
    await mkdir(programs, { recursive: true });
    await writeFile(join(programs, tool), `#!/bin/sh\n${script}\n`);
    await chmod(join(programs, tool), 0o755);
    vi.stubEnv('PATH', `${programs}${delimiter}${process.env['PATH']}`);
  }
  afterEach(() => void vi.unstubAllEnvs());

  it('gives the same database again', { timeout: SLOW }, async () => {
    await roundTrips(figures, { target: server(), folder, rounds: 2 });
    expect(figures.violations).toEqual([]);
  });

  it('takes the place of all that is there, and keeps that aside', { timeout: SLOW }, async () => {
    const file = join(folder, 'server.dump');
    const database = await openDatabase(server());
    const digest = await digestOf(database.prisma);
    await backupDatabase(server(), file);
    for (const sql of [
      'CREATE SCHEMA newer',
      "CREATE TYPE mood AS ENUM ('good')",
      'CREATE TABLE newer.notes (mood mood)',
      'CREATE TABLE "Odd name" (id serial PRIMARY KEY, owner text REFERENCES users)',
      'CREATE VIEW names AS SELECT name FROM users',
      "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ]) {
      await database.prisma.$executeRawUnsafe(sql);
    }
    await database.close();
    await expect(restoreDatabase(server(), file)).rejects.toThrow(/is not empty.*with --replace/);
    const said = await restoreDatabase(server(), file, { replace: true });
    const [, before = ''] = /What was there before is in (\S+);/.exec(said) ?? [];
    expect(existsSync(before)).toBe(true);
    const restored = await openDatabase(server());
    expect(await digestOf(restored.prisma)).toBe(digest);
    await restored.close();

    await restoreDatabase(server(), before, { replace: true });
    const undone = await openDatabase(server());
    expect(await undone.prisma.$queryRawUnsafe('SELECT count(*)::int AS n FROM "Odd name"')).toEqual([
      { n: 0 },
    ]);
    await undone.close();
  });

  it('changes nothing when it is damaged, or fails in the middle', { timeout: SLOW }, async () => {
    const file = join(folder, 'server.dump');
    const database = await openDatabase(server());
    const data = Array.from({ length: 2000 }, (_, n) => ({ name: `User ${n}`, email: `${n}@example.org` }));
    await write(() => prisma.user.createMany({ data }));
    await backupDatabase(server(), file);
    await write(() => prisma.user.create({ data: { name: 'Later', email: 'later@example.org' } }));
    const digest = await digestOf(database.prisma);

    // Its beginning is good; the second reading, the one that restores, ends in the middle.
    const real = join('/usr/bin', 'pg_restore');
    await insteadOf(
      'pg_restore',
      `case "$*" in *--no-owner*) ${real} "$@" | head -c 40000; exit 1;; esac; exec ${real} "$@"`,
    );
    await expect(restoreDatabase(server(), file, { replace: true })).rejects.toThrow(/pg_restore failed/);
    expect(await digestOf(database.prisma)).toBe(digest);
    vi.unstubAllEnvs();

    const { size } = await stat(file);
    for (const rest of [size - 200, Math.floor(size / 2), 50]) {
      await truncate(file, rest);
      await expect(restoreDatabase(server(), file, { replace: true })).rejects.toThrow(/Nothing was changed/);
    }
    expect(await digestOf(database.prisma)).toBe(digest);
    await database.close();
  });

  it('says what to install when a program is missing or too old', async () => {
    const file = join(folder, 'server.dump');
    await insteadOf('pg_dump', 'echo "pg_dump (PostgreSQL) 9.6.1"');
    await expect(backupDatabase(server(), file)).rejects.toThrow(
      /pg_dump is of version 9, the server.*Install/,
    );
    vi.stubEnv('PATH', folder);
    await expect(backupDatabase(server(), file)).rejects.toThrow(/pg_dump can't be started\. Install/);
    expect(existsSync(file)).toBe(false);
  });

  it('is told from one of the other engine', async () => {
    const file = join(folder, 'server.dump');
    await backupDatabase(server(), file);
    await expect(restoreDatabase({ url: undefined, dataDir: folder }, file)).rejects.toThrow(StateError);
    await writeFile(file, Buffer.from([0x1f, 0x8b, 8, 0, 0]));
    await expect(restoreDatabase(server(), file, { replace: true })).rejects.toThrow(
      /is of an embedded database/,
    );
    await expect(restoreDatabase(server(), join(folder, 'none'))).rejects.toThrow(/can't be read/);
  });
});
