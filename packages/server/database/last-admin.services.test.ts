import { type Actor, actAs, SYSTEM, type Viewer } from '@myapp/core/policies';
import { ConflictError, errorFrom } from 'reactive/errors';
import { requireScope, runInScope } from 'reactive/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prisma } from '../db';
import { UserPrismaProvider } from '../providers/user.provider';
import { refusedBecause } from './refusals.fixture';
import { emptyUsers, openTestServerDatabase, type TestServerDatabase } from './testing';

/** `FUZZ_RUNS` makes the test longer. */
const rounds = Number(process.env['FUZZ_RUNS'] ?? 300);

const provider = new UserPrismaProvider();
const ids = ['0199c2f0-0000-7000-8000-00000000000a', '0199c2f0-0000-7000-8000-00000000000b'] as const;
const admin = (id: string): Viewer => ({ id, role: 'admin', status: 'active' });
const activeAdmins = () => prisma.user.count({ where: { role: 'admin', status: 'active' } });

let database: TestServerDatabase;
let restore: () => void;
beforeAll(async () => {
  database = await openTestServerDatabase();
  restore = requireScope();
});
afterAll(async () => {
  restore();
  await database.close();
});
beforeEach(arrange);

/** Two active admins, and nobody else. */
async function arrange(): Promise<void> {
  await emptyUsers();
  const data = ids.map((id, at) => ({
    id,
    name: `Admin ${at}`,
    email: `admin${at}@example.org`,
    role: 'admin',
  }));
  await prisma.user.createMany({ data });
}

/** Far from where it is expected: an error of Prisma quotes the lines of the test that it comes from. */
const REFUSED = 'The last active admin has to stay';

const WAYS = {
  demote: (id: string) => provider.publish({ id, role: 'user' }, { isNew: false, version: 1 }),
  deactivate: (id: string) => provider.publish({ id, status: 'inactive' }, { isNew: false, version: 1 }),
  delete: (id: string) => provider.delete(id, { version: 1 }),
};
const ways = Object.values(WAYS);

/** What becomes of it when an actor does away with an admin. */
const attempt = (actor: Actor, way: (id: string) => Promise<unknown>, id: string): Promise<string> =>
  runInScope(async () => {
    actAs(actor);
    return way(id).then(
      () => 'done',
      (error: unknown) => errorFrom(error).code,
    );
  });

describe('the last active admin', () => {
  it('stays when two do away with each other at the same instant, in whatever ways', {
    timeout: 60_000 + rounds * 200,
  }, async () => {
    const outcomes = new Map<string, number>();
    for (let round = 0; round < rounds; round++) {
      await arrange();
      const [first, second] = [ways[round % 3], ways[Math.floor(round / 3) % 3]];
      const both = await Promise.all([
        attempt(admin(ids[0]), first ?? WAYS.demote, ids[1]),
        attempt(admin(ids[1]), second ?? WAYS.demote, ids[0]),
      ]);
      const outcome = both.toSorted().join(' and ');
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      expect(await activeAdmins()).toBe(1);
    }
    process.stdout.write(
      `last admin: ${rounds} rounds, 0 without one: ${JSON.stringify(Object.fromEntries(outcomes))}\n`,
    );
    expect([...outcomes.keys()]).toEqual(['conflict and done']);
  });

  it.each(Object.keys(WAYS) as (keyof typeof WAYS)[])(
    'stays whoever asks, the program too: %s',
    async (name) => {
      const way = WAYS[name];
      expect(await attempt(SYSTEM, WAYS.delete, ids[0])).toBe('done');
      const stranger = admin('0199c2f0-0000-7000-8000-0000000000ff');
      for (const actor of [SYSTEM, stranger] as const) {
        expect(await attempt(actor, way, ids[1])).toBe('conflict');
      }
      expect(
        await prisma.user.findMany({ select: { id: true, role: true, status: true, version: true } }),
      ).toEqual([{ ...admin(ids[1]), version: 1 }]);
    },
  );

  it('stays when all are done away with by one statement, or past every provider', async () => {
    await expect(prisma.$executeRaw`DELETE FROM users`).rejects.toMatchObject(refusedBecause(REFUSED));
    await expect(
      prisma.$executeRaw`UPDATE users SET role = 'user', version = version + 1`,
    ).rejects.toMatchObject(refusedBecause(REFUSED));
    const isolated = prisma.$transaction(
      (transaction) => transaction.user.delete({ where: { id: ids[0] } }),
      {
        isolationLevel: 'RepeatableRead',
      },
    );
    await expect(isolated).rejects.toMatchObject(refusedBecause('read committed only'));
    expect(await activeAdmins()).toBe(2);
  });

  it('is told what to do', async () => {
    await runInScope(async () => {
      actAs(SYSTEM);
      await WAYS.delete(ids[0]);
      await expect(WAYS.delete(ids[1])).rejects.toThrow(ConflictError);
      await expect(WAYS.delete(ids[1])).rejects.toThrow('make another one first');
    });
  });
});
