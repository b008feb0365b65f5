import { StateError } from 'reactive/errors';
import type { PrismaClient } from '../generated/client';

let current: PrismaClient | undefined;

/**
 * Makes a client the one that {@link prisma} stands for, until the function that is returned is called.
 *
 * @throws StateError when there is one already
 */
export function installClient(client: PrismaClient): () => void {
  if (current) throw new StateError('A database is open already: close it before opening another');
  current = client;
  return () => {
    if (current === client) current = undefined;
  };
}

function requireClient(): PrismaClient {
  if (!current) {
    throw new StateError('No database is open: call openDatabase() where the application starts');
  }
  return current;
}

/**
 * The Prisma client of the open database. Importing it opens nothing: it stands for whatever `openDatabase()`
 * opened last, and using it before is a {@link StateError}.
 *
 * @example
 * await openDatabase({ dataDir: '.data' });
 * await prisma.user.count(); // 0
 */
// The cast is the point of a stand-in: every property of it is read from the real client.
export const prisma = new Proxy({} as PrismaClient, {
  get(_target, property) {
    // Tools that print or await a value ask for symbols and `then`; the answer must not be an error.
    if (typeof property === 'symbol' || property === 'then') return undefined;
    const client = requireClient();
    const value: unknown = Reflect.get(client, property, client);
    return typeof value === 'function' ? value.bind(client) : value;
  },
});
