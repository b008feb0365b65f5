import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures } from '../../../scripts/figures.fixture';
import type { Database } from '../db';
import {
  asSystem,
  connect,
  makePerson,
  type RealtimeHost,
  serveRealtime,
  sessions,
  type TestSocket,
} from './realtime.fixture';

function check(figures: Figures, isKept: boolean, otherwise: string): void {
  figures.trial(isKept ? [] : [otherwise]);
}

/** A stalled client: its side of the connection takes nothing any more. */
function stall({ socket }: TestSocket): void {
  const { ws } = socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void } } };
  ws._socket.pause();
}

async function roomOf(host: RealtimeHost, sockets: readonly TestSocket[]) {
  const owner = await connect(host, await makePerson('Owner', 'admin'));
  const { id } = await owner.ask('room:create', { name: 'Lobby', capacity: 100 });
  for (const socket of sockets) await socket.ask('room:join', { id });
  return { owner, id };
}

/** Ends sessions under open sockets, by turns all the ways: who is told anything after the answer is a violation. */
export async function revoke(figures: Figures, database: Database, trials: number): Promise<void> {
  const host = await serveRealtime(database);
  for (let trial = 0; trial < trials; trial++) {
    const ada = await makePerson('Ada');
    const hers = await connect(host, ada);
    const { owner, id } = await roomOf(host, [hers]);
    await asSystem(() => (trial % 2 === 0 ? sessions.end(ada.id, ada.sessionId) : sessions.endAll(ada.id)));
    await owner.ask('room:change', { id, changes: { isLocked: true } });
    await hers.closed();
    check(figures, !hers.heard('room:update').some(({ isLocked }) => isLocked), 'told after the answer');
    // It comes back with what opened it before, and with what socket.io remembers of it.
    const back = await connect(host, ada).catch(() => undefined);
    check(figures, back === undefined, 'let in again');
    owner.socket.disconnect();
  }
}

/** Tries to connect without a right to: who is let in is a violation. */
export async function sneakIn(figures: Figures, database: Database, trials: number): Promise<void> {
  const host = await serveRealtime(database, {
    admit({ headers }) {
      if (headers.origin !== undefined && headers.origin !== 'https://app.example.org')
        throw new Error('foreign');
    },
  });
  const ada = await makePerson('Ada');
  const attempts = [
    () => connect(host, ada, { origin: 'https://evil.example.org' }),
    () => connect(host, ada, { origin: 'null' }),
    () => connect(host),
    () => connect(host, { token: 'nonsense' }),
    () => connect(host, { token: `${ada.token.split('.')[0]}.${'A'.repeat(43)}=` }),
    () => connect(host, undefined, { cookie: `reactive.session_token=${ada.token.split('.')[0]}` }),
  ];
  for (let trial = 0; trial < trials; trial++) {
    for (const attempt of attempts) {
      const opened = await attempt().catch(() => undefined);
      check(figures, opened === undefined, 'let in');
    }
  }
}

/** Some of many stop taking what they are sent: the others get everything, and these are let go and come back. */
export async function stallSome(
  figures: Figures,
  database: Database,
  { sockets: count, stalled, messages }: { sockets: number; stalled: number; messages: number },
): Promise<void> {
  const host = await serveRealtime(database, { limits: { bufferSize: 200_000, messagesPerSecond: 1000 } });
  const people = await Promise.all(Array.from({ length: count }, (_, at) => makePerson(`Guest ${at}`)));
  const sockets: TestSocket[] = [];
  for (const person of people) sockets.push(await connect(host, person));
  const { id } = await roomOf(host, sockets);
  await sleep(200);
  const before = process.memoryUsage();
  for (const socket of sockets.slice(0, stalled)) stall(socket);
  const healthy = sockets.slice(stalled);
  const told = healthy.map((socket) => socket.heard('room:closed').length);
  for (let message = 0; message < messages; message++) {
    // As large as they come: the text is no id, but all that is about here is its length.
    host.realtime.io.to(`room:${id}`).emit('room:closed', { id: id.padEnd(8192, 'x') });
    await sleep(2);
  }
  await sleep(1000);
  const after = process.memoryUsage();
  healthy.forEach((socket, at) =>
    check(
      figures,
      socket.heard('room:closed').length - (told[at] ?? 0) === messages,
      'a healthy client missed a message',
    ),
  );
  const left = [...host.realtime.io.sockets.sockets.values()].length;
  check(
    figures,
    left === count - stalled + 1,
    `${left} are left of ${count + 1}, of which ${stalled} stood still`,
  );
  const grown = after.arrayBuffers + after.external - before.arrayBuffers - before.external;
  check(figures, grown < stalled * 200_000 * 1.2 + 20_000_000, `${grown} bytes more are held`);
  const [first] = people;
  const back = await connect(host, first);
  const state = await back.ask('room:join', { id });
  check(figures, state.participants.includes(first?.id ?? ''), 'it does not come back');
}

/** A socket that sends as fast as it can: others are answered as fast as before. */
export async function flood(figures: Figures, database: Database, rounds: number): Promise<void> {
  const host = await serveRealtime(database);
  const good = await connect(host, await makePerson('Good'));
  const time = async (count: number): Promise<number> => {
    const times: number[] = [];
    for (let ask = 0; ask < count; ask++) {
      const began = performance.now();
      await good.ask('topic:follow', { topic: 'users' });
      times.push(performance.now() - began);
      await sleep(60);
    }
    return times.toSorted((a, b) => a - b)[Math.floor(count / 2)] ?? 0;
  };
  const quiet = await time(rounds);
  const bad = await connect(host, await makePerson('Bad'));
  const flooding = setInterval(() => {
    for (let message = 0; message < 50 && bad.socket.connected; message++) {
      bad.socket.emit('room:gesture', { id: 'x'.repeat(1000) });
    }
  }, 1);
  const loud = await time(rounds);
  clearInterval(flooding);
  check(figures, !bad.socket.connected, 'who floods is still connected');
  check(
    figures,
    loud <= Math.max(quiet * 2, quiet + 5),
    `${loud.toFixed(1)} ms instead of ${quiet.toFixed(1)}`,
  );
}

/** Follows and enters far more than a socket may: what is held stays bounded. */
export async function hoard(figures: Figures, database: Database, subscriptions: number): Promise<void> {
  const host = await serveRealtime(database, { limits: { messagesPerSecond: 100_000 } });
  const hers = await connect(host, await makePerson('Ada'));
  let refused = 0;
  for (let at = 0; at < subscriptions; at++) {
    const topic = at % 2 === 0 ? 'users' : `users:${crypto.randomUUID()}`;
    await hers.ask('topic:follow', { topic }).catch(() => {
      refused += 1;
    });
  }
  const [socket] = [...host.realtime.io.sockets.sockets.values()];
  check(figures, (socket?.rooms.size ?? 0) <= 50, `${socket?.rooms.size} groups are held`);
  check(figures, refused >= subscriptions / 2, 'what there is not was followed');
}
