import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../../database/testing';
import { type Database, prisma } from '../../db';
import { connect, makePerson, serveRealtime } from '../realtime.fixture';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await makePerson('Zoe', 'admin');
});
afterAll(() => database.close());

/** Two people in the room of the first, of which the second knows nothing but what they are told. */
async function lobby() {
  const host = await serveRealtime(database);
  const [ada, bob] = [await makePerson('Ada'), await makePerson('Bob')];
  const [hers, his] = [await connect(host, ada), await connect(host, bob)];
  const { id } = await hers.ask('room:create', { name: 'Lobby' });
  await hers.ask('room:join', { id });
  const { version } = await his.ask('room:join', { id });
  return { ada, bob, hers, his, id, version };
}

describe('a room is told', () => {
  it('the new name of somebody who is there', async () => {
    const { bob, hers, version } = await lobby();
    await prisma.user.update({ where: { id: bob.id }, data: { role: 'admin', version: { increment: 1 } } });
    await prisma.user.update({ where: { id: bob.id }, data: { name: 'Rob', version: { increment: 1 } } });
    await expect
      .poll(() => hers.heard('room:update').at(-1))
      .toMatchObject({ version: version + 1, presence: [{ name: 'Ada' }, { userId: bob.id, name: 'Rob' }] });
  });

  it('that somebody who was there is deleted', async () => {
    const { ada, bob, hers, version } = await lobby();
    await prisma.user.delete({ where: { id: bob.id } });
    await expect
      .poll(() => hers.heard('room:update').at(-1))
      .toMatchObject({ version: version + 1, participants: [ada.id] });
  });

  it('that it is closed, when its owner is deleted', async () => {
    const { ada, his, id } = await lobby();
    await prisma.user.delete({ where: { id: ada.id } });
    await expect.poll(() => his.heard('room:closed')).toEqual([{ id }]);
    expect(await prisma.room.count({ where: { id } })).toBe(0);
  });
});
