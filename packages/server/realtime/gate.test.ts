import { once } from 'node:events';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { ForbiddenError, RateLimitedError, UnauthenticatedError, ValidationError } from 'reactive/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../database/testing';
import { type Database, prisma, unitOfWork } from '../db';
import { UserPrismaProvider } from '../providers/user.provider';
import {
  accounts,
  asSystem,
  connect,
  makePerson,
  makeToken,
  type RealtimeHost,
  serveRealtime,
  sessions,
} from './realtime.fixture';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await makePerson('Zoe', 'admin'); // the last active admin could not be demoted
});
afterAll(() => database.close());

/** A room that somebody made, which is changed when a test wants something told. */
async function announcer(host: RealtimeHost) {
  const owner = await connect(host, await makePerson('Owner'));
  const { id } = await owner.ask('room:create', { name: 'Lobby' });
  let isLocked = false;
  return {
    id,
    announce: () => owner.ask('room:change', { id, changes: { isLocked: (isLocked = !isLocked) } }),
  };
}

describe('the handshake', () => {
  it('lets in who is signed in, and nobody else', async () => {
    const host = await serveRealtime(database);
    const ada = await makePerson('Ada');
    expect((await connect(host, ada)).socket.connected).toBe(true);
    await expect(connect(host)).rejects.toBeInstanceOf(UnauthenticatedError);
    await expect(connect(host, { token: `${ada.token}x` })).rejects.toBeInstanceOf(UnauthenticatedError);
    await sessions.end(ada.id, ada.sessionId);
    await expect(connect(host, ada)).rejects.toBeInstanceOf(UnauthenticatedError);
    const eve = await makePerson('Eve');
    await prisma.user.update({ where: { id: eve.id }, data: { status: 'inactive', version: 2 } });
    await expect(connect(host, eve)).rejects.toBeInstanceOf(UnauthenticatedError);
  });

  it('asks first whether the page may connect at all', async () => {
    const host = await serveRealtime(database, {
      admit({ headers }) {
        if (headers.origin === 'https://evil.example.org') throw new ForbiddenError('Not from there');
      },
    });
    const ada = await makePerson('Ada');
    await expect(connect(host, ada, { origin: 'https://evil.example.org' })).rejects.toThrow(
      /websocket error/,
    );
    expect((await connect(host, ada, { origin: 'https://app.example.org' })).socket.connected).toBe(true);
  });
});

describe('who asks for an upgrade to something else', () => {
  /** All that a server writes to a request that is as long as this. */
  async function answerTo(host: RealtimeHost, ...lines: string[]): Promise<string> {
    const { port } = new URL(host.url);
    const socket = createConnection({ host: '127.0.0.1', port: Number(port) });
    socket.write([...lines, 'Host: localhost', 'Connection: Upgrade', '', ''].join('\r\n'));
    return text(socket);
  }

  it.each([
    ['HTTP/2', ['GET /api/users HTTP/1.1', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'], 400, '--http1.1'],
    ['sockets elsewhere', ['GET /elsewhere HTTP/1.1', 'Upgrade: websocket'], 404, 'no sockets at this'],
  ])('is told: %s', async (...[, lines, status, detail]) => {
    const host = await serveRealtime(database);
    const [head = '', body = ''] = (await answerTo(host, ...lines)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('Content-Type: application/problem+json');
    expect(body).toContain(detail);
    expect(body).toContain(`"status":${status}`);
  });

  it.each(['/elsewhere', '/socket.io/?EIO=4&transport=websocket'])(
    'does no harm by going before it is answered: %s',
    async (path) => {
      const host = await serveRealtime(database);
      const { port } = new URL(host.url);
      const lines = [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket'];
      for (let nth = 0; nth < 50; nth++) {
        const socket = createConnection({ host: '127.0.0.1', port: Number(port) });
        await once(socket, 'connect');
        socket.write([...lines, '', ''].join('\r\n'), () => socket.resetAndDestroy());
        await once(socket, 'close');
      }
      await sleep(100);
      expect(await answerTo(host, 'GET /elsewhere HTTP/1.1', 'Upgrade: websocket')).toMatch(
        /^HTTP\/1.1 404 /,
      );
    },
  );
});

describe('a socket ends', () => {
  it.each<[string, (person: { id: string; sessionId: string; token: string }) => Promise<unknown>]>([
    ['its session', ({ id, sessionId }) => sessions.end(id, sessionId)],
    ['all sessions', ({ id }) => sessions.endAll(id)],
    [
      'being signed in',
      ({ token, sessionId }) =>
        accounts.signOut({ headers: { authorization: `Bearer ${token}` } }, sessionId),
    ],
    [
      'being active',
      ({ id }) => new UserPrismaProvider().publish({ id, status: 'inactive' }, { isNew: false, version: 1 }),
    ],
    ['the account', ({ id }) => new UserPrismaProvider().delete(id, { version: 1 })],
    [
      'the role',
      ({ id }) => new UserPrismaProvider().publish({ id, role: 'admin' }, { isNew: false, version: 1 }),
    ],
    [
      'the role, in a unit of work',
      ({ id }) =>
        unitOfWork(async () =>
          new UserPrismaProvider().publish({ id, role: 'admin' }, { isNew: false, version: 1 }),
        ),
    ],
  ])('with %s, before that is answered', async (_, end) => {
    const host = await serveRealtime(database);
    const { id, announce } = await announcer(host);
    const ada = await makePerson('Ada');
    const hers = await connect(host, ada);
    await hers.ask('room:join', { id });
    const closed = hers.closed();
    await asSystem(() => end(ada));
    expect(host.realtime.io.sockets.adapter.rooms.has(`user:${ada.id}`)).toBe(false);
    const before = hers.told.length;
    await announce();
    await closed;
    expect(hers.heard('room:update').filter(({ isLocked }) => isLocked)).toEqual([]);
    expect(hers.told).toHaveLength(before);
  });

  it('but not those of the session that stays', async () => {
    const host = await serveRealtime(database);
    const ada = await makePerson('Ada');
    const other = await makeToken(ada.id, 'other');
    const [hers, another] = [await connect(host, ada), await connect(host, other)];
    const closed = another.closed();
    await asSystem(() => sessions.endAll(ada.id, ada.sessionId));
    await closed;
    expect(await hers.ask('rooms:list', {})).toEqual(expect.any(Array));
  });

  it('a moment later where a statement by hand ends them', async () => {
    const host = await serveRealtime(database);
    const [ada, bob] = [await makePerson('Ada'), await makePerson('Bob')];
    const [hers, his] = [await connect(host, ada), await connect(host, bob)];
    const closed = Promise.all([hers.closed(), his.closed()]);
    await prisma.$executeRaw`DELETE FROM sessions WHERE id = ${ada.sessionId}`;
    await prisma.$executeRaw`UPDATE users SET role = 'admin', version = version + 1 WHERE id = ${bob.id}`;
    expect(await closed).toEqual(['io server disconnect', 'io server disconnect']);
  });

  it('when its time is over', async () => {
    const host = await serveRealtime(database);
    const ada = await makePerson('Ada');
    await prisma.session.update({
      where: { id: ada.sessionId },
      data: { expiresAt: new Date(Date.now() + 400) },
    });
    const hers = await connect(host, ada);
    const began = performance.now();
    await hers.closed();
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('a request', () => {
  it('is one that there is, of the form that it has', async () => {
    const host = await serveRealtime(database);
    const { socket, ask } = await connect(host, await makePerson('Ada')).then((opened) => ({
      socket: opened.socket,
      ask: opened.ask.bind(opened),
    }));
    const answer = (name: string, sent: unknown) => socket.timeout(2000).emitWithAck(name, sent);
    expect(await answer('room:destroy', {})).toMatchObject({ ok: false, problem: { code: 'validation' } });
    expect(await answer('__proto__', {})).toMatchObject({ ok: false, problem: { code: 'validation' } });
    await expect(ask('room:create', { name: 'x' })).rejects.toMatchObject({
      code: 'validation',
      errors: { name: [expect.any(String)] },
    });
    await expect(ask('room:create', { name: 'Lobby', ownerId: 'eve' } as never)).rejects.toBeInstanceOf(
      ValidationError,
    );
    await expect(ask('rooms:list', undefined as never)).rejects.toBeInstanceOf(ValidationError);
    await expect(ask('topic:follow', { topic: 'passwords' })).rejects.toBeInstanceOf(ValidationError);
  });

  it('is one of not too many, and whoever goes on is let go', async () => {
    const host = await serveRealtime(database, { limits: { messagesPerSecond: 5 } });
    const hers = await connect(host, await makePerson('Ada'));
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => hers.ask('rooms:list', {})));
    const refused = asked.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(5);
    expect(refused[0]?.reason).toBeInstanceOf(RateLimitedError);
    const closed = hers.closed();
    for (let message = 0; message < 200; message++) hers.socket.emit('room:gesture', {});
    await closed;
  });

  it('is one of not too many of the account, however many sockets it has', async () => {
    const host = await serveRealtime(database, { limits: { messagesPerSecond: 5 } });
    const ada = await makePerson('Ada');
    const sockets = await Promise.all(Array.from({ length: 6 }, () => connect(host, ada)));
    const asked = sockets.flatMap((each) => Array.from({ length: 15 }, () => each.ask('rooms:list', {})));
    const passed = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled');
    expect(passed).toHaveLength(60);
    const others = await connect(host, await makePerson('Bob'));
    expect(await others.ask('rooms:list', {})).toEqual(expect.any(Array));
  });

  it('is no longer than a message may be', async () => {
    const host = await serveRealtime(database);
    const hers = await connect(host, await makePerson('Ada'));
    const closed = hers.closed();
    hers.socket.emit('room:create', { name: 'x'.repeat(20_000) });
    expect(await closed).toBe('transport close');
  });

  it('does not follow more than a socket may', async () => {
    const host = await serveRealtime(database, { limits: { messagesPerSecond: 100 } });
    const hers = await connect(host, await makePerson('Ada'));
    const people = await prisma.user.createManyAndReturn({
      data: Array.from({ length: 50 }, (_, at) => ({ name: `User ${at}`, email: `u${at}@example.net` })),
    });
    const asked = people.map(({ id }) => hers.ask('topic:follow', { topic: `users:${id}` }));
    const refused = (await Promise.allSettled(asked)).filter((result) => result.status === 'rejected');
    expect(refused.length).toBe(3); // of 50: the socket's own group, its session's and its user's count, too
    expect(refused[0]?.reason).toBeInstanceOf(RateLimitedError);
  });
});

describe('a topic', () => {
  it('tells that rows have changed, together, to who may know of them', async () => {
    const host = await serveRealtime(database);
    const [ada, bob] = [await makePerson('Ada'), await makePerson('Bob')];
    const hidden = await makePerson('Hidden');
    await prisma.user.update({ where: { id: hidden.id }, data: { status: 'inactive', version: 2 } });
    const hers = await connect(host, ada);
    await expect(hers.ask('topic:follow', { topic: `users:${hidden.id}` })).rejects.toMatchObject({
      code: 'not_found',
    });
    await hers.ask('topic:follow', { topic: `users:${bob.id}` });
    const others = await connect(host, bob);
    await others.ask('topic:follow', { topic: 'users' });
    for (const version of [2, 3, 4]) {
      await prisma.user.update({ where: { id: bob.id }, data: { name: `Bob ${version}`, version } });
    }
    await expect.poll(() => hers.heard('topic:changed')).toEqual([{ topic: `users:${bob.id}` }]);
    await expect.poll(() => others.heard('topic:changed')).toEqual([{ topic: 'users' }]);
    await hers.ask('topic:unfollow', { topic: `users:${bob.id}` });
  });

  it('tells that a history has gone on, with a change of its user and without', async () => {
    const host = await serveRealtime(database);
    const bob = await makePerson('Bob');
    const his = await connect(host, bob);
    await sleep(300); // until it was told that he has come
    const topic = `history:${bob.id}`;
    await his.ask('topic:follow', { topic });
    await prisma.user.update({ where: { id: bob.id }, data: { name: 'Bob B.', version: 2 } });
    await expect.poll(() => his.heard('topic:changed')).toEqual([{ topic }]);
    await makeToken(bob.id, 'nightly');
    await expect.poll(() => his.heard('topic:changed')).toEqual([{ topic }, { topic }]);
  });
});

describe('a client that does not take what it is sent', () => {
  it('is let go, and little waits for it', async () => {
    const host = await serveRealtime(database, { limits: { bufferSize: 200_000 } });
    const hers = await connect(host, await makePerson('Ada'));
    const { id } = await hers.ask('room:create', { name: 'Lobby' });
    const raw = (hers.socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void } } }).ws
      ._socket;
    raw.pause();
    const [server] = [...host.realtime.io.sockets.sockets.values()];
    let sent = 0;
    const before = process.memoryUsage().arrayBuffers;
    while (server?.connected && sent < 20_000) {
      server.emit('room:closed', { id: id.padEnd(10_000, 'x') });
      sent += 1;
      if (sent % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server?.connected).toBe(false);
    expect(sent).toBeLessThan(2_000); // what the system's own buffers take, and 20 of ours
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });
});
