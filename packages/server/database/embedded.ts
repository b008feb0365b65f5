import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { UnavailableError } from 'reactive/errors';
import { PrismaClient } from '../generated/client';
import type { Connection } from './connection';
import { acquireOwnerLock } from './owner-lock';
import { embeddedSession } from './sql-session';

/** An engine that is killed while it makes its files leaves half of them: they are made aside and moved in whole. */
async function initialize(folder: string): Promise<void> {
  const aside = `${folder}.new`;
  await rm(aside, { recursive: true, force: true });
  const engine = await PGlite.create({ dataDir: aside });
  await engine.close();
  await rename(aside, folder);
}

async function openFolder(folder: string): Promise<PGlite> {
  try {
    if (!existsSync(folder)) await initialize(folder);
    return await PGlite.create({ dataDir: folder });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnavailableError(
      `The database in ${folder} can't be opened: ${reason}. Nothing was changed; put a backup in its place, ` +
        'or move the folder away to begin with an empty one.',
      { cause },
    );
  }
}

/** Puts Prisma on a PGlite that is open. */
export function connectEmbedded(engine: PGlite): Connection {
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(engine) });
  return {
    engine: 'embedded',
    prisma,
    withSession: (work) => work(embeddedSession(engine)),
    async disconnect() {
      await prisma.$disconnect();
      await engine.close();
    },
  };
}

/**
 * Opens the PostgreSQL that runs inside this process, on the files in `dataDir`. What it acknowledged survives the
 * end of the process, however sudden; it is not flushed to disk, so a power cut may take the last writes.
 *
 * @throws DatabaseLockedError when another process owns the folder
 * @throws UnavailableError when the files can't be opened
 */
export async function openEmbedded(dataDir: string): Promise<Connection> {
  const folder = resolve(dataDir);
  const lock = await acquireOwnerLock(folder);
  try {
    const connection = connectEmbedded(await openFolder(join(folder, 'postgres')));
    return {
      ...connection,
      async disconnect() {
        try {
          await connection.disconnect();
        } finally {
          await lock.release();
        }
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
