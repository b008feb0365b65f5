import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Database, prisma, type RowsChanged } from '../db';
import { UserPrismaProvider } from '../providers/user.provider';
import { openTestDatabase, openTestServerDatabase, testServerUrl } from './testing';

async function listening(database: Database, table = 'users') {
  const heard: (RowsChanged | 'missed')[] = [];
  onTestFinished(() => database.close());
  const stop = await database.listen({
    changed(rows) {
      if (rows.table === table) heard.push(rows);
    },
    missed: () => heard.push('missed'),
  });
  onTestFinished(stop);
  return heard;
}

const ada = { name: 'Ada', email: 'ada@example.org' };

describe.each([
  ['the embedded database', openTestDatabase],
  ['a server', openTestServerDatabase],
])('%s tells of written rows', (_, open: () => Promise<Database>) => {
  it('when they are committed, whoever wrote them, and of those of many that there were many', async () => {
    const heard = await listening(await open());
    const { data } = await new UserPrismaProvider().publish(ada);
    await prisma.$executeRaw`UPDATE users SET name = 'Ada L.', version = version + 1`;
    await prisma
      .$transaction(async (client) => {
        await client.user.deleteMany();
        throw new Error('taken back');
      })
      .catch(() => {});
    const many = Array.from({ length: 101 }, (_none, at) => ({ name: 'User', email: `u${at}@example.org` }));
    await prisma.user.createMany({ data: many });
    await expect
      .poll(() => heard)
      .toEqual([
        { table: 'users', ids: [data.id] },
        { table: 'users', ids: [data.id] },
        { table: 'users', ids: null },
      ]);
  });

  it('and of histories that go on without their user, once for each', async () => {
    const heard = await listening(await open(), 'history');
    const { data } = await new UserPrismaProvider().publish(ada); // of whom it is told already
    const insert = (prefix: string, stream: string) => prisma.$executeRaw`
      INSERT INTO events (id, stream, stream_id, type, schema_version, data, actor)
      SELECT ${prefix} || n, ${stream}, CASE WHEN n <= 100 THEN ${data.id} ELSE 'other' END, 'counted', 1, '{}', 'system'
      FROM generate_series(1, 150) AS n`;
    await insert('other-', 'counter'); // which are nobody's history
    await insert('event-', 'user');
    const told = [data.id, 'other'].map((id) => ({ table: 'history', ids: [id] }));
    await expect.poll(() => heard).toEqual(told);
  });

  it('but not of jobs that the system keeps for itself', async () => {
    const heard = await listening(await open(), 'jobs');
    const rows = ['system', 'ada', 'system'].map((startedBy) => ({
      id: randomUUID(),
      type: 'clean-up',
      payload: {},
      startedBy,
    }));
    await prisma.job.createMany({ data: rows });
    await prisma.$executeRaw`UPDATE jobs SET processed_items = 0, version = version + 1`;
    const told = { table: 'jobs', ids: [rows[1]?.id] };
    await expect.poll(() => heard).toEqual([told, told]);
  });

  it('and passes over what is no telling of ours', async () => {
    const heard = await listening(await open());
    await prisma.$executeRaw`SELECT pg_notify('changes', 'hello'), pg_notify('changes', '{"table":7}')`;
    const { data } = await new UserPrismaProvider().publish(ada);
    await expect.poll(() => heard).toEqual([{ table: 'users', ids: [data.id] }]);
  });
});

it('says that it may have missed some when its connection was lost', async () => {
  const database = await openTestServerDatabase();
  const heard = await listening(database);
  const admin = new Client({ connectionString: testServerUrl() });
  await admin.connect();
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'myapp notifications' AND datname = $1`,
    [new URL(database.url).pathname.slice(1)],
  );
  await admin.end();
  await expect.poll(() => heard, { timeout: 5000 }).toEqual(['missed']);
  const { data } = await new UserPrismaProvider().publish(ada);
  await expect.poll(() => heard).toEqual(['missed', { table: 'users', ids: [data.id] }]);
  await sleep(0);
});
