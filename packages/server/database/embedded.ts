import { join, resolve } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { UnavailableError } from 'reactive/errors';
import { PrismaClient } from '../generated/client';
import { serveDumps } from './backup/owner-socket';
import type { Connection } from './connection';
import { dumpOf, openFolder } from './embedded-folder';
import { listenEmbedded } from './notifications';
import { acquireOwnerLock, DatabaseLockedError, type OwnerLock } from './owner-lock';
import { embeddedSession } from './sql-session';
import { Traffic } from './traffic';

/** Puts Prisma on a PGlite that is open. */
export function connectEmbedded(engine: PGlite): Connection {
  const traffic = new Traffic();
  const client = new PrismaClient({ adapter: new PrismaPGlite(engine) });
  const counted = client.$extends({
    query: { $allOperations: ({ args, query }) => traffic.count(() => query(args)) },
  });
  return {
    engine: 'embedded',
    prisma: counted as unknown as PrismaClient, // all but `$on`, which nobody uses
    giveWay: (patience) => traffic.quiet(patience),
    withSession: (work) => work(embeddedSession(engine)),
    listen: (channel, listener) => listenEmbedded(engine, channel, listener),
    async disconnect() {
      await client.$disconnect();
      await engine.close();
    },
  };
}

/** An open folder, whose dumps are handed out while it is open. */
async function connectFolder(folder: string): Promise<Connection> {
  const engine = await openFolder(join(folder, 'postgres'));
  const connection = connectEmbedded(engine);
  try {
    const socket = await serveDumps(folder, () => dumpOf(engine));
    return {
      ...connection,
      async disconnect() {
        await socket.close();
        await connection.disconnect();
      },
    };
  } catch (error) {
    await connection.disconnect();
    throw error;
  }
}

async function lockOf(folder: string): Promise<OwnerLock> {
  try {
    return await acquireOwnerLock(folder);
  } catch (cause) {
    if (cause instanceof DatabaseLockedError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnavailableError(
      `The folder ${folder} can't be used: ${reason}. See that this user may write to it and that the disk has room.`,
      { cause },
    );
  }
}

/**
 * Opens the PostgreSQL that runs inside this process, on the files in `dataDir`. What it acknowledged survives the
 * end of the process, however sudden; it is not flushed to disk, so a power cut may take the last writes.
 *
 * @throws DatabaseLockedError when another process owns the folder
 * @throws UnavailableError when the folder can't be used, or the files in it can't be opened
 */
export async function openEmbedded(dataDir: string): Promise<Connection> {
  const folder = resolve(dataDir);
  const lock = await lockOf(folder);
  try {
    const connection = await connectFolder(folder);
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
