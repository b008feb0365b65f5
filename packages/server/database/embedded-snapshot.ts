import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { migrate } from './migrate';
import { type Migration, readMigrations } from './migration-files';
import { packageFolder } from './package-folder';
import { embeddedSession } from './sql-session';

const CACHE = join(packageFolder(), 'node_modules/.cache/database');

/** Stands for everything that the files of a migrated database depend on: the engine and the migrations. */
async function fingerprint(migrations: readonly Migration[]): Promise<string> {
  const engine = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest = await readFile(join(dirname(engine), '../package.json'), 'utf8');
  const hash = createHash('sha256').update(manifest);
  for (const { name, checksum } of migrations) hash.update(`${name} ${checksum}\n`);
  return hash.digest('hex').slice(0, 16);
}

async function makeSnapshot(migrations: readonly Migration[]): Promise<Blob> {
  const engine = await PGlite.create();
  try {
    await migrate(embeddedSession(engine), migrations);
    return await engine.dumpDataDir('none');
  } finally {
    await engine.close();
  }
}

/** Test files run in several processes: a reader finds a whole snapshot or none. */
async function store(file: string, snapshot: Blob): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, Buffer.from(await snapshot.arrayBuffer()));
  await rename(aside, file);
  const others = (await readdir(CACHE)).filter((name) => name.endsWith('.tar') && join(CACHE, name) !== file);
  await Promise.all(others.map((name) => rm(join(CACHE, name), { force: true })));
}

/**
 * The files of a migrated, empty database, to load into a PGlite in memory. They are made once for each state of the
 * migrations and kept in `node_modules/.cache`, since making them takes seconds and loading them half of one.
 */
export async function migratedSnapshot(): Promise<Blob> {
  const migrations = await readMigrations();
  const file = join(CACHE, `${await fingerprint(migrations)}.tar`);
  try {
    return new Blob([await readFile(file)]);
  } catch {
    const snapshot = await makeSnapshot(migrations);
    await store(file, snapshot);
    return snapshot;
  }
}
