import { Client } from 'pg';
import { InProgressError } from 'reactive/errors';
import type { KeyedRequest } from 'reactive/express';
import { expect, it, onTestFinished } from 'vitest';
import { idempotencyRecords, openDatabase, prisma } from '../db';
import { UserPrismaProvider } from '../providers/user.provider';
import { createTemporaryDatabase, testServerUrl } from './testing';

const asked: KeyedRequest = { key: 'k', request: 'POST /api/users', digest: 'd' };

const once = () =>
  idempotencyRecords.once(asked, async () => {
    await new UserPrismaProvider().publish({ name: 'Ada', email: 'ada@example.org' });
    return { status: 201, headers: {}, body: 'first' };
  });

it('a request is not done while another process does it, nor after a restart', async () => {
  const { url, drop } = await createTemporaryDatabase(testServerUrl());
  onTestFinished(drop);
  let database = await openDatabase({ url });
  // Another process: the same lock on a connection of its own.
  const other = new Client({ connectionString: url });
  await other.connect();
  await other.query(`SELECT pg_advisory_lock(hashtextextended('anonymous k', 0))`);
  await expect(once()).rejects.toBeInstanceOf(InProgressError);
  expect(await prisma.user.count()).toBe(0);
  await other.end();
  await expect
    .poll(async () =>
      once().then(
        ({ replayed }) => replayed,
        () => 'in progress',
      ),
    )
    .toBe(false);
  await database.close();
  database = await openDatabase({ url });
  onTestFinished(() => database.close());
  expect(await once()).toEqual({ answer: { status: 201, headers: {}, body: 'first' }, replayed: true });
  expect([await prisma.user.count(), await prisma.change.count()]).toEqual([1, 1]);
});
