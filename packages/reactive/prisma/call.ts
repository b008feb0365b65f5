import { errorFrom } from '../errors';
import type { PrismaEntity } from './entity';
import { prismaError } from './errors';

/**
 * Hands an argument to a delegate: the one place where what our schemas and query language made becomes what Prisma's
 * generated types ask for.
 */
export function argument(value: object): never {
  return value as never;
}

/** Prisma's `select` for these columns. */
function columns(names: Iterable<string>): never {
  return argument(Object.fromEntries(Array.from(names, (name) => [name, true])));
}

/** Prisma's `select` for what is read of an entity. */
export function selected({
  fields,
  columns: others = [],
}: Pick<PrismaEntity<object>, 'fields' | 'columns'>): never {
  return columns([...fields.keys(), ...others]);
}

/** Throws when the caller gave up. */
function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw errorFrom(signal.reason);
}

async function translated<Result>(statement: () => PromiseLike<Result>): Promise<Result> {
  try {
    return await statement();
  } catch (error) {
    throw prismaError(error);
  }
}

/** Reads: Prisma can't stop a query, but nobody waits for its answer after an abort. */
export async function reading<Result>(
  signal: AbortSignal | undefined,
  query: () => PromiseLike<Result>,
): Promise<Result> {
  refuseAborted(signal);
  const result = await translated(query);
  refuseAborted(signal);
  return result;
}

/** Writes, in the entity's transaction: after an abort none is begun, but one that was made is told. */
export async function writing<Result>(
  { transaction }: Pick<PrismaEntity<object>, 'transaction'>,
  signal: AbortSignal | undefined,
  statement: () => PromiseLike<Result>,
): Promise<Result> {
  refuseAborted(signal);
  const work = (): Promise<Result> => translated(statement);
  return transaction ? transaction(work) : work();
}
