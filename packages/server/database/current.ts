import { AsyncLocalStorage } from 'node:async_hooks';
import { StateError } from 'reactive/errors';
import type { Prisma, PrismaClient } from '../generated/client';
import type { Connection } from './connection';

/** A transaction, for as long as its work goes on. */
export interface Transaction {
  readonly client: Prisma.TransactionClient;
  /** What went wrong in a part of its work. */
  failure?: { readonly cause: unknown };
  ended: boolean;
  /** What is to be done once it has committed. */
  readonly effects: (() => void | Promise<void>)[];
}

let current: PrismaClient | undefined;
let currentConnection: Pick<Connection, 'engine' | 'giveWay'> | undefined;

/**
 * Makes a client the one that {@link prisma} stands for, until the function that is returned is called.
 *
 * @throws StateError when there is one already
 */
export function installClient(
  client: PrismaClient,
  connection: Pick<Connection, 'engine' | 'giveWay'>,
): () => void {
  if (current) throw new StateError('A database is open already: close it before opening another');
  current = client;
  currentConnection = connection;
  return () => {
    if (current === client) current = undefined;
  };
}

/** Whether a statement can say who writes, without a transaction that was begun before it. */
export function tellsWithStatements(): boolean {
  return currentConnection?.engine === 'server';
}

/** Whether each statement is done in this very thread, and everybody waits for it. */
export function isEmbedded(): boolean {
  return currentConnection?.engine === 'embedded';
}

/**
 * Lets those go first who wait for the database, for as long as there are some and at most a moment.
 *
 * @param patience milliseconds that a moment has
 */
export async function giveWay(patience?: number): Promise<void> {
  await currentConnection?.giveWay(patience);
}

const transactions = new AsyncLocalStorage<Transaction>();

/** Does `work` in a transaction, which {@link prisma} stands for in all that `work` awaits. */
export function withinTransaction<Result>(
  transaction: Transaction,
  work: () => Promise<Result>,
): Promise<Result> {
  return transactions.run(transaction, work);
}

/**
 * The transaction that the caller is part of.
 *
 * @throws StateError when it has ended
 */
export function currentTransaction(): Transaction | undefined {
  const transaction = transactions.getStore();
  if (transaction?.ended) {
    throw new StateError('This was begun in a unit of work that has ended: await all that belongs to it');
  }
  return transaction;
}

/**
 * The client itself, outside of all transactions.
 *
 * @throws StateError when no database is open
 */
export function requireClient(): PrismaClient {
  if (!current) {
    throw new StateError('No database is open: call openDatabase() where the application starts');
  }
  return current;
}

/** What a client of a transaction does not have: another connection, for which the embedded database would wait forever. */
const OUTSIDE_ONLY = new Set<string>(['$transaction', '$connect', '$disconnect', '$extends', '$on']);

/**
 * The Prisma client of the open database. Importing it opens nothing: it stands for whatever `openDatabase()`
 * opened last, and using it before is a {@link StateError}. In a unit of work it stands for its transaction.
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
    const transaction = currentTransaction();
    if (transaction && OUTSIDE_ONLY.has(property)) {
      throw new StateError(
        `${property} is not possible in a unit of work: unitOfWork() joins the one that runs`,
      );
    }
    const client = transaction?.client ?? requireClient();
    const value: unknown = Reflect.get(client, property, client);
    return typeof value === 'function' ? value.bind(client) : value;
  },
});
