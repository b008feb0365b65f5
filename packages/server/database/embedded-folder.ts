import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { UnavailableError } from 'reactive/errors';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Without these PostgreSQL takes a folder for a new one, and writes an empty database over what is left. */
const ESSENTIAL = ['PG_VERSION', 'global/pg_control', 'base', 'pg_wal', 'pg_xact'];

const WAL_SEGMENT = /^[0-9A-F]{24}$/;
const WAL_SEGMENT_BYTES = 16 * 2 ** 20;

/** Where a restored database lies until it takes the place of the one in `folder`: whole, read through and closed. */
export function restoredAside(folder: string): string {
  return `${folder}.restored`;
}

/** An engine that is killed while it makes its files leaves half of them: they are made aside and moved in whole. */
async function initialize(folder: string): Promise<void> {
  const aside = `${folder}.new`;
  await rm(aside, { recursive: true, force: true });
  const engine = await PGlite.create({ dataDir: aside });
  await engine.close();
  await rename(aside, folder);
}

/**
 * What PostgreSQL would not notice, or would repair at the cost of what was acknowledged: segments of its log are
 * whole from the moment when they get their name, so a short one was cut off later, and writes went with its end.
 */
async function damageIn(folder: string): Promise<string | undefined> {
  const missing = ESSENTIAL.find((name) => !existsSync(join(folder, name)));
  if (missing !== undefined) return `${missing} is missing`;
  const log = join(folder, 'pg_wal');
  for (const name of (await readdir(log)).filter((entry) => WAL_SEGMENT.test(entry))) {
    const { size } = await stat(join(log, name));
    if (size !== WAL_SEGMENT_BYTES) return `pg_wal/${name} is cut off`;
  }
  return undefined;
}

async function prepare(folder: string): Promise<void> {
  if (existsSync(folder)) {
    const damage = await damageIn(folder);
    if (damage !== undefined) throw new Error(damage);
  } else if (existsSync(restoredAside(folder))) {
    // A restore was killed between its last two steps.
    await rename(restoredAside(folder), folder);
  } else {
    await initialize(folder);
  }
}

/**
 * Opens PostgreSQL on the files in `folder`, which are made when there is nothing. Call it only as the owner.
 *
 * @throws UnavailableError when they can't be opened or are damaged; they are left as they are
 */
export async function openFolder(folder: string): Promise<PGlite> {
  try {
    await prepare(folder);
    return await PGlite.create({ dataDir: folder });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnavailableError(
      `The database in ${folder} can't be opened: ${reason}. Nothing was changed; put a backup in its place with ` +
        '`pnpm restore FILE --replace`, or move the folder away to begin with an empty one.',
      { cause },
    );
  }
}

/** The files of an open database as they are at one moment, as a compressed archive. */
export async function dumpOf(engine: PGlite): Promise<Uint8Array> {
  // So that the log, which an engine on the copy begins with, is short.
  await engine.exec('CHECKPOINT');
  // Statements wait while the files are read, and go on while they are compressed.
  const archive = await engine.dumpDataDir('none');
  return compress(await archive.arrayBuffer());
}

/** A new engine on the files of a dump, in a folder that does not exist. */
export async function openDump(dump: Uint8Array, folder: string): Promise<PGlite> {
  const archive = await decompress(dump);
  return PGlite.create({ dataDir: folder, loadDataDir: new Blob([new Uint8Array(archive)]) });
}
