import { actAs, SYSTEM } from '@myapp/core/policies';
import { ConflictError, NotFoundError } from 'reactive/errors';
import { requireScope, runInScope } from 'reactive/node';
import { expect, it, onTestFinished } from 'vitest';
import { openTestServerDatabase } from '../../database/testing';
import { prisma, unitOfWork } from '../../db';
import { makePerson } from '../realtime.fixture';
import { RoomManager } from './room-manager';

/** Rooms on a server, and how somebody does something with them. */
async function openRooms() {
  const database = await openTestServerDatabase();
  onTestFinished(() => database.close());
  onTestFinished(requireScope());
  const rooms = new RoomManager({ updated: () => {}, closed: () => {} });
  const as = <R>(id: string, work: () => Promise<R>): Promise<R> =>
    runInScope(() => {
      actAs({ id, role: 'user', status: 'active' });
      return work();
    });
  return { rooms, as };
}

/** What those that were refused were told. */
const refusalsOf = (results: readonly PromiseSettledResult<unknown>[]): unknown[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));

it('nobody has more rooms open than anybody may, however many they open at once', async () => {
  const { rooms, as } = await openRooms();
  const { id } = await makePerson('Ada');
  const open = (name: string) => as(id, () => rooms.create({ name, capacity: 2 }));
  const opened = await Promise.allSettled(Array.from({ length: 40 }, (_, at) => open(`Room ${at}`)));
  const refusals = refusalsOf(opened);
  expect(refusals.filter((reason) => !(reason instanceof ConflictError))).toEqual([]);
  expect([refusals.length, await prisma.room.count({ where: { ownerId: id } })]).toEqual([20, 20]);
});

it('who comes in at the moment that they are deleted is not in each other’s way with that', async () => {
  const { rooms, as } = await openRooms();
  const owner = await makePerson('Ada');
  const room = await as(owner.id, () => rooms.create({ name: 'Lobby', capacity: 50 }));
  const refusals: unknown[] = [];
  for (let round = 0; round < 10; round += 1) {
    const people = await Promise.all(
      ['Bob', 'Eve', 'Joe', 'Kim'].map((name) => makePerson(`${name} ${round}`)),
    );
    const enter = ({ id, name }: { id: string; name: string }, socketId: string) =>
      as(id, () => rooms.join(room.id, { id, name, socketId }, async () => {}));
    for (const person of people) await enter(person, `${person.id} first`);
    const races = people.flatMap((person) => [
      enter(person, `${person.id} second`),
      unitOfWork(() => prisma.user.delete({ where: { id: person.id } }), { actor: SYSTEM }),
    ]);
    refusals.push(...refusalsOf(await Promise.allSettled(races)));
  }
  expect(refusals.filter((reason) => !(reason instanceof NotFoundError))).toEqual([]);
  expect((await as(owner.id, () => rooms.get(room.id))).presence).toEqual([]);
});
