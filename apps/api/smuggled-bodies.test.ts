import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { User, Users } from '@myapp/core/entities/user';
import express from 'express';
import { jsonBody } from 'reactive/express';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

/** What a handler that forgot to parse does with a body that it takes for data. */
const HANDLERS: Readonly<Record<string, (body: object) => unknown>> = {
  'new User(body)': (body) => new User(body),
  'new User({ ...body })': (body) => new User({ ...body }),
  'new User({ id, ...body })': (body) => new User({ id: 'ada', ...body }),
  'user.set({ ...body })': (body) => new User({ id: 'ada' }).set({ ...body }),
  'user.publish({ ...body })': (body) => new User({ id: 'ada' }).publish({ ...body }),
  'user.edit().set({ ...body })': (body) => new User({ id: 'ada' }).edit().set({ ...body }),
  'new Users(body)': (body) => new Users(body),
  'new Users({ ...body })': (body) => new Users({ ...body }),
};

/** Values of the names that choose what a model is, or what only the store writes. */
const SMUGGLED: Readonly<Record<string, unknown>> = {
  provider: { load: 'x' },
  entity: 'accounts',
  item: {},
  properties: ['id', 'isAdmin'],
  computed: { isAdmin: true },
  generated: [],
  schema: {},
  scope: {},
  id: 'grace',
  version: 7,
  role: 'admin',
};

const server = createServer();
let caught: unknown;
beforeAll(async () => {
  const app = express().use(jsonBody());
  app.post('/:handler', async (req, res) => {
    try {
      await HANDLERS[req.params.handler]?.(req.body);
      caught = undefined;
    } catch (error) {
      caught = error;
    }
    res.end();
  });
  server.on('request', app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  caught = 'no request';
});

async function send(handler: string, body: object): Promise<void> {
  const { port } = server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}/${encodeURIComponent(handler)}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

describe('a body that no schema has parsed', () => {
  const trials = Object.keys(HANDLERS).flatMap((handler) =>
    Object.entries(SMUGGLED).map(([name, value]) => ({ handler, name, body: { [name]: value } })),
  );

  it.each(trials)('does not get $name in by $handler', async ({ handler, body }) => {
    await send(handler, body);
    expect(caught).toMatchObject({ code: 'validation', message: expect.stringContaining('not parsed') });
  });

  it.each(Object.keys(HANDLERS))(
    'is what %s refuses: what a schema parsed is let through',
    async (handler) => {
      const parsed = handler.includes('Users') ? {} : { name: 'Ada' };
      const outcome = Promise.resolve().then(() => HANDLERS[handler]?.(parsed) ?? 'let through');
      expect(await outcome.catch((error: unknown) => error)).not.toMatchObject({ code: 'validation' });
    },
  );
});
