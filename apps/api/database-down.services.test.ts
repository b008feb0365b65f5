import { connect, createServer, type Server, type Socket } from 'node:net';
import {
  createTemporaryDatabase,
  type TemporaryDatabase,
  testServerUrl,
} from '@myapp/server/database/testing';
import { openDatabase } from '@myapp/server/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiRequest, type RunningApi, runApi } from './api.fixture';

/** Stands between the API and its database, and can be cut. */
interface Wire {
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

async function wireTo(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    return socket;
  };
  const server: Server = createServer((client) => {
    const database = keep(connect(Number(port || 5432), hostname));
    keep(client).pipe(database).pipe(client);
  });
  const listen = (at: number): Promise<void> =>
    new Promise((resolve) => {
      server.listen(at, '127.0.0.1', resolve);
    });
  await listen(0);
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  const url = new URL(target);
  url.host = `127.0.0.1:${own}`;
  return {
    url: url.href,
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    mend: () => listen(own),
  };
}

let temporary: TemporaryDatabase;
let wire: Wire;
let api: RunningApi;
let id: string;
beforeAll(async () => {
  temporary = await createTemporaryDatabase(testServerUrl());
  wire = await wireTo(temporary.url);
  api = await runApi(await openDatabase({ url: wire.url, pool: { connectTimeoutMs: 1_000 } }));
  const body = { name: 'Ada', email: 'ada@example.org' };
  id = (await api.call({ method: 'POST', path: '/api/users', body })).json.id;
});
afterAll(async () => {
  await api.close();
  await wire.cut();
  await temporary.drop();
});

const requests: [string, () => ApiRequest][] = [
  ['a list', () => ({ path: '/api/users' })],
  ['a user', () => ({ path: `/api/users/${id}` })],
  ['an unknown user', () => ({ path: '/api/users/x' })],
  [
    'a creation',
    () => ({ method: 'POST', path: '/api/users', body: { name: 'Bob', email: 'bob@example.org' } }),
  ],
  [
    'a change',
    () => ({
      method: 'PATCH',
      path: `/api/users/${id}`,
      body: { name: 'Eve' },
      headers: { 'If-Match': '"1"' },
    }),
  ],
  ['a removal', () => ({ method: 'DELETE', path: `/api/users/${id}`, headers: { 'If-Match': '"1"' } })],
  [
    'a file of users',
    () => ({
      method: 'POST',
      path: '/api/jobs/import-users',
      raw: 'name,email\nBob,bob@example.org\n',
      headers: { 'Content-Type': 'text/csv' },
    }),
  ],
  ['a list of jobs', () => ({ path: '/api/jobs' })],
  ['the readiness', () => ({ path: '/readyz' })],
];

describe('while the database is down', () => {
  beforeAll(() => wire.cut());
  afterAll(() => wire.mend());

  it.each(requests)('%s is 503 with Retry-After, and the process lives', async (_, request) => {
    const { status, headers, json, text } = await api.call(request());
    expect([status, json.code]).toEqual([503, 'unavailable']);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(text).not.toMatch(/ECONN|127\.0\.0\.1|postgres|prisma|select/i);
    expect((await api.call({ path: '/healthz' })).status).toBe(200);
  });
});

describe('once it is back', () => {
  it('everything works again, and nothing that was refused has happened', async () => {
    await expect
      .poll(async () => (await api.call({ path: '/readyz' })).status, { timeout: 10_000 })
      .toBe(200);
    const { json } = await api.call({ path: '/api/users' });
    expect(json.items).toMatchObject([{ id, name: 'Ada', version: 1 }]);
  });
});
