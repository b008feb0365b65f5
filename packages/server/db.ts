import { openEmbedded } from './database/embedded';
import { type Database, useConnection } from './database/open';
import type { DatabaseOptions } from './database/options';
import { openServer } from './database/server';

export type { ChangeListener, RowsChanged } from './database/changes';
export { type CleanUpReport, cleanUp } from './database/clean-up';
export { prisma } from './database/current';
export { idempotencyRecords } from './database/idempotency';
export { MigrationError, type MigrationReport } from './database/migrate';
export type { Database } from './database/open';
export { type DatabaseOptions, defaultPool, type PoolOptions } from './database/options';
export { DatabaseLockedError } from './database/owner-lock';
export { nameRequest } from './database/request-name';
export { seedDemoUsers } from './database/seed';
export { afterCommit, type UnitOptions, unitOfOne, unitOfWork } from './database/unit-of-work';

/**
 * Opens the database: PostgreSQL inside this process on files in `dataDir`, or the server at `url`; brings its
 * structure up to date, and makes it the one that `prisma` stands for. Call it once, where the application starts.
 *
 * @throws DatabaseLockedError when another process works in `dataDir`
 * @throws MigrationError when the structure is not what this build needs
 * @throws UnavailableError when the files can't be opened or the server does not answer
 * @throws StateError when a database is open already
 * @example
 * const database = await openDatabase({ url: process.env.DATABASE_URL, dataDir: '.data' });
 * if (database.engine === 'embedded') await seedDemoUsers();
 * process.once('SIGTERM', () => void database.close());
 */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const connection = options.url
    ? await openServer(options.url, options.pool)
    : await openEmbedded(options.dataDir ?? '.data');
  return useConnection(connection, options.migrate);
}
