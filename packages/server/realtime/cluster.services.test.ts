import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { requireScope } from 'reactive/node';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Program, startProgram } from '../database/program.fixture';
import { openTestServerDatabase, type TestServerDatabase, testServerUrl } from '../database/testing';
import { prisma } from '../db';
import { openHost } from './host.fixture';
import { asSystem, connect, makePerson, sessions } from './realtime.fixture';

const REDIS = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';

let database: TestServerDatabase;
beforeEach(async () => {
  database = await openTestServerDatabase();
  onTestFinished(() => database.close()); // after what is finished first, which works with it
});

/** Processes that serve sockets on one database. */
async function startProcesses(count: number, redisUrl: string | undefined): Promise<Program[]> {
  const args = redisUrl === undefined ? [database.url] : [database.url, redisUrl];
  const programs = Array.from({ length: count }, () =>
    startProgram(new URL('process.fixture.ts', import.meta.url), ...args),
  );
  onTestFinished(async () => {
    await Promise.all(programs.map((program) => program.kill()));
  });
  await Promise.all(programs.map((program) => program.said(1)));
  return programs;
}

const at = ({ lines }: Program): { url: string } => ({ url: lines[0] ?? '' });

describe.each([
  ['Redis', REDIS],
  ['PostgreSQL', undefined],
])('processes that reach each other over %s', (_, redisUrl) => {
  it('have one and the same room, and go on with it when one of them is killed', async () => {
    const [first, second, third] = (await startProcesses(3, redisUrl)) as [Program, Program, Program];
    const [ada, bob, eve] = [await makePerson('Ada'), await makePerson('Bob'), await makePerson('Eve')];
    const [hers, his, evesOwn] = [
      await connect(at(first), ada),
      await connect(at(second), bob),
      await connect(at(third), eve),
    ];
    const { id } = await hers.ask('room:create', { name: 'Lobby' });
    await hers.ask('room:join', { id });
    await his.ask('room:join', { id });
    await evesOwn.ask('room:join', { id });
    const everybody = [ada.id, bob.id, eve.id];
    for (const socket of [hers, his, evesOwn]) {
      await expect.poll(() => socket.heard('room:update').at(-1)?.participants).toEqual(everybody);
    }
    // Under its feet: while people are in its room, one of whom comes back elsewhere, and one does not.
    const late = await connect(at(second), await makePerson('Late'));
    await Promise.all([second.kill(), hers.ask('room:change', { id, changes: { name: 'Hall' } })]);
    await Promise.all([his.closed(), late.closed()]);
    const back = await connect(at(third), bob);
    const state = await back.ask('room:join', { id });
    expect(state).toMatchObject({ name: 'Hall', participants: everybody });
    const elses = await connect(at(first), await makePerson('Sam'));
    await elses.ask('room:join', { id });
    evesOwn.socket.disconnect();
    await expect
      .poll(() => back.heard('room:update').at(-1)?.participants.length, { timeout: 10_000 })
      .toBe(3);
    const [mine, theirs] = [hers, back].map((socket) => socket.heard('room:update').at(-1));
    expect(mine).toEqual(theirs);
    // Whoever was told all of it was told it in order, each state once.
    const versions = hers.heard('room:update').map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('tell in each of them of people who were renamed or deleted', async () => {
    const [first, second] = (await startProcesses(2, redisUrl)) as [Program, Program];
    const [ada, bob, eve] = [await makePerson('Ada'), await makePerson('Bob'), await makePerson('Eve')];
    const [hers, his] = [await connect(at(first), ada), await connect(at(second), bob)];
    const { id } = await hers.ask('room:create', { name: 'Lobby' });
    await (await connect(at(first), eve)).ask('room:join', { id });
    await his.ask('room:join', { id });
    await hers.ask('room:join', { id });
    await prisma.user.update({ where: { id: eve.id }, data: { name: 'Eva', version: { increment: 1 } } });
    await prisma.user.delete({ where: { id: bob.id } });
    await expect
      .poll(() =>
        hers
          .heard('room:update')
          .at(-1)
          ?.presence.map(({ name }) => name),
      )
      .toEqual(['Eva', 'Ada']);
    const late = await connect(at(second), await makePerson('Late'));
    await late.ask('room:join', { id });
    await prisma.user.delete({ where: { id: ada.id } });
    await expect.poll(() => late.heard('room:closed')).toEqual([{ id }]);
  });

  it('end the sockets of a session in all of them before it is answered', async () => {
    const programs = await startProcesses(2, redisUrl);
    onTestFinished(requireScope());
    const host = await openHost(database, { databaseUrl: database.url, redisUrl });
    onTestFinished(() => host.close());
    await sleep(redisUrl === undefined ? 1500 : 200); // until each knows of the others
    const rounds = 5;
    let late = 0;
    for (let round = 0; round < rounds; round++) {
      const ada = await makePerson('Ada');
      const sockets = await Promise.all(programs.map((program) => connect(at(program), ada)));
      const owner = await connect(host, await makePerson('Owner'));
      const { id } = await owner.ask('room:create', { name: 'Lobby' });
      for (const socket of sockets) await socket.ask('room:join', { id });
      await asSystem(() => sessions.end(ada.id, ada.sessionId));
      const told = sockets.map((socket) => socket.told.length);
      await owner.ask('room:change', { id, changes: { isLocked: true } });
      await Promise.all(sockets.map((socket) => socket.closed()));
      late += sockets.filter(
        (socket, which) =>
          socket.heard('room:update').some(({ isLocked }) => isLocked) && told[which] !== undefined,
      ).length;
      owner.socket.disconnect();
    }
    process.stdout.write(
      `revocations: ${rounds} over 3 processes, ${late} told something after the answer\n`,
    );
    expect(late).toBe(0);
    expect(await prisma.session.count()).toBe(rounds); // those of the owners
  });
});

it('outlives the loss of its connections to the server, and tells again what is to be told', async () => {
  onTestFinished(requireScope());
  const host = await openHost(database, { databaseUrl: database.url, times: { beat: 200, grace: 60_000 } });
  onTestFinished(() => host.close());
  const hers = await connect(host, await makePerson('Ada'));
  const { id } = await hers.ask('room:create', { name: 'Lobby' });
  await hers.ask('room:join', { id });
  await hers.ask('topic:follow', { topic: 'rooms' });
  const admin = new Client({ connectionString: testServerUrl() });
  await admin.connect();
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()`,
    [new URL(database.url).pathname.slice(1)],
  );
  await admin.end();
  await expect.poll(() => hers.heard('resync').length, { timeout: 10_000 }).toBeGreaterThan(0);
  await hers.ask('room:change', { id, changes: { isLocked: true } });
  await expect.poll(() => hers.heard('room:update').at(-1)?.isLocked).toBe(true);
  await expect.poll(() => hers.heard('topic:changed').length).toBeGreaterThan(0);
});
