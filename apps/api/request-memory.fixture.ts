import { type IUser, User, Users, userSchema } from '@myapp/core/entities/user';
import { actAs } from '@myapp/core/policies';
import express, { type Express } from 'express';
import { requireScope, scopeMiddleware } from 'reactive/node';
import { currentScope, type Scope } from 'reactive/registry';
import { memoryProvider } from 'reactive/testing';
import { expect, onTestFinished } from 'vitest';
import { collectGarbage } from '../../scripts/collect-garbage.fixture';
import { listen, urlOf } from './server';

const CLIENTS = 16;

/** Bytes that somebody still refers to. */
async function heap(): Promise<number> {
  await collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Each request makes users, edits and lists, and leaves them as they are. */
function appOf(live: Set<Scope>): Express {
  const app = express();
  const { CollectionProvider: provider } = memoryProvider<IUser>({ schema: userSchema });
  app.use(scopeMiddleware(), (_req, res, next) => {
    const scope = currentScope();
    live.add(scope);
    actAs({ id: 'viewer', role: 'user', status: 'active' });
    res.once('close', () => scope.disposed && live.delete(scope));
    next();
  });
  app.get('/users/:id', async (req, res) => {
    const user = new User({ id: req.params.id });
    user.on('change', () => user.name);
    user.set({ name: 'An edit that is never published' });
    const draft = new User({ name: 'Ada', email: 'ada@example.org' });
    const users = new Users({ provider });
    await users.load();
    res.json({ names: [draft.name, ...users.items.map(({ name }) => name)] });
  });
  return app;
}

/** Sends as many requests, and looks what is left of them: no scope, and no more memory than after the first tenth. */
export async function leaveNothingBehind(requests: number): Promise<void> {
  onTestFinished(requireScope());
  const live = new Set<Scope>();
  const server = await listen(appOf(live), { host: '127.0.0.1', port: 0 });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  let sent = 0;
  const client = async (count: number): Promise<void> => {
    while (sent < count) {
      const response = await fetch(`${urlOf(server)}/users/${sent++ % 100}`);
      expect(await response.json()).toEqual({ names: ['Ada'] });
    }
  };
  const sendUntil = (count: number) => Promise.all(Array.from({ length: CLIENTS }, () => client(count)));
  // The first thousand have things compiled and cached.
  await sendUntil(Math.max(requests / 10, 1000));
  const first = await heap();
  await sendUntil(requests);
  await expect.poll(() => live.size).toBe(0);
  const ratio = (await heap()) / first;
  expect(sent).toBeGreaterThanOrEqual(requests);
  expect(ratio).toBeLessThanOrEqual(1.1);
  process.stdout.write(
    `request scopes: ${sent} requests, ${live.size} alive, heap ${ratio.toFixed(3)} of that after the first tenth\n`,
  );
}
