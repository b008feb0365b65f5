import { createHash } from 'node:crypto';
import { cp, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnavailableError } from 'reactive/errors';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { figuresOf } from '../../../scripts/figures.fixture';
import { openDatabase, prisma } from '../db';
import { WRITER } from './kills.fixture';
import { startProgram } from './program.fixture';

const SLOW = 120_000;

/** The files of a process that was killed while it wrote: its log has more than its tables. */
let killed: string;
let table: string;
let dataDir: string;

beforeAll(async () => {
  killed = await mkdtemp(join(tmpdir(), 'damage-killed-'));
  const writer = startProgram(WRITER, killed, '0');
  await writer.said(20);
  await writer.kill();
  const database = await openDatabase({ dataDir: killed });
  const [place] = await prisma.$queryRaw<{ path: string }[]>`SELECT pg_relation_filepath('users') AS path`;
  table = place?.path ?? '';
  await database.close();
  const again = startProgram(WRITER, killed, '1');
  await again.said(20);
  await again.kill();
}, SLOW);
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'damage-'));
  await cp(join(killed, 'postgres'), join(dataDir, 'postgres'), { recursive: true });
});
afterEach(() => rm(dataDir, { recursive: true }));
afterAll(() => rm(killed, { recursive: true }));

const inside = (...path: string[]) => join(dataDir, 'postgres', ...path);

async function log(): Promise<string> {
  const names = (await readdir(inside('pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name));
  return inside('pg_wal', names.toSorted().at(-1) ?? '');
}

async function flip(file: string, at: number): Promise<void> {
  const handle = await open(file, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 0xff;
  await handle.write(byte, 0, 1, at);
  await handle.close();
}

/** Of every file but the one in which the engine notes that it was started. */
async function digest(): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(inside(), { recursive: true, withFileTypes: true });
  for (const file of entries
    .filter((entry) => entry.isFile() && entry.name !== 'postmaster.pid')
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()) {
    hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex');
}

const damages: Record<string, () => Promise<void>> = {
  'no PG_VERSION': () => rm(inside('PG_VERSION')),
  'a PG_VERSION of another engine': () => writeFile(inside('PG_VERSION'), '12\n'),
  'no pg_control': () => rm(inside('global', 'pg_control')),
  'half of pg_control': () => truncate(inside('global', 'pg_control'), 100),
  'a pg_control with a wrong byte': () => flip(inside('global', 'pg_control'), 30),
  'no log': async () => rm(await log()),
  'half of the log': async () => truncate(await log(), 8 * 2 ** 20),
  'the log but its last page': async () => truncate(await log(), 16 * 2 ** 20 - 8192),
  'an empty log': async () => truncate(await log(), 0),
  'no folder for the log': () => rm(inside('pg_wal'), { recursive: true }),
  'no tables': () => rm(inside('base'), { recursive: true }),
  'no record of what was committed': () => rm(inside('pg_xact'), { recursive: true }),
  'nothing but an empty folder': async () => {
    for (const name of await readdir(inside())) await rm(inside(name), { recursive: true });
  },
};

describe('an embedded database with damaged files', () => {
  const figures = figuresOf('damaged files of the embedded database');

  it.each(Object.keys(damages))(
    'is refused with what to do, and left as it is: %s',
    { timeout: SLOW },
    async (damage) => {
      await damages[damage]?.();
      const before = await digest();
      const outcome = await openDatabase({ dataDir }).then(
        async (database) => {
          await database.close();
          return 'it was opened';
        },
        (error: unknown) => (error instanceof UnavailableError ? error.message : String(error)),
      );
      const after = await digest();
      const faults = [
        ...(outcome.includes('pnpm restore') ? [] : [`${damage}: ${outcome}`]),
        ...(after === before ? [] : [`${damage}: files were changed`]),
      ];
      figures.trial(faults);
      expect(faults).toEqual([]);
    },
  );

  it('gives no rows of a page with a wrong byte', { timeout: SLOW }, async () => {
    // Opened and closed once, so that nothing of the page comes from the log.
    await (await openDatabase({ dataDir })).close();
    const { size } = await stat(inside(table));
    expect(size).toBeGreaterThan(0);
    await flip(inside(table), 8000);
    const database = await openDatabase({ dataDir });
    const outcome = await prisma.user.findMany().then(
      (rows) => [`${rows.length} rows of a damaged page were given`],
      () => [],
    );
    await database.close();
    figures.trial(outcome);
    expect(outcome).toEqual([]);
  });
});
