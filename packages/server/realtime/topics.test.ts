import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase } from '../database/testing';
import { type Database, prisma } from '../db';
import { connect, makePerson, type Person, serveRealtime } from './realtime.fixture';

let database: Database;
let zoe: Person;
beforeAll(async () => {
  database = await openTestDatabase();
  zoe = await makePerson('Zoe', 'admin');
});
afterAll(() => database.close());

it('a topic of a row goes on for who may read the row, and ends for who may not any more', async () => {
  // Made before anybody listens: that they were is told up to a quarter of a second later, and would be counted below.
  const [ada, bob] = [await makePerson('Ada'), await makePerson('Bob')];
  const host = await serveRealtime(database);
  const topic = `users:${bob.id}`;
  const [hers, admins] = [await connect(host, ada), await connect(host, zoe)];
  for (const socket of [hers, admins]) await socket.ask('topic:follow', { topic });
  const follow = (): number => host.realtime.io.sockets.adapter.rooms.get(`topic:${topic}`)?.size ?? 0;
  const write = (data: { name?: string; status?: string }) =>
    prisma.user.update({ where: { id: bob.id }, data: { ...data, version: { increment: 1 } } });

  await write({ name: 'Rob' });
  await expect
    .poll(() => [hers, admins].map((socket) => socket.heard('topic:changed').length))
    .toEqual([1, 1]);
  expect(follow()).toBe(2);
  await write({ status: 'inactive' });
  await expect
    .poll(() => [hers, admins].map((socket) => socket.heard('topic:changed').length))
    .toEqual([2, 2]);
  await expect.poll(follow).toBe(1);
  await write({ name: 'Robert' });
  await expect
    .poll(() => [hers, admins].map((socket) => socket.heard('topic:changed').length))
    .toEqual([2, 3]);
  await prisma.user.delete({ where: { id: bob.id } });
  await expect.poll(follow).toBe(0);
});
