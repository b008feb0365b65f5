import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from 'reactive/errors';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openTestDatabase } from '../../database/testing';
import { type Database, prisma } from '../../db';
import { connect, makePerson, type Person, serveRealtime } from '../realtime.fixture';
import { roomStore } from './room-store';

let database: Database;
let ada: Person;
let bob: Person;
let zoe: Person;
beforeAll(async () => {
  database = await openTestDatabase();
  [zoe, ada, bob] = [await makePerson('Zoe', 'admin'), await makePerson('Ada'), await makePerson('Bob')];
});
afterAll(() => database.close());

describe('a room', () => {
  it('is opened, entered, locked and left, and whoever is there follows', async () => {
    const host = await serveRealtime(database);
    const [hers, his] = [await connect(host, ada), await connect(host, bob)];
    const { id } = await hers.ask('room:create', { name: 'Lobby' });
    const first = await hers.ask('room:join', { id });
    expect(first).toMatchObject({ name: 'Lobby', ownerId: ada.id, participants: [ada.id], version: 2 });
    const second = await his.ask('room:join', { id });
    expect(second.presence.map(({ name }) => name)).toEqual(['Ada', 'Bob']);
    expect(Date.now() - Date.parse(second.presence[0]?.since ?? '')).toBeLessThan(10_000);
    await hers.ask('room:change', { id, changes: { isLocked: true } });
    await his.ask('room:leave', { id });
    await expect(his.ask('room:join', { id })).rejects.toThrow(new ForbiddenError('Room is locked'));
    await expect
      .poll(() =>
        hers.heard('room:update').map((room) => [room.version, room.participants.length, room.isLocked]),
      )
      .toEqual([
        [2, 1, false],
        [3, 2, false],
        [4, 2, true],
        [5, 1, true],
      ]);
    expect(his.heard('room:update').at(-1)?.version).toBe(4);
  });

  it('has somebody once, who leaves with their last tab', async () => {
    const host = await serveRealtime(database);
    const [one, two, other] = [await connect(host, ada), await connect(host, ada), await connect(host, bob)];
    const { id } = await one.ask('room:create', { name: 'Lobby' });
    await other.ask('room:join', { id });
    await one.ask('room:join', { id });
    const { presence } = await two.ask('room:join', { id });
    expect(presence).toHaveLength(2);
    await one.ask('room:leave', { id });
    await two.ask('room:join', { id });
    expect((await two.ask('room:join', { id })).participants).toContain(ada.id);
    await two.ask('room:leave', { id });
    await expect.poll(() => other.heard('room:update').at(-1)?.participants).toEqual([bob.id]);
  });

  it('holds as many as it was made for, however many come at once', async () => {
    const host = await serveRealtime(database);
    const people = await Promise.all(Array.from({ length: 8 }, (_, at) => makePerson(`Guest ${at}`)));
    const sockets = await Promise.all(people.map((person) => connect(host, person)));
    const { id } = await (await connect(host, ada)).ask('room:create', { name: 'Booth', capacity: 3 });
    const entered = await Promise.allSettled(sockets.map((socket) => socket.ask('room:join', { id })));
    const refused = entered.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(5);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(ConflictError);
    expect(await prisma.roomConnection.count({ where: { roomId: id } })).toBe(3);
  });

  it('is its owner’s and the admins’ to change and to close', async () => {
    const host = await serveRealtime(database);
    const [hers, his, admins] = [
      await connect(host, ada),
      await connect(host, bob),
      await connect(host, zoe),
    ];
    const { id } = await hers.ask('room:create', { name: 'Lobby' });
    await his.ask('room:join', { id });
    await expect(his.ask('room:change', { id, changes: { name: 'Mine' } })).rejects.toBeInstanceOf(
      ForbiddenError,
    );
    await expect(his.ask('room:close', { id })).rejects.toBeInstanceOf(ForbiddenError);
    await expect(
      hers.ask('room:change', { id, changes: { ownerId: bob.id } as never }),
    ).rejects.toMatchObject({ code: 'validation' });
    expect(await admins.ask('room:change', { id, changes: { name: 'Hall' } })).toMatchObject({
      name: 'Hall',
    });
    await hers.ask('room:close', { id });
    await expect.poll(() => his.heard('room:closed')).toEqual([{ id }]);
    await expect(his.ask('room:join', { id })).rejects.toBeInstanceOf(NotFoundError);
    await expect(his.ask('room:join', { id: 'lobby' })).rejects.toBeInstanceOf(ValidationError);
  });

  it('keeps a lost connection’s place for a while, and gives it up then', async () => {
    const host = await serveRealtime(database, { times: { beat: 50, grace: 2000 } });
    const [hers, his] = [await connect(host, ada), await connect(host, bob)];
    const { id } = await hers.ask('room:create', { name: 'Lobby' });
    await hers.ask('room:join', { id });
    const { presence } = await his.ask('room:join', { id });
    his.socket.disconnect();
    await sleep(150);
    const back = await connect(host, bob);
    const again = await back.ask('room:join', { id });
    expect(again.presence).toEqual(presence);
    await sleep(2400); // longer than the place of the first connection is kept
    expect(hers.heard('room:update').at(-1)?.participants).toEqual([ada.id, bob.id]);
    back.socket.disconnect();
    await expect
      .poll(() => hers.heard('room:update').at(-1)?.participants, { timeout: 10_000 })
      .toEqual([ada.id]);
  });

  it('closes when nobody has been there for long', async () => {
    const host = await serveRealtime(database, { times: { beat: 50, grace: 100, idle: 300 } });
    const hers = await connect(host, ada);
    const { id } = await hers.ask('room:create', { name: 'Lobby' });
    await hers.ask('room:join', { id });
    await sleep(500);
    expect((await hers.ask('rooms:list', {})).map((room) => room.id)).toContain(id);
    hers.socket.disconnect();
    await expect.poll(() => prisma.room.count({ where: { id } }), { timeout: 3000 }).toBe(0);
  });

  it('passes on what people do, to whoever is there and nobody else', async () => {
    const host = await serveRealtime(database);
    const [hers, his, outside] = [
      await connect(host, ada),
      await connect(host, bob),
      await connect(host, zoe),
    ];
    const { id } = await hers.ask('room:create', { name: 'Lobby' });
    await hers.ask('room:join', { id });
    await his.ask('room:join', { id });
    outside.socket.emit('room:gesture', { id, gesture: { typing: true } });
    his.socket.emit('room:gesture', { id, gesture: { typing: true, isAdmin: true } });
    his.socket.emit('room:gesture', { id, userId: ada.id, gesture: { typing: true } });
    his.socket.emit('room:gesture', { id, gesture: { pointer: { x: 0.5, y: 1 } } });
    await expect
      .poll(() => hers.heard('room:gesture'))
      .toEqual([{ id, userId: bob.id, gesture: { pointer: { x: 0.5, y: 1 } } }]);
    expect([his, outside].flatMap((socket) => socket.heard('room:gesture'))).toEqual([]);
  });

  it('lets nobody hear it who is not let in, not even while that is decided', async () => {
    const host = await serveRealtime(database);
    const [hers, his] = [await connect(host, ada), await connect(host, bob)];
    const { id } = await hers.ask('room:create', { name: 'Lobby', capacity: 1 });
    await hers.ask('room:join', { id });
    const { connect: note } = roomStore;
    onTestFinished(() => void vi.restoreAllMocks());
    vi.spyOn(roomStore, 'connect').mockImplementationOnce(async (...connection) => {
      const since = await note(...connection);
      hers.socket.emit('room:gesture', { id, gesture: { typing: true } });
      host.realtime.io.to(`room:${id}`).emit('room:version', { id, version: 2 });
      await sleep(100);
      return since;
    });
    await expect(his.ask('room:join', { id })).rejects.toBeInstanceOf(ConflictError);
    expect([hers.heard('room:version').length, his.told]).toEqual([1, []]);
  });
});
