import { PGlite } from '@electric-sql/pglite';
import { connectEmbedded } from './embedded';
import { migratedSnapshot } from './embedded-snapshot';
import { type Database, useConnection } from './open';
import type { PoolOptions } from './options';
import { openServer } from './server';
import { createTemporaryDatabase, type TemporaryDatabase } from './server-template';

export { createTemporaryDatabase, type TemporaryDatabase } from './server-template';

/** A server's database that is dropped when it is closed. */
export interface TestServerDatabase extends Database {
  readonly url: string;
}

/**
 * An empty, migrated PostgreSQL in memory, in about half a second; it is what `prisma` stands for until it is closed.
 *
 * @example
 * let database: Database;
 * beforeAll(async () => { database = await openTestDatabase(); });
 * afterAll(() => database.close());
 */
export async function openTestDatabase(): Promise<Database> {
  const engine = await PGlite.create({ loadDataDir: await migratedSnapshot() });
  return useConnection(connectEmbedded(engine));
}

/** Where tests find a PostgreSQL server on which they may create databases: `TEST_DATABASE_URL`, or a local one. */
export function testServerUrl(): string {
  return process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
}

/**
 * An empty, migrated database of its own on the PostgreSQL server of the tests, copied from a template; it is what
 * `prisma` stands for until it is closed, and is dropped then.
 */
export async function openTestServerDatabase(pool: Partial<PoolOptions> = {}): Promise<TestServerDatabase> {
  const temporary: TemporaryDatabase = await createTemporaryDatabase(testServerUrl());
  const database = await useConnection(await openServer(temporary.url, pool));
  return {
    ...database,
    url: temporary.url,
    async close() {
      await database.close();
      await temporary.drop();
    },
  };
}
