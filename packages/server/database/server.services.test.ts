import { Client } from 'pg';
import { PreconditionFailedError, UnavailableError } from 'reactive/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase, prisma, seedDemoUsers } from '../db';
import { UserPrismaProvider } from '../providers/user.provider';
import { demoUsers } from './demo-users';
import { migrate } from './migrate';
import { readMigrations } from './migration-files';
import { openServer } from './server';
import {
  createTemporaryDatabase,
  openTestServerDatabase,
  type TestServerDatabase,
  testServerUrl,
} from './testing';

async function emptied(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    'DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS pgboss CASCADE',
  );
  await client.end();
}

describe('opening a database on a server', () => {
  it('migrates once, however many processes boot at the same time', async () => {
    const temporary = await createTemporaryDatabase(testServerUrl());
    await emptied(temporary.url);
    const migrations = await readMigrations();
    const boots = Array.from({ length: 6 }, async () => {
      const connection = await openServer(temporary.url);
      const report = await connection.withSession((session) => migrate(session, migrations));
      await connection.disconnect();
      return report.applied.length;
    });
    const applied = await Promise.all(boots);
    expect(applied.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, migrations.length]);
    await temporary.drop();
  });

  it('fills an empty demo once, and may be told not to migrate', async () => {
    const temporary = await createTemporaryDatabase(testServerUrl());
    await emptied(temporary.url);
    await expect(openDatabase({ url: temporary.url, migrate: false })).rejects.toThrow(
      /lacks 20261122000000_users/,
    );
    const database = await openDatabase({ url: temporary.url });
    expect(database.engine).toBe('server');
    expect(database.migrations.applied).toEqual((await readMigrations()).map(({ name }) => name));
    await database.close();
    const again = await openDatabase({ url: temporary.url, migrate: false });
    await again.ping();
    await again.close();
    await temporary.drop();
  });

  it.each([
    ['nobody listens', 'postgres://postgres@127.0.0.1:1/x'],
    ['there is no such machine', 'postgres://postgres@no-such-host.invalid/x'],
    ['there is no such database', new URL('/no_such_database', testServerUrl()).href],
  ])('says that the server can’t be reached when %s', async (_why, url) => {
    await expect(openDatabase({ url, pool: { connectTimeoutMs: 1000 } })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^The database server can't be reached: /),
    });
  });
});

describe('a database on a server', () => {
  let database: TestServerDatabase;
  const limits = { maxConnections: 3, connectTimeoutMs: 300, statementTimeoutMs: 400, lockTimeoutMs: 150 };
  beforeEach(async () => {
    database = await openTestServerDatabase({ ...limits, idleInTransactionTimeoutMs: 1234 });
  });
  afterEach(() => database.close());

  async function onAnotherConnection(work: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client({ connectionString: database.url });
    client.on('error', () => {});
    await client.connect();
    await work(client);
    await client.end();
  }

  it('works under the timeouts that were set', async () => {
    const [settings] = await prisma.$queryRaw<object[]>`
      SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
        current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('application_name') AS name`;
    expect(settings).toEqual({ statement: '400ms', lock: '150ms', idle: '1234ms', name: 'myapp' });
  });

  it('is unavailable, not slow, when a lock or a connection can’t be had', async () => {
    const provider = new UserPrismaProvider();
    const { data } = await provider.publish({ name: 'Ada', email: 'ada@example.org' });
    await onAnotherConnection(async (client) => {
      await client.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
      const change = { id: data.id, name: 'Bob' };
      await expect(provider.publish(change, { isNew: false, version: 1 })).rejects.toBeInstanceOf(
        UnavailableError,
      );
      const crowd = await Promise.allSettled(Array.from({ length: 12 }, () => provider.load(data.id)));
      for (const result of crowd) {
        expect(result).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
      }
      await client.query('ROLLBACK');
    });
    expect(await provider.load(data.id)).toEqual(data);
  });

  it('is unavailable while it is down, and back when it is', async () => {
    const provider = new UserPrismaProvider();
    const { data } = await provider.publish({ name: 'Ada', email: 'ada@example.org' });
    const admin = new Client({ connectionString: testServerUrl() });
    await admin.connect();
    const name = new URL(database.url).pathname.slice(1);
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    await admin.query(`ALTER DATABASE "${name}" RENAME TO "${name}_away"`);
    for (const attempt of [
      () => provider.load(data.id),
      () => provider.publish({ id: data.id, name: 'Bob' }, { isNew: false, version: 1 }),
      () => provider.publish({ name: 'Eve', email: 'eve@example.org' }),
      () => provider.delete(data.id),
      () => database.ping(),
    ]) {
      await expect(attempt()).rejects.toBeInstanceOf(UnavailableError);
    }
    await admin.query(`ALTER DATABASE "${name}_away" RENAME TO "${name}"`);
    await admin.end();
    expect(await provider.load(data.id)).toEqual(data);
  });
});

describe('many at once', () => {
  let database: Database;
  beforeEach(async () => {
    database = await openTestServerDatabase({ maxConnections: 20, connectTimeoutMs: 30_000 });
  });
  afterEach(() => database.close());

  it('[P-8] who change one user at one version have one winner, and all others learn that they are late', async () => {
    const provider = new UserPrismaProvider();
    const [person] = demoUsers(1);
    const { data: user } = await provider.publish({ name: person?.name ?? '', email: 'race@example.org' });
    for (let version = 1; version <= 10; version++) {
      const racers = Array.from({ length: 50 }, (_, racer) =>
        provider.publish({ id: user.id, name: `Racer ${racer}` }, { isNew: false, version }),
      );
      const results = await Promise.allSettled(racers);
      const winners = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.data] : []));
      const losers = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(winners).toHaveLength(1);
      expect(losers).toHaveLength(49);
      for (const loser of losers) expect(loser).toBeInstanceOf(PreconditionFailedError);
      expect(await provider.load(user.id)).toEqual(winners[0]);
    }
    expect(await provider.load(user.id)).toMatchObject({ version: 11 });
  });

  it('[P-8] who change it without a version all win, and the version counts them', async () => {
    const provider = new UserPrismaProvider();
    const { data: user } = await provider.publish({ name: 'Ada', email: 'ada@example.org' });
    const all = Array.from({ length: 50 }, () => provider.publish({ id: user.id, name: 'Bob' }));
    const versions = (await Promise.all(all)).map(({ data }) => data.version);
    expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 2));
  });

  it('[P-7] who create one e-mail at once make one user', async () => {
    const provider = new UserPrismaProvider();
    const racers = Array.from({ length: 50 }, () =>
      provider.publish({ name: 'Ada', email: 'ada@example.org' }),
    );
    const results = await Promise.allSettled(racers);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await prisma.user.count()).toBe(1);
  });

  it('[P-9] who delete a user against who change it leave one outcome', async () => {
    const provider = new UserPrismaProvider();
    for (let round = 0; round < 20; round++) {
      const { data: user } = await provider.publish({ name: 'Ada', email: `ada${round}@example.org` });
      const change = provider.publish({ id: user.id, name: 'Bob' }, { isNew: false, version: 1 });
      const [changed, deleted] = await Promise.allSettled([change, provider.delete(user.id, { version: 1 })]);
      expect([changed.status, deleted.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await prisma.user.count({ where: { id: user.id } })).toBe(
        changed.status === 'fulfilled' ? 1 : 0,
      );
    }
  });

  it('who seed an empty database seed it once', async () => {
    const made = await Promise.all(Array.from({ length: 3 }, () => seedDemoUsers(200)));
    expect(made.toSorted((a, b) => a - b)).toEqual([0, 0, 200]);
    expect(await prisma.user.count()).toBe(200);
  });
});
