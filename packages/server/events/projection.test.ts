import { randomUUID } from 'node:crypto';
import { account, EventCatalogue } from '@myapp/core/events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { emptyUsers, openTestDatabase } from '../database/testing';
import { type Database, prisma, unitOfWork } from '../db';
import { counted, counter } from './counter.fixture';
import {
  accountActivity,
  EventStore,
  kept,
  type Projection,
  Projector,
  rebuildProjection,
  stepProjection,
} from './index';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  await emptyUsers();
  await prisma.projection.deleteMany();
  await prisma.accountActivity.deleteMany();
});
afterAll(() => database.close());

const ada = { name: 'Ada', email: 'ada@example.org' };
const bump = { version: { increment: 1 } };
const activities = () => prisma.accountActivity.findMany({ orderBy: { userId: 'asc' } });

async function arrange(): Promise<string> {
  const { id } = await prisma.user.create({ data: ada });
  await prisma.user.create({ data: { name: 'Eve', email: 'eve@example.org' } });
  await prisma.user.update({ where: { id }, data: { name: 'Ada L.', ...bump } });
  for (const ipAddress of ['192.0.2.7', '192.0.2.8']) {
    const data = { userId: id, token: randomUUID(), expiresAt: new Date(), ipAddress };
    await prisma.session.create({ data });
  }
  return id;
}

/** Sums in memory, one event after the other, and remembers what it was given. */
function summing(
  catalogue = counter.events,
): Projection<(typeof counter)['events']['definitions']> & { seen: number[] } {
  const seen: number[] = [];
  return {
    name: 'sum',
    version: 1,
    stream: 'counter',
    events: catalogue,
    seen,
    apply: async (events) => void seen.push(...events.map(({ version }) => version)),
    reset: async () => void seen.splice(0),
  };
}

describe('the activity of accounts', () => {
  it('is what the histories come to, live as rebuilt, whatever the size of the steps', async () => {
    const id = await arrange();
    while ((await stepProjection(accountActivity, 2)).applied > 0);
    const live = await activities();
    expect(live.find(({ userId }) => userId === id)).toMatchObject({
      events: 4,
      changes: 1,
      lastChangedBy: 'test',
      signIns: 2,
      lastSignedInAt: expect.any(Date),
    });
    expect(await rebuildProjection(accountActivity)).toBe(5);
    expect(await activities()).toEqual(live);
    await prisma.user.delete({ where: { id } });
    await stepProjection(accountActivity);
    expect((await activities()).map(({ userId }) => userId)).not.toContain(id);
    const afterwards = await activities();
    await rebuildProjection(accountActivity);
    expect(await activities()).toEqual(afterwards);
  });
});

describe('a projection', () => {
  it('commits how far it is with what it made, or neither', async () => {
    await arrange();
    let fails = true;
    const failing: typeof accountActivity = {
      ...accountActivity,
      async apply(events) {
        await accountActivity.apply(events);
        if (fails) throw new RangeError('killed');
      },
    };
    await expect(stepProjection(failing, 3)).rejects.toThrow('killed');
    expect([await activities(), await prisma.projection.count()]).toEqual([[], 0]);
    fails = false;
    expect((await stepProjection(failing, 3)).applied).toBe(3);
    expect((await stepProjection(failing, 3)).applied).toBe(2);
    expect((await stepProjection(failing, 3)).applied).toBe(0);
  });

  it('is made anew by a build that makes something else of it, and left alone by an older one', async () => {
    await arrange();
    await stepProjection(accountActivity);
    const newer = { ...accountActivity, version: 2 };
    expect(await stepProjection(newer)).toEqual({ applied: 5, halted: undefined, isOthers: false });
    expect(await activities()).toHaveLength(2);
    expect(await stepProjection(accountActivity)).toEqual({ applied: 0, halted: undefined, isOthers: true });
  });

  it('halts before an event that it does not know, and skips nothing', async () => {
    const store = new EventStore(counter);
    const id = randomUUID();
    await store.append(id, [counted(1), counted(2)]);
    const future = new EventCatalogue({
      ...counter.events.definitions,
      exploded: { version: 1, data: z.strictObject({}) },
    });
    const newer = new EventStore({ ...counter, events: future } as unknown as typeof counter);
    await newer.append(id, [{ type: 'exploded', data: {}, personal: null } as never]);
    await store.append(id, [counted(3)]);
    const sum = summing();
    const halted = expect.stringMatching(/type exploded are unknown .*position \d+/);
    expect(await stepProjection(sum)).toEqual({ applied: 2, halted, isOthers: false });
    expect(await stepProjection(sum)).toEqual({ applied: 0, halted, isOthers: false });
    expect(sum.seen).toEqual([1, 2]);
    expect(await prisma.projection.findUnique({ where: { name: 'sum' } })).toMatchObject({ halted });
    // A build that knows it goes on where the other stood.
    const knowing = { ...summing(future as unknown as typeof counter.events), seen: sum.seen };
    const { applied } = await stepProjection({ ...knowing, apply: sum.apply });
    expect([applied, sum.seen]).toEqual([2, [1, 2, 3, 4]]);
    expect(await prisma.projection.findUnique({ where: { name: 'sum' } })).toMatchObject({ halted: null });
  });

  it('halts before a version of a type that it does not know', async () => {
    const store = new EventStore(counter);
    await store.append(randomUUID(), [counted(1)]);
    await unitOfWork(
      () => prisma.$executeRaw`INSERT INTO events (stream, stream_id, id, type, schema_version, data)
        VALUES ('counter', 'later', 'later', 'counted', 2, '{"by": 1}')`,
    );
    const sum = summing();
    const step = await stepProjection(sum);
    expect(step.halted).toContain('Version 2 of events of the type counted');
    expect(sum.seen).toEqual([1]);
  });
});

describe('a projector', () => {
  it('keeps up until it is stopped, and says once what is wrong, without holding up the others', async () => {
    await unitOfWork(
      () => prisma.$executeRaw`INSERT INTO events (stream, stream_id, id, type, schema_version, data)
        VALUES ('counter', 'x', 'x', 'exploded', 1, '{}')`,
    );
    const reported: unknown[] = [];
    const options = { report: (problem: unknown) => void reported.push(problem), pause: 5 };
    const projector = new Projector([kept(summing()), kept(accountActivity)], options);
    projector.start();
    projector.start();
    await prisma.user.create({ data: ada });
    await expect.poll(activities).toMatchObject([{ events: 1 }]);
    await prisma.user.updateMany({ data: { name: 'Ada L.', ...bump } });
    await expect.poll(activities).toMatchObject([{ events: 2, changes: 1 }]);
    await expect.poll(() => reported.length).toBe(1);
    expect(projector.statuses).toEqual([
      { name: 'sum', halted: expect.stringContaining('type exploded are unknown') },
      { name: account.stream === 'user' ? 'account activity' : '', halted: undefined },
    ]);
    await projector.stop();
    await prisma.user.updateMany({ data: { name: 'Ada', ...bump } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await activities()).toMatchObject([{ events: 2 }]);
    expect(reported).toHaveLength(1);
  });

  it('says once that a step fails, and goes on when it does not any more', async () => {
    const reported: string[] = [];
    let failures = 3;
    const failing = {
      ...accountActivity,
      apply: async (...given: Parameters<typeof accountActivity.apply>) => {
        if (failures-- > 0) throw new RangeError('not now');
        await accountActivity.apply(...given);
      },
    };
    await prisma.user.create({ data: ada });
    const projector = new Projector([kept(failing)], {
      report: ({ error }) => void reported.push(error.message),
      pause: 1,
    });
    projector.start();
    await expect.poll(activities).toHaveLength(1);
    await projector.stop();
    expect(reported).toEqual(['not now']);
  });
});
