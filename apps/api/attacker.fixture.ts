import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { Figures } from '../../scripts/figures.fixture';
import { databaseFolder } from './databases.fixture';
import { asDemoAdmin, startApi } from './process.fixture';

/** Where all of the attack comes from; the good client comes from another address of this machine. */
const ATTACKER = '127.0.0.66';
const GOOD = '127.0.0.1';

/** How many times each status came; 0 is an answer that did not come. */
type Statuses = Map<number, number>;

interface Sent {
  readonly path: string;
  readonly method?: string;
  readonly body?: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

function send(url: string, agent: Agent, { path, method = 'GET', body, headers }: Sent): Promise<number> {
  return new Promise((resolve) => {
    const sent = request(url + path, { agent, method, headers: { ...headers } }, (response) => {
      response.resume().once('close', () => resolve(response.complete ? (response.statusCode ?? 0) : 0));
    });
    sent.on('error', () => resolve(0)).end(body);
  });
}

const add = (statuses: Statuses, status: number): void => {
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
};

const json = { 'Content-Type': 'application/json' };
const costly = new URLSearchParams({
  where: JSON.stringify({
    OR: [{ name: { contains: 'e' } }, { email: { contains: 'x' } }],
    NOT: { name: 'x' },
  }),
  orderBy: '{"email":"desc"}',
  limit: '100',
});

/** What is sent as fast as it is answered. */
const floods: readonly Sent[] = [
  { path: `/api/users?${costly}` },
  { path: `/api/users?where=${'%7B'.repeat(2000)}` },
  { path: `/${'x'.repeat(9000)}` },
  { path: '/api/users', method: 'POST', body: '{"name":"Mallory"', headers: json },
  { path: '/api/users', method: 'POST', body: `"${'x'.repeat(150_000)}"`, headers: json },
  {
    path: '/api/users',
    method: 'POST',
    body: gzipSync(Buffer.alloc(50_000_000, ' ')),
    headers: { ...json, 'Content-Encoding': 'gzip' },
  },
];

/** What is begun and not finished, or asked for and not taken. */
const stalls: readonly string[] = [
  'GET /api/users HTTP/1.1\r\nHost: localhost\r\nX-Slow: ',
  'POST /api/users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n{',
  'GET /docs/ui/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(50),
  'hello\r\n\r\n',
  '',
];

/** How hard an attack is; it lasts as long as the good client has something to ask. */
interface Attack {
  readonly url: string;
  /** Requests of the good client. */
  readonly requests: number;
  /** The headers of a request of the good client. */
  readonly signedIn: Readonly<Record<string, string>>;
  /** Connections that send as fast as they can. */
  readonly floods: number;
  /** Connections that hang. */
  readonly stalls: number;
}

/** Everything at once, as long as it is to go on. */
async function attack(
  { url, floods: many, stalls: hanging }: Attack,
  going: () => boolean,
): Promise<Statuses> {
  const statuses: Statuses = new Map();
  const agent = new Agent({ keepAlive: true, maxSockets: many, localAddress: ATTACKER });
  const sockets = new Set<Socket>();
  const { port } = new URL(url);
  const hang = (nth: number): void => {
    if (!going()) return;
    const socket = connect({ port: Number(port), host: GOOD, localAddress: ATTACKER }).on('error', () => {});
    sockets.add(socket.pause());
    socket.write(stalls[nth % stalls.length] ?? '');
    socket.once('close', () => {
      sockets.delete(socket);
      setTimeout(hang, 100, nth);
    });
  };
  for (let nth = 0; nth < hanging; nth++) hang(nth);
  const flood = async (nth: number): Promise<void> => {
    for (let at = nth; going(); at++) {
      const sent = floods[at % floods.length];
      if (sent) add(statuses, await send(url, agent, sent));
    }
  };
  await Promise.all(Array.from({ length: many }, (_, nth) => flood(nth)));
  for (const socket of sockets) socket.destroy();
  agent.destroy();
  return statuses;
}

/** Reads and writes at the pace of a person who is in a hurry. */
async function behave({ url, signedIn, requests }: Attack): Promise<Statuses> {
  const statuses: Statuses = new Map();
  const agent = new Agent({ keepAlive: true, maxSockets: 6, localAddress: GOOD });
  for (let nth = 0; nth < requests; nth++) {
    const body = JSON.stringify({ name: 'Good client', email: `${crypto.randomUUID()}@example.org` });
    const change: Sent = { path: '/api/users', method: 'POST', body, headers: signedIn };
    const look: Sent = { path: '/api/users?limit=5', headers: signedIn };
    add(statuses, await send(url, agent, nth % 10 === 0 ? change : look));
    await sleep(20);
  }
  agent.destroy();
  return statuses;
}

/**
 * Lets a good client ask so many times beside an attacker at full speed, of the API as it is built. Each request that
 * is not answered goes against the promise; faults of the server and a restart fail the test.
 */
export async function askBesideAnAttacker(figures: Figures, requests: number): Promise<void> {
  // Low enough to be reached in the short time that this may take, by the attacker alone: on a fast machine the good
  // client may have asked all its requests within the minute that is counted.
  const env = { DEMO_MODE: 'yes', RATE_LIMIT: '1000000', RATE_LIMIT_PER_ADDRESS: String(500 + requests) };
  const api = startApi({ DATA_DIR: await databaseFolder('demo'), ...env });
  const url = await api.url;
  const given: Attack = { url, signedIn: await asDemoAdmin(url), requests, floods: 30, stalls: 300 };
  let going = true;
  const attacking = attack(given, () => going);
  const good = await behave(given);
  going = false;
  const attacker = await attacking;
  for (const [status, times] of good) {
    const isServed = status === 200 || status === 201;
    for (let nth = 0; nth < times; nth++) figures.trial(isServed ? [] : [`answered by ${status}`]);
  }
  for (const [status, times] of attacker) figures.add(`of the attacker answered by ${status}`, times);
  expect([...attacker.keys()].filter((status) => status >= 500 && status !== 503)).toEqual([]);
  expect(attacker.get(429)).toBeGreaterThan(100);
  // The same process still runs: a restart would have another number.
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  api.kill('SIGTERM');
  expect(await api.ended).toMatchObject({ code: 0, stderr: '' });
}
