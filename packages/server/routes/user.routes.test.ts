import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type IUser, type IUserProvider, userCreateSchema, userSchema } from '@myapp/core/entities/user';
import { type Actor, actAs, SYSTEM } from '@myapp/core/policies';
import express, { type RequestHandler } from 'express';
import type { PublishContext } from 'reactive/entities/item';
import { jsonBody, problems } from 'reactive/express';
import { requireScope, scopeMiddleware } from 'reactive/node';
import { memoryProvider } from 'reactive/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { userRoutes } from './user.routes';

interface Call {
  readonly data: Partial<IUser>;
  readonly context: PublishContext | undefined;
}

/** The routes over a table in memory that knows nothing of permissions, and what they asked of their provider. */
async function serve(actor: () => Actor = () => SYSTEM): Promise<{ url: string; calls: Call[] }> {
  const { ItemProvider, CollectionProvider } = memoryProvider<IUser>({
    schema: userSchema,
    unique: ['email'],
  });
  const calls: Call[] = [];
  const rows = new ItemProvider(undefined);
  class RecordingProvider implements IUserProvider {
    load = async (id: string): Promise<IUser> => userSchema.parse(await rows.load(id));

    async publish(data: Partial<IUser>, context?: PublishContext): Promise<{ status: number; data: IUser }> {
      calls.push({ data, context });
      const answer = await rows.publish(data, context);
      return { status: answer.status, data: userSchema.parse(answer.data) };
    }
  }
  const acting: RequestHandler = (_req, _res, next) => {
    actAs(actor());
    next();
  };
  const app = express();
  app.use(
    '/api',
    jsonBody(),
    scopeMiddleware(),
    acting,
    userRoutes({ item: RecordingProvider, collection: CollectionProvider }),
    problems(),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const restore = requireScope();
  onTestFinished(() => {
    server.close();
    restore();
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP, so this is no pipe's name
  return { url: `http://127.0.0.1:${port}/api/users`, calls };
}

const ada = { name: 'Ada', email: 'ada@example.org' };
const asJson = { 'Content-Type': 'application/json' };

describe('userRoutes', () => {
  it('hands a creation to the provider as the schema read it', async () => {
    const { url, calls } = await serve();
    await fetch(url, { method: 'POST', headers: asJson, body: JSON.stringify(ada) });
    expect(calls).toEqual([
      {
        data: userCreateSchema.parse(ada),
        context: { isNew: true, version: undefined, idempotencyKey: expect.any(String), signal: undefined },
      },
    ]);
  });

  it('hands a change to the provider with nothing but what changes, under the version it is based on', async () => {
    const { url, calls } = await serve();
    const { id } = await (
      await fetch(url, { method: 'POST', headers: asJson, body: JSON.stringify(ada) })
    ).json();
    const headers = { ...asJson, 'If-Match': '"1"' };
    const changed = await fetch(`${url}/${id}`, { method: 'PATCH', headers, body: '{"name":"Ada L."}' });
    expect(await changed.json()).toMatchObject({ ...ada, name: 'Ada L.', version: 2 });
    expect(calls[1]).toMatchObject({ data: { id, name: 'Ada L.' }, context: { isNew: false, version: 1 } });
    expect(Object.keys(calls[1]?.data ?? {})).toEqual(['id', 'name']);
  });

  it('tells of what a provider told only what its reader may know, and asks it by nothing else', async () => {
    let actor: Actor = SYSTEM;
    const { url } = await serve(() => actor);
    const created = await fetch(url, { method: 'POST', headers: asJson, body: JSON.stringify(ada) });
    const { id } = await created.json();
    actor = { id: '0199c2f0-0000-7000-8000-0000000000ee', role: 'user', status: 'active' };
    const shown = { id, name: 'Ada', role: 'user', status: 'active', version: 1 };
    expect(await (await fetch(`${url}/${id}`)).json()).toEqual(shown);
    expect((await (await fetch(url)).json()).items).toEqual([shown]);
    for (const query of [
      'email=ada@example.org',
      'orderBy={"email":"asc"}',
      'where={"email":{"contains":"a"}}',
    ])
      expect((await fetch(`${url}?${query}`)).status).toBe(400);
    expect((await fetch(`${url}?name=Ada`)).status).toBe(200);
  });

  it('asks the provider nothing for what it refuses', async () => {
    const { url, calls } = await serve();
    const send = (body: string) => fetch(url, { method: 'POST', headers: asJson, body });
    for (const body of ['{', '{}', '{"name":"Ada","email":"ada@example.org","provider":1}']) {
      expect((await send(body)).status).toBe(400);
    }
    expect(calls).toEqual([]);
  });
});
