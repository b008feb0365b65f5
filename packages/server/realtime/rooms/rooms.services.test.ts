import { actAs } from '@myapp/core/policies';
import { ConflictError } from 'reactive/errors';
import { requireScope, runInScope } from 'reactive/node';
import { expect, it, onTestFinished } from 'vitest';
import { openTestServerDatabase } from '../../database/testing';
import { prisma } from '../../db';
import { makePerson } from '../realtime.fixture';
import { RoomManager } from './room-manager';

it('nobody has more rooms open than anybody may, however many they open at once', async () => {
  const database = await openTestServerDatabase();
  onTestFinished(() => database.close());
  onTestFinished(requireScope());
  const { id } = await makePerson('Ada');
  const rooms = new RoomManager({ updated: () => {}, closed: () => {} });
  const open = (name: string) =>
    runInScope(() => {
      actAs({ id, role: 'user', status: 'active' });
      return rooms.create({ name, capacity: 2 });
    });
  const opened = await Promise.allSettled(Array.from({ length: 40 }, (_, at) => open(`Room ${at}`)));
  const refusals = opened.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(refusals.filter((reason) => !(reason instanceof ConflictError))).toEqual([]);
  expect([refusals.length, await prisma.room.count({ where: { ownerId: id } })]).toEqual([20, 20]);
});
