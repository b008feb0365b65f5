import { PGlite } from '@electric-sql/pglite';
import { SYSTEM } from '@myapp/core/policies';
import { prisma } from './current';
import { connectEmbedded } from './embedded';
import { migratedSnapshot } from './embedded-snapshot';
import { type Database, useConnection } from './open';
import type { PoolOptions } from './options';
import { openServer } from './server';
import { createTemporaryDatabase, type TemporaryDatabase } from './server-template';
import { unitOfWork } from './unit-of-work';

export { createTemporaryDatabase, type TemporaryDatabase } from './server-template';

/** A server's database that is dropped when it is closed. */
export interface TestServerDatabase extends Database {
  readonly url: string;
}

/** Who writes outside of units of work: tests arrange rows without, where an application is refused. */
const TESTER = 'test';

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
  await engine.exec(`SET myapp.actor = '${TESTER}'`);
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
  const url = new URL(temporary.url);
  url.searchParams.set('options', `-c myapp.actor=${TESTER}`);
  const database = await useConnection(await openServer(url.href, pool));
  return {
    ...database,
    url: temporary.url,
    async close() {
      await database.close();
      await temporary.drop();
    },
  };
}

/**
 * Empties the table of users between tests, the last active admin included: past the triggers that keep an admin and
 * refuse to empty the table at once, and so past the change log. Their histories go with them.
 */
export async function emptyUsers(): Promise<void> {
  await prisma.$transaction([
    prisma.$executeRaw`SET LOCAL session_replication_role = replica`,
    prisma.$executeRaw`DELETE FROM sessions`,
    prisma.$executeRaw`DELETE FROM accounts`,
    prisma.$executeRaw`DELETE FROM verifications`,
    prisma.$executeRaw`DELETE FROM users`,
    prisma.$executeRaw`DELETE FROM events`,
    prisma.$executeRaw`DELETE FROM event_streams`,
    prisma.$executeRaw`DELETE FROM event_snapshots`,
  ]);
}

/** Makes users, whose ids are `01900000-0000-7000-8000-` and their number: each fiftieth an admin, each tenth inactive. */
export async function insertUsers(count: number): Promise<void> {
  await unitOfWork(
    async () => {
      // Many at once are no statement of a request, which a slow machine must not be given up for.
      await prisma.$executeRaw`SET LOCAL statement_timeout = 0`;
      await prisma.$executeRaw`
        INSERT INTO users (id, name, email, role, status, created_at, updated_at)
        SELECT
          '01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'),
          'User ' || md5(n::text),
          md5((n * 7)::text) || '@example.org',
          CASE WHEN n % 50 = 1 THEN 'admin' ELSE 'user' END,
          CASE WHEN n % 10 = 0 THEN 'inactive' ELSE 'active' END,
          TIMESTAMPTZ '2024-01-01' + n * INTERVAL '1 minute',
          TIMESTAMPTZ '2024-01-01' + n * INTERVAL '1 minute'
        FROM generate_series(1, ${count}::int) n`;
    },
    { actor: SYSTEM, timeout: 600_000 },
  );
}
