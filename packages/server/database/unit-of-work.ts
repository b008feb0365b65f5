import type { Actor } from '@myapp/core/policies';
import { reportError } from 'reactive/errors';
import { prismaError } from 'reactive/prisma';
import { type Announcement, announcing, authorOf } from './author';
import {
  currentTransaction,
  requireClient,
  type Transaction,
  tellsWithStatements,
  withinTransaction,
} from './current';

const TIMEOUT_MS = 5000;

/** For whom a unit of work is, and how long it may take. */
export interface UnitOptions {
  /** Who stands in the change log; whoever acts in the current scope unless told, which then has to be one. */
  readonly actor?: Actor;
  /** What is going on, where the histories of users should tell: `import` says of new users that they were imported. */
  readonly origin?: 'import';
  /** Milliseconds to wait for a connection, and again for the work; 5,000 unless told. */
  readonly timeout?: number;
}

/** A part that failed takes the whole with it: PostgreSQL would commit nothing either, yet report success. */
async function join<Result>(transaction: Transaction, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    transaction.failure ??= { cause };
    throw cause;
  }
}

/** For the triggers that write the change log and the histories, until the transaction ends. */
async function tellAuthor({ client }: Transaction, { author, isMade }: Announcement): Promise<void> {
  if (isMade) return;
  const { actor, request, origin } = author;
  await client.$executeRaw`
    SELECT set_config('myapp.actor', ${actor}, true), set_config('myapp.request_id', ${request}, true),
      set_config('myapp.origin', ${origin}, true)`;
}

async function complete<Result>(transaction: Transaction, work: () => Promise<Result>): Promise<Result> {
  try {
    const result = await withinTransaction(transaction, work);
    if (transaction.failure) throw transaction.failure.cause;
    return result;
  } catch (cause) {
    // What the work as a whole says of it, which may be something else than what its part did.
    transaction.failure = { cause };
    throw cause;
  } finally {
    transaction.ended = true;
  }
}

/**
 * Does `work` in one transaction: all that it writes through `prisma`, or through providers, is committed together
 * with its entries in the change log, or nothing is. Within a unit of work it joins that one; where a part fails, the
 * whole does, even if somebody caught the error.
 *
 * Await in it what belongs to it, and nothing else: other writers may be waiting.
 *
 * @throws whatever `work` throws, errors of Prisma as what they mean: `ConflictError`, `UnavailableError`, `ValidationError`
 * @throws UnavailableError when there is no connection, or the work takes longer than `timeout`
 * @throws ScopeError without an `actor` outside of a scope, where one is required
 * @throws StateError when no database is open, or for what a unit of work left running when it ended
 * @example
 * await unitOfWork(async () => {
 *   await new User({ id: first, version: 3, provider: UserPrismaProvider }).publish({ role: 'admin' });
 *   await new User({ id: second, version: 1, provider: UserPrismaProvider }).publish({ role: 'user' });
 * });
 */
export async function unitOfWork<Result>(
  work: () => Promise<Result>,
  options: UnitOptions = {},
): Promise<Result> {
  const outer = currentTransaction();
  if (outer) return join(outer, work);
  const announcement: Announcement = { author: authorOf(options), isMade: false };
  const timeout = options.timeout ?? TIMEOUT_MS;
  let own: Transaction | undefined;
  try {
    const result = await announcing(announcement, () =>
      requireClient().$transaction(
        async (client) => {
          own = { client, ended: false, effects: [] };
          await tellAuthor(own, announcement);
          return complete(own, work);
        },
        { maxWait: timeout, timeout },
      ),
    );
    await settle(own);
    return result;
  } catch (error) {
    throw own?.failure?.cause === error ? error : prismaError(error);
  }
}

/**
 * A unit of work of one statement, which a server is sent in one message. In another unit of work it is a part of that.
 *
 * @param statement sends one statement to `prisma`, and does nothing else there: another one that writes is refused
 * @throws as {@link unitOfWork}
 * @example
 * await unitOfOne(() => prisma.user.delete({ where: { id } }));
 */
export async function unitOfOne<Result>(statement: () => Promise<Result>): Promise<Result> {
  if (currentTransaction() || !tellsWithStatements()) return unitOfWork(statement);
  return announcing({ author: authorOf({}), isMade: false }, statement);
}

/** The row is written, whatever becomes of the effects: what fails of them is reported. */
async function settle(transaction: Transaction | undefined): Promise<void> {
  for (const effect of transaction?.effects ?? []) {
    try {
      await effect();
    } catch (error) {
      reportError(error);
    }
  }
}

/**
 * Does something once what was written has been committed: at once outside of a unit of work. Whoever waits for the unit
 * of work waits for it too, so that what it does has happened before a request is answered. If the unit of work fails, it
 * is not done; if it fails itself, that is reported, and changes nothing of what was written.
 *
 * @example
 * await unitOfWork(async () => {
 *   await user.publish({ status: 'inactive' });
 *   await afterCommit(() => closeSocketsOf(user.id));
 * });
 */
export async function afterCommit(effect: () => void | Promise<void>): Promise<void> {
  const transaction = currentTransaction();
  if (transaction) transaction.effects.push(effect);
  else await effect();
}
