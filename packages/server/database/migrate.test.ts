import { createHash } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migratedSnapshot } from './embedded-snapshot';
import { checkMigrated, MigrationError, migrate } from './migrate';
import { type Migration, readMigrations } from './migration-files';
import { embeddedSession, type SqlSession } from './sql-session';

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

const first = migration('1_first', 'CREATE TABLE first (id INT); INSERT INTO first VALUES (1);');
const second = migration('2_second', 'CREATE TABLE second (id INT)');

let engine: PGlite;
let session: SqlSession;

beforeAll(async () => {
  engine = await PGlite.create({ loadDataDir: await migratedSnapshot() });
  session = embeddedSession(engine);
});
afterAll(() => engine.close());
beforeEach(async () => {
  await session.run(
    'ROLLBACK; DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS pgboss CASCADE',
  );
});

async function tables(): Promise<string[]> {
  const rows = await session.rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

describe('migrate', () => {
  it('applies what is missing, in order, and nothing twice', async () => {
    expect(await migrate(session, [first])).toEqual({ applied: ['1_first'], unknown: [] });
    expect(await migrate(session, [first, second])).toEqual({ applied: ['2_second'], unknown: [] });
    expect(await migrate(session, [first, second])).toEqual({ applied: [], unknown: [] });
    expect(await tables()).toEqual(['_prisma_migrations', 'first', 'second']);
  });

  it('keeps the books as Prisma does', async () => {
    const known = await readMigrations();
    await migrate(session, known);
    const rows = await session.rows('SELECT * FROM "_prisma_migrations" ORDER BY started_at');
    const row = (migration: Migration) => ({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: migration.checksum,
      migration_name: migration.name,
      started_at: expect.any(Date),
      finished_at: expect.any(Date),
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    });
    expect(known[0]?.name).toBe('20261122000000_users');
    expect(rows).toEqual(known.map(row));
  });

  it('undoes a migration that fails, names it, and leaves those before it applied', async () => {
    const broken = migration('2_broken', 'CREATE TABLE half (id INT); SELECT 1 / 0');
    await expect(migrate(session, [first, broken])).rejects.toThrow(
      new MigrationError('The migration 2_broken failed and was undone: division by zero'),
    );
    expect(await tables()).toEqual(['_prisma_migrations', 'first']);
    expect(await migrate(session, [first, second])).toEqual({ applied: ['2_second'], unknown: [] });
  });

  it('refuses a migration that was changed after it had been applied', async () => {
    await migrate(session, [first]);
    const changed = migration('1_first', `${first.sql} -- changed`);
    await expect(migrate(session, [changed, second])).rejects.toThrow(/1_first was changed after/);
    expect(await tables()).toEqual(['_prisma_migrations', 'first']);
  });

  it('refuses to go on where Prisma left a migration half done', async () => {
    await migrate(session, [first]);
    await session.run('UPDATE "_prisma_migrations" SET finished_at = NULL');
    await expect(migrate(session, [first, second])).rejects.toThrow(/1_first was begun and never finished/);
    await session.run('UPDATE "_prisma_migrations" SET rolled_back_at = now()');
    await session.run('DROP TABLE first');
    expect(await migrate(session, [first])).toEqual({ applied: ['1_first'], unknown: [] });
  });

  it('reports what a newer build has applied', async () => {
    await migrate(session, [first, second]);
    expect(await migrate(session, [first])).toEqual({ applied: [], unknown: ['2_second'] });
  });
});

describe('checkMigrated', () => {
  it('applies nothing and refuses a database that lacks something', async () => {
    await expect(checkMigrated(session, [first])).rejects.toThrow(/The database lacks 1_first/);
    expect(await tables()).toEqual([]);
    await migrate(session, [first]);
    expect(await checkMigrated(session, [first])).toEqual({ applied: [], unknown: [] });
  });
});
