import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { actAs, SYSTEM } from '@myapp/core/policies';
import { openTestDatabase } from '@myapp/server/database/testing';
import type { Database } from '@myapp/server/db';
import express from 'express';
import { runInScope as inScope, scopeMiddleware } from 'reactive/node';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type RunningApi, runApi } from '../api.fixture';
import { useId } from './blocks/ambient';
import { UserBrowserProvider } from './blocks/client/providers/user.provider';
import { User } from './blocks/core/entities/user/item';
import { UserPrismaProvider as PoolingProvider } from './blocks/pooling';
import router from './blocks/routes/user.routes';
import { UserPrismaProvider } from './blocks/server/providers/user.provider';

let database: Database;
let api: RunningApi;

/** In a browser, an address without a host is one of the page's own server. */
const inBrowser = (): void => {
  const { fetch } = globalThis;
  vi.stubGlobal('location', new URL(api.url));
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => fetch(new URL(path, api.url), init));
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
};

/** Does work in a scope, in which the program itself acts. */
const runInScope = <R>(work: () => Promise<R>): Promise<R> =>
  inScope(() => {
    actAs(SYSTEM);
    return work();
  });

/** The document's routes, as its `Router` is meant to be used. */
const serveRoutes = async (): Promise<string> => {
  const app = express().use(
    express.json(),
    scopeMiddleware(),
    (_req, _res, next) => {
      actAs(SYSTEM);
      next();
    },
    router,
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

beforeAll(async () => {
  database = await openTestDatabase();
  api = await runApi(database);
});

afterAll(() => api.close());

const create = async (name: string, email: string, role = 'user'): Promise<string> =>
  (await api.call({ method: 'POST', path: '/api/users', body: { name, email, role } })).json.id as string;

describe('the document’s users, over a real database and real sockets', () => {
  it('are loaded on the server and in the browser by the same lines', async () => {
    useId(await create('Grace Hopper', 'grace@example.org'));
    const server = await runInScope(() => import('./blocks/usage.server'));
    inBrowser();
    const client = await runInScope(() => import('./blocks/usage.client'));
    for (const { user } of [server, client]) {
      expect(user).toMatchObject({ name: 'Grace Hopper', isAdmin: false });
    }
  });

  it('are created, promoted and deleted through the Prisma provider', async () => {
    await create('Katherine Johnson', 'katherine@example.org', 'admin'); // the last active admin could not be deleted
    await runInScope(async () => {
      const user = new User({
        name: 'Ada',
        email: 'ada@example.org',
        role: 'user',
        provider: UserPrismaProvider,
      });
      await user.publish();
      expect(user.canEdit({ ownerId: user.id })).toBe(true);
      expect(user.canEdit({ ownerId: 'somebody' })).toBe(false);
      await user.promote();
      const found = await api.call({ path: `/api/users/${user.id}` });
      expect(found.json).toMatchObject({ name: 'Ada', role: 'admin', version: 2 });
      await user.delete();
      expect((await api.call({ path: `/api/users/${user.id}` })).status).toBe(404);
    });
    await runInScope(async () => {
      const nobody = new User({ id: 'nobody', provider: UserPrismaProvider });
      await expect(nobody.load()).rejects.toThrow('User not found');
    });
  });

  it('are created and loaded through the browser provider', async () => {
    inBrowser();
    await runInScope(async () => {
      const user = new User({ name: 'Joan', email: 'joan@example.org', provider: UserBrowserProvider });
      await user.publish();
      expect((await api.call({ path: `/api/users/${user.id}` })).json.name).toBe('Joan');
    });
  });

  it('a provider that finds nothing answers null, which is not found', async () => {
    await runInScope(async () => {
      const user = new User({ id: 'nobody', provider: PoolingProvider as never });
      await expect(user.load()).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  it('are served by the routes', async () => {
    const url = await serveRoutes();
    const call = async (path: string, init?: RequestInit) => {
      const response = await fetch(url + path, init);
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    };
    const post = (body: unknown) => ({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const created = await call('/users', post({ name: 'Karen', email: 'karen@example.org' }));
    expect(created).toMatchObject({ status: 201, json: { name: 'Karen', role: 'user' } });
    const refused = await call('/users', post({ name: 'K', email: 'none' }));
    expect(refused.status).toBe(400);
    expect(Object.keys(refused.json['errors'] as object)).toEqual(['name', 'email']);
    const listed = await call('/users?status=active&limit=1');
    expect(listed.json).toMatchObject({ total: expect.any(Number), next: expect.any(String) });
    expect(listed.json['items']).toHaveLength(1);
    expect((await call(`/users/${String(created.json['id'])}`)).json['name']).toBe('Karen');
    expect(await call('/users/unknown')).toEqual({ status: 404, json: { error: 'User not found' } });
  });
});
