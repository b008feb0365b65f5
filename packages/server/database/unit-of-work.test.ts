import { setTimeout as sleep } from 'node:timers/promises';
import { actAs, SYSTEM } from '@myapp/core/policies';
import { NotFoundError, ReactiveError, ScopeError, StateError, UnavailableError } from 'reactive/errors';
import { requireScope, runInScope } from 'reactive/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Database, nameRequest, prisma, unitOfWork } from '../db';
import { UserPrismaProvider } from '../providers/user.provider';
import { refusedBecause } from './refusals.fixture';
import { emptyUsers, openTestDatabase } from './testing';

const provider = new UserPrismaProvider();
const ada = { name: 'Ada', email: 'ada@example.org' };
const eve = { name: 'Eve', email: 'eve@example.org' };
const viewer = { id: '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90', role: 'admin', status: 'active' } as const;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  await emptyUsers();
});
afterAll(() => database.close());

/** What the change log says since a place in it. */
async function changesSince(seq: bigint) {
  return prisma.change.findMany({
    where: { seq: { gt: seq } },
    orderBy: { seq: 'asc' },
    omit: { seq: true, at: true, entity: true },
  });
}

async function lastChange(): Promise<bigint> {
  return (await prisma.change.aggregate({ _max: { seq: true } }))._max.seq ?? 0n;
}

/** Who writes outside of units of work; an application names nobody. */
async function beTester(name: string): Promise<void> {
  await prisma.$executeRaw`SELECT set_config('myapp.actor', ${name}, false)`;
}

/** Far from where they are expected: an error of Prisma quotes the lines of the test that it comes from. */
const OUTSIDE = 'written in a unit of work only';
const REWRITING = 'neither changed nor removed';

describe('the change log', () => {
  it('has an entry for each write, with who asked for it, and no value that tells of a person', async () => {
    // Who stays: the last active admin could not be deleted.
    await prisma.user.create({ data: { name: 'Root', email: 'root@example.org', role: 'admin' } });
    const since = await lastChange();
    onTestFinished(requireScope());
    const id = await runInScope(async () => {
      actAs(viewer);
      nameRequest('request-1');
      const { data } = await provider.publish(ada);
      await provider.publish({ id: data.id, name: 'Ada L.', role: 'admin' }, { isNew: false, version: 1 });
      await provider.delete(data.id, { version: 2 });
      return data.id;
    });
    const by = { entityId: id, actor: viewer.id, requestId: 'request-1' };
    expect(await changesSince(since)).toEqual([
      { ...by, kind: 'create', version: 1, fields: [], kept: { role: 'user', status: 'active' } },
      { ...by, kind: 'update', version: 2, fields: ['name', 'role'], kept: { role: 'admin' } },
      { ...by, kind: 'delete', version: 3, fields: [], kept: {} },
    ]);
  });

  it('has nothing of a write that was refused', async () => {
    const { data } = await provider.publish(ada);
    const since = await lastChange();
    await expect(provider.publish({ ...eve, email: ada.email })).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      provider.publish({ id: data.id, name: 'X Y' }, { isNew: false, version: 7 }),
    ).rejects.toMatchObject({ code: 'precondition_failed' });
    await expect(provider.delete(data.id, { version: 7 })).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    expect(await changesSince(since)).toEqual([]);
  });

  it('names nobody who was not named', async () => {
    const since = await lastChange();
    await provider.publish(ada);
    await unitOfWork(() => prisma.user.deleteMany(), { actor: SYSTEM });
    expect(await changesSince(since)).toMatchObject([
      { kind: 'create', actor: 'anonymous', requestId: null },
      { kind: 'delete', actor: 'system', requestId: null },
    ]);
  });

  it('stays as it was written, until it is a year old', async () => {
    await provider.publish(ada);
    const before = await prisma.change.findMany();
    for (const statement of [
      `UPDATE changes SET actor = 'nobody'`,
      'DELETE FROM changes',
      'TRUNCATE changes',
      'TRUNCATE changes CASCADE',
    ]) {
      await expect(prisma.$executeRawUnsafe(statement)).rejects.toMatchObject(refusedBecause(REWRITING));
    }
    expect(await prisma.change.findMany()).toEqual(before);
    await prisma.$executeRaw`INSERT INTO changes (entity, entity_id, version, kind, fields, kept, actor, at)
      VALUES ('users', 'old', 1, 'create', '{}', '{}', 'test', now() - interval '366 days')`;
    await prisma.$executeRaw`DELETE FROM changes WHERE at < now() - interval '365 days'`;
    expect(await prisma.change.findMany()).toEqual(before);
  });
});

describe('a write outside of a unit of work', () => {
  it('is refused by the database, which says the remedy', async () => {
    const { data } = await provider.publish(ada);
    await beTester('');
    try {
      await expect(prisma.user.create({ data: eve })).rejects.toMatchObject(refusedBecause(OUTSIDE));
      await expect(prisma.user.updateMany({ data: { name: 'X Y', version: 9 } })).rejects.toMatchObject(
        refusedBecause(OUTSIDE),
      );
      await expect(prisma.user.deleteMany()).rejects.toMatchObject(refusedBecause(OUTSIDE));
      expect(await prisma.user.findMany()).toMatchObject([data]);
      expect((await provider.publish({ id: data.id, name: 'Ada L.' })).data.version).toBe(2);
    } finally {
      await beTester('test');
    }
  });
});

describe('what would go around the log', () => {
  it('is refused: emptying the table at once, and changing an id', async () => {
    await provider.publish(ada);
    for (const [statement, refused] of [
      ['TRUNCATE users CASCADE', 'deleted, not truncated'],
      [`UPDATE users SET id = '${viewer.id}', version = 2`, 'never changes'],
    ] as const) {
      await expect(unitOfWork(() => prisma.$executeRawUnsafe(statement))).rejects.toMatchObject(
        refusedBecause(refused),
      );
    }
  });

  it('has each of many rows of one statement', async () => {
    const since = await lastChange();
    const both = [ada, eve];
    await unitOfWork(async () => {
      await prisma.user.createMany({ data: both });
      await prisma.user.updateMany({ data: { status: 'inactive', version: { increment: 1 } } });
      await prisma.user.deleteMany();
    });
    const kinds = (await changesSince(since)).map(({ kind, version, kept }) => ({ kind, version, kept }));
    expect(kinds).toEqual([
      ...both.map(() => ({ kind: 'create', version: 1, kept: { role: 'user', status: 'active' } })),
      ...both.map(() => ({ kind: 'update', version: 2, kept: { status: 'inactive' } })),
      ...both.map(() => ({ kind: 'delete', version: 3, kept: {} })),
    ]);
  });
});

describe('a unit of work', () => {
  it('commits all of it together, or nothing', async () => {
    const since = await lastChange();
    const failing = unitOfWork(async () => {
      await provider.publish(ada);
      await prisma.user.create({ data: eve });
      expect(await prisma.user.count()).toBe(2);
      throw new RangeError('enough');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect([await prisma.user.count(), await changesSince(since)]).toEqual([0, []]);
    await unitOfWork(async () => {
      await unitOfWork(() => provider.publish(ada));
      await provider.publish(eve);
    });
    expect([await prisma.user.count(), (await changesSince(since)).length]).toEqual([2, 2]);
  });

  it('fails with its parts, also those whose errors somebody caught', async () => {
    const id = viewer.id;
    const failing = unitOfWork(async () => {
      await provider.publish(ada);
      await provider.delete(id).catch(() => {});
      await provider.publish({ ...eve, email: ada.email }).catch(() => {});
      return 'done';
    });
    await expect(failing).rejects.toBeInstanceOf(Error);
    expect(await prisma.user.count()).toBe(0);
    const caught = unitOfWork(async () => {
      await provider.publish(ada);
      await unitOfWork(() => Promise.reject(new NotFoundError())).catch(() => {});
    });
    await expect(caught).rejects.toBeInstanceOf(NotFoundError);
    expect(await prisma.user.count()).toBe(0);
  });

  it('fails as its work says, whatever its parts said', async () => {
    const taken = unitOfWork(async () => {
      await provider.publish(ada);
      await provider.publish({ ...eve, email: ada.email }).catch(() => {
        throw new RangeError('translated');
      });
    });
    await expect(taken).rejects.toThrow(new RangeError('translated'));
    expect(await prisma.user.count()).toBe(0);
  });

  it('fails with an error that says what a statement was refused for, and nothing of the statement', async () => {
    const refusals = [
      () => prisma.user.create({ data: { ...eve, role: 'nobody' } }),
      () => prisma.user.createMany({ data: [eve, eve] }),
      () =>
        prisma.$executeRaw`INSERT INTO users (id, name, email, role) VALUES (${viewer.id}, 'Eve', 'e', 'nobody')`,
      () => prisma.$queryRaw`SELECT * FROM nowhere`,
      () => prisma.$executeRaw`DO $$ BEGIN RAISE lock_not_available; END $$`,
    ];
    const codes: unknown[] = [];
    for (const refused of refusals) {
      const error: unknown = await unitOfWork(async () => void (await refused())).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(ReactiveError);
      expect(String(error)).not.toMatch(/prisma|users|nowhere|lock_not/i);
      codes.push(Reflect.get(error as object, 'code'));
    }
    expect(codes).toEqual(['validation', 'conflict', 'validation', 'internal', 'unavailable']);
  });

  it('has no way to the outside, which would wait for it', async () => {
    await unitOfWork(async () => {
      for (const client of [prisma, database.prisma]) {
        expect(() => client.$transaction(async () => {})).toThrow(StateError);
        expect(() => client.$disconnect()).toThrow('unitOfWork() joins');
        expect(await client.user.count()).toBe(0);
      }
    });
  });

  it('ends with its work: what was left running is refused', async () => {
    let late: Promise<unknown> = Promise.resolve();
    await unitOfWork(async () => {
      late = sleep(1).then(() => prisma.user.count());
    });
    await expect(late).rejects.toThrow(StateError);
    const joining = await unitOfWork(async () => ({ after: sleep(1).then(() => unitOfWork(async () => 1)) }));
    await expect(joining.after).rejects.toThrow('has ended');
  });

  it('is given up when it takes too long, and lets others go on', async () => {
    const slow = unitOfWork(
      async () => {
        await provider.publish(ada);
        await sleep(200);
      },
      { timeout: 50 },
    );
    await expect(slow).rejects.toBeInstanceOf(UnavailableError);
    expect(await prisma.user.count()).toBe(0);
    await provider.publish(eve);
    expect(await prisma.user.count()).toBe(1);
  });

  it('waits its turn, and no longer than it is told', async () => {
    const order: string[] = [];
    const first = unitOfWork(async () => {
      order.push('first begins');
      await sleep(100);
      order.push('first ends');
    });
    const impatient = unitOfWork(() => provider.publish(ada), { timeout: 20 });
    const patient = unitOfWork(async () => void order.push('second'));
    await expect(impatient).rejects.toBeInstanceOf(UnavailableError);
    await Promise.all([first, patient]);
    expect(order).toEqual(['first begins', 'first ends', 'second']);
    expect(await prisma.user.count()).toBe(0);
    await provider.publish(eve);
  });

  it('needs a scope, where one is required, or to be told who acts', async () => {
    onTestFinished(requireScope());
    await expect(unitOfWork(async () => 1)).rejects.toBeInstanceOf(ScopeError);
    expect(await unitOfWork(async () => 1, { actor: SYSTEM })).toBe(1);
  });
});
