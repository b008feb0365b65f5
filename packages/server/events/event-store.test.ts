import { randomUUID } from 'node:crypto';
import { actAs, SYSTEM } from '@myapp/core/policies';
import { ConflictError, ScopeError, ValidationError } from 'reactive/errors';
import { requireScope, runInScope } from 'reactive/node';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { refusedBecause } from '../database/refusals.fixture';
import { openTestDatabase } from '../database/testing';
import { type Database, nameRequest, prisma, unitOfWork } from '../db';
import { counted, counter } from './counter.fixture';
import { EventStore, rowsAfter, START } from './index';

const store = new EventStore(counter);
const viewer = { id: '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90', role: 'admin', status: 'active' } as const;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const append = (id: string, ...by: number[]) =>
  store.append(
    id,
    by.map((each) => counted(each)),
  );
const versions = async (id: string) => (await store.read(id)).map(({ version }) => version);

describe('an append', () => {
  it('numbers what follows in the stream, and tells where it stands', async () => {
    const id = randomUUID();
    const first = await append(id, 1, 2);
    const second = await append(id, 3);
    expect([...first, ...second].map(({ version }) => version)).toEqual([1, 2, 3]);
    const positions = [...first, ...second].map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => Number(a - b)));
    expect((await store.read(id)).map(({ data }) => data)).toEqual([{ by: 1 }, { by: 2 }, { by: 3 }]);
    expect(await append(id)).toEqual([]);
  });

  it('is made at the version that is expected, or not at all', async () => {
    const id = randomUUID();
    await store.append(id, [counted(1)], { expected: 0 });
    for (const expected of [0, 2, 7]) {
      const refused = store.append(id, [counted(2), counted(3)], { expected });
      await expect(refused).rejects.toBeInstanceOf(ConflictError);
    }
    await expect(store.append(randomUUID(), [counted(1)], { expected: 3 })).rejects.toThrow('at version 3');
    await store.append(id, [counted(2)], { expected: 1 });
    expect(await versions(id)).toEqual([1, 2]);
  });

  it('is made once under the same ids, and answers the same', async () => {
    const id = randomUUID();
    const events = [counted(1, `${id}-1`), counted(2, `${id}-2`)];
    const first = await store.append(id, events, { expected: 0 });
    await append(id, 9);
    expect(await store.append(id, events, { expected: 0 })).toEqual(first);
    expect(await store.append(id, events)).toEqual(first);
    expect(await versions(id)).toEqual([1, 2, 3]);
  });

  it('is made once also where it is tried again in a unit of work, which goes on', async () => {
    const id = randomUUID();
    const events = [counted(1, `${id}-1`)];
    const first = await store.append(id, events, { expected: 0 });
    await unitOfWork(async () => {
      expect(await store.append(id, events, { expected: 0 })).toEqual(first);
      await append(id, 2);
    });
    expect(await versions(id)).toEqual([1, 2]);
  });

  it('refuses ids that are those of other events', async () => {
    const [id, other] = [randomUUID(), randomUUID()];
    await store.append(id, [counted(1, `${id}-1`)]);
    for (const refused of [
      () => store.append(id, [counted(2, `${id}-1`)]),
      () => store.append(other, [counted(1, `${id}-1`)]),
      () => store.append(id, [counted(1, `${id}-1`), counted(2)]),
      () => store.append(id, [{ type: 'named', data: {}, personal: { name: 'Ada' }, id: `${id}-1` }]),
    ]) {
      await expect(refused()).rejects.toBeInstanceOf(ConflictError);
    }
    await expect(store.append(other, [counted(1, 'same'), counted(1, 'same')])).rejects.toBeInstanceOf(
      ConflictError,
    );
    expect([await versions(id), await versions(other)]).toEqual([[1], []]);
  });

  it('refuses what could not be read again, and writes nothing of it', async () => {
    const id = randomUUID();
    const wrong = { type: 'exploded', data: {}, personal: null } as never;
    await expect(store.append(id, [counted(1), wrong])).rejects.toMatchObject({ code: 'state' });
    await expect(store.append(id, [counted(0.5)])).rejects.toBeInstanceOf(ValidationError);
    const zero = { type: 'named', data: {}, personal: { name: 'a\0b' } } as const;
    await expect(store.append(id, [counted(1), zero])).rejects.toMatchObject({ code: 'validation' });
    expect(await versions(id)).toEqual([]);
  });

  it('is committed with the unit of work that it is in, or with nothing', async () => {
    const id = randomUUID();
    const failing = unitOfWork(async () => {
      await append(id, 1);
      expect(await versions(id)).toEqual([1]);
      throw new RangeError('enough');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await versions(id)).toEqual([]);
    await unitOfWork(async () => {
      await append(id, 1);
      await append(id, 2);
    });
    expect(await versions(id)).toEqual([1, 2]);
  });

  it('names who acts and the request, inside a unit of work and outside', async () => {
    const id = randomUUID();
    onTestFinished(requireScope());
    await runInScope(async () => {
      actAs(viewer);
      nameRequest('request-7');
      await append(id, 1);
      await unitOfWork(() => append(id, 2));
    });
    await unitOfWork(() => append(id, 3), { actor: SYSTEM });
    await expect(append(id, 4)).rejects.toBeInstanceOf(ScopeError);
    expect((await store.read(id)).map(({ actor, requestId }) => [actor, requestId])).toEqual([
      [viewer.id, 'request-7'],
      [viewer.id, 'request-7'],
      ['system', null],
    ]);
  });
});

describe('a state', () => {
  it('is loaded as it is, as it was after so many events, and as it was at a moment', async () => {
    const id = randomUUID();
    await append(id, 1, 2, 3);
    const [, second] = await store.read(id);
    expect(await store.load(id)).toEqual({ state: 6, version: 3 });
    expect(await store.load(id, { upTo: 2 })).toEqual({ state: 3, version: 2 });
    expect(await store.load(id, { at: new Date(0) })).toEqual({ state: 0, version: 0 });
    const then = await store.load(id, second ? { at: second.at } : {});
    expect(then.version).toBeGreaterThanOrEqual(2);
    expect(await store.load(randomUUID())).toEqual({ state: 0, version: 0 });
  });

  it('is what a command decides on, at the version that it was read at', async () => {
    const id = randomUUID();
    await store.execute(id, { by: 2 });
    await store.execute(id, { by: 3 });
    await expect(store.execute(id, { by: 0 })).rejects.toThrow('Nothing to count');
    expect(await store.load(id)).toEqual({ state: 5, version: 2 });
    const racing = await Promise.allSettled([store.execute(id, { by: 1 }), store.execute(id, { by: 1 })]);
    const won = racing.filter(({ status }) => status === 'fulfilled').length;
    expect((await store.load(id)).state).toBe(5 + won);
  });

  it('is read from a snapshot that is kept after a hundred events, and comes to the same', async () => {
    const id = randomUUID();
    await append(id, ...Array.from({ length: 120 }, () => 1));
    expect(await prisma.eventSnapshot.count({ where: { streamId: id } })).toBe(0);
    expect(await store.load(id)).toEqual({ state: 120, version: 120 });
    await append(id, 5);
    // Only a snapshot can be wrong without an event that is.
    const snapshot = { where: { stream_streamId: { stream: 'counter', streamId: id } } };
    await prisma.eventSnapshot.update({ ...snapshot, data: { state: 1000 } });
    expect(await store.load(id)).toEqual({ state: 1005, version: 121 });
    expect(await store.load(id, { upTo: 119 })).toEqual({ state: 119, version: 119 });
    for (const wrong of [{ state: 'x' }, { state: 120, stateVersion: 2 }]) {
      await prisma.eventSnapshot.update({ ...snapshot, data: wrong });
      expect(await store.load(id)).toEqual({ state: 125, version: 121 });
    }
  });
});

describe('the past', () => {
  it('is neither changed nor removed, by whatever statement', async () => {
    const id = randomUUID();
    await append(id, 1, 2);
    await store.append(id, [{ type: 'named', data: {}, personal: { name: 'Ada' } }]);
    const before = await prisma.$queryRaw`SELECT * FROM events ORDER BY position`;
    for (const statement of [
      `UPDATE events SET data = '{"by": 9}'`,
      `UPDATE events SET actor = 'nobody'`,
      'UPDATE events SET at = now()',
      'UPDATE events SET version = version + 1',
      `UPDATE events SET personal = '{"name": "Eve"}'`,
      'UPDATE events SET personal = NULL',
      'DELETE FROM events',
      'TRUNCATE events',
      'TRUNCATE events CASCADE',
      'DELETE FROM event_streams',
      'TRUNCATE event_streams',
      'UPDATE event_streams SET version = version + 2',
      'UPDATE event_streams SET version = version - 1',
    ]) {
      const message: unknown = expect.stringMatching(
        /neither changed nor removed|not removed|one event at a time/,
      );
      const refused = unitOfWork(() => prisma.$executeRawUnsafe(statement));
      await expect(refused).rejects.toMatchObject({ cause: { message } });
    }
    expect(await prisma.$queryRaw`SELECT * FROM events ORDER BY position`).toEqual(before);
  });

  it('has the version, order, author and time of the database, whatever a statement says', async () => {
    const id = randomUUID();
    const insert = (columns = '', values = '') =>
      prisma.$executeRawUnsafe(`INSERT INTO events
        (stream, stream_id, id, type, schema_version, data, at, transaction, position${columns})
        VALUES ('counter', '${id}', '${randomUUID()}', 'counted', 1, '{"by": 1}', '1999-01-01', 1, 1${values})`);
    const start = Date.now();
    await insert();
    const [event] = await store.read(id);
    expect(event).toMatchObject({ version: 1, actor: 'test' });
    expect(event?.at.getTime()).toBeGreaterThanOrEqual(start - 1);
    await insert(', version', ', 2');
    await expect(insert(', version', ', 2')).rejects.toMatchObject(
      refusedBecause('has come to version 2, not 1'),
    );
    await expect(insert(', version', ', 7')).rejects.toMatchObject(
      refusedBecause('has come to version 2, not 6'),
    );
    expect(await versions(id)).toEqual([1, 2]);
  });

  it('is nobody’s without somebody who acts', async () => {
    await prisma.$executeRaw`SELECT set_config('myapp.actor', '', false)`;
    const insert =
      prisma.$executeRawUnsafe(`INSERT INTO events (stream, stream_id, id, type, schema_version, data)
      VALUES ('counter', 'x', 'x', 'counted', 1, '{"by": 1}')`);
    await expect(insert).rejects.toMatchObject(refusedBecause('written in a unit of work only'));
    await prisma.$executeRaw`SELECT set_config('myapp.actor', 'test', false)`;
  });

  it('is read in one order, from any place on', async () => {
    const all = await rowsAfter(START, { streams: ['counter'], limit: 10_000 });
    expect(all.length).toBe(await prisma.historyEntry.count({ where: { stream: 'counter' } }));
    let place = START;
    const again = [];
    for (;;) {
      const [next] = await rowsAfter(place, { streams: ['counter', 'nothing'], limit: 1 });
      if (!next || again.length === 20) break;
      again.push(next);
      place = next;
    }
    expect(again).toEqual(all.slice(0, 20));
    expect(await rowsAfter(START, { streams: ['nothing'], limit: 10 })).toEqual([]);
  });
});
