import { actAs, type Viewer } from '@myapp/core/policies';
import { InProgressError, KeyReusedError, NotFoundError } from 'reactive/errors';
import type { KeptAnswer, KeyedRequest, OnceAnswer } from 'reactive/express';
import { requireScope, runInScope } from 'reactive/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp, type Database, idempotencyRecords, prisma } from '../db';
import { UserPrismaProvider } from '../providers/user.provider';
import { openTestDatabase } from './testing';

const provider = new UserPrismaProvider();
const viewer = (n: number): Viewer => ({ id: `viewer-${n}`, role: 'admin', status: 'active' });
const asked: KeyedRequest = { key: 'k', request: 'POST /api/users', digest: 'd' };
const answer: KeptAnswer = {
  status: 201,
  headers: { ETag: '"1"', Location: '/api/users/1' },
  body: '{"é":1}',
};

let database: Database;
let restore: () => void;
beforeAll(async () => {
  database = await openTestDatabase();
  restore = requireScope();
});
afterEach(async () => {
  await prisma.user.deleteMany();
  await prisma.idempotencyRecord.deleteMany();
});
afterAll(async () => {
  restore();
  await database.close();
});

/** A request of a viewer that writes a user, each time that it is done. */
function once(request: KeyedRequest, { by = 1, fails = false } = {}): Promise<OnceAnswer> {
  return runInScope(() => {
    actAs(viewer(by));
    return idempotencyRecords.once(request, async () => {
      const n = await prisma.user.count();
      await provider.publish({ name: 'Ada', email: `ada${n}@example.org` });
      if (fails) throw new NotFoundError();
      return { ...answer, body: `{"é":${n}}` };
    });
  });
}

/** Makes a key's record so much older. */
async function age(key: string, hours: number): Promise<void> {
  await prisma.$executeRaw`UPDATE idempotency_records SET created_at = created_at - ${hours}::int * interval '1 hour'
    WHERE key = ${key}`;
}

describe('a request under an idempotency key', () => {
  it('is done once, and answered with the first answer', async () => {
    const first = await once(asked);
    expect(first).toEqual({ answer: { ...answer, body: '{"é":0}' }, replayed: false });
    expect(await once(asked)).toEqual({ ...first, replayed: true });
    expect([await prisma.user.count(), await prisma.idempotencyRecord.count()]).toEqual([1, 1]);
  });

  it('is refused when the key has named another', async () => {
    await once(asked);
    for (const other of [
      { ...asked, digest: 'e' },
      { ...asked, request: 'POST /api/users/1' },
      { ...asked, request: 'PATCH /api/users' },
    ]) {
      await expect(once(other)).rejects.toBeInstanceOf(KeyReusedError);
    }
    expect(await prisma.user.count()).toBe(1);
  });

  it('is another when somebody else sends it', async () => {
    const answers = [await once(asked, { by: 1 }), await once(asked, { by: 2 })];
    expect(answers.map(({ replayed }) => replayed)).toEqual([false, false]);
    expect(await prisma.user.count()).toBe(2);
  });

  it('leaves nothing when it fails, and is done when it is sent again', async () => {
    await expect(once(asked, { fails: true })).rejects.toBeInstanceOf(NotFoundError);
    expect([await prisma.user.count(), await prisma.idempotencyRecord.count()]).toEqual([0, 0]);
    expect((await once(asked)).replayed).toBe(false);
  });

  it('is not done twice at the same time', async () => {
    const racers = await Promise.allSettled(Array.from({ length: 20 }, () => once(asked)));
    const late = racers.flatMap((racer) => (racer.status === 'rejected' ? [racer.reason] : []));
    expect(late).toHaveLength(19);
    for (const error of late) {
      expect(error).toBeInstanceOf(InProgressError);
      expect(error.retryAfter).toBe(1);
    }
    expect([(await once(asked)).replayed, await prisma.user.count()]).toEqual([true, 1]);
  });

  it('is remembered for 24 hours, and then as if it had never been', async () => {
    await once(asked);
    await age('k', 23);
    expect((await once(asked)).replayed).toBe(true);
    await age('k', 1);
    expect((await once({ ...asked, digest: 'e' })).replayed).toBe(false);
    expect((await once({ ...asked, digest: 'e' })).replayed).toBe(true);
    expect([await prisma.user.count(), await prisma.idempotencyRecord.count()]).toEqual([2, 1]);
  });

  it('is cleaned up when its time is over', async () => {
    await once(asked);
    await once({ ...asked, key: 'l' });
    await age('k', 24);
    expect(await cleanUp()).toMatchObject({ idempotencyRecords: 1, changes: 0 });
    expect(await prisma.idempotencyRecord.findMany()).toMatchObject([{ key: 'l', owner: 'viewer-1' }]);
    expect((await cleanUp()).idempotencyRecords).toBe(0);
  });
});
