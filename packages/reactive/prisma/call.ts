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
export function selected(
  { fields, columns: others = [] }: Pick<PrismaEntity<object>, 'fields' | 'columns'>,
  ...more: string[]
): never {
  return columns([...fields.keys(), ...others, ...more]);
}

/** Throws when the caller gave up. */
function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw errorFrom(signal.reason);
}

/** Reads: Prisma can't stop a query, but nobody waits for its answer after an abort. */
export async function reading<Result>(
  signal: AbortSignal | undefined,
  query: () => PromiseLike<Result>,
): Promise<Result> {
  const result = await writing(signal, query);
  refuseAborted(signal);
  return result;
}

/** Writes: after an abort none is begun, but one that was made is told. */
export async function writing<Result>(
  signal: AbortSignal | undefined,
  statement: () => PromiseLike<Result>,
): Promise<Result> {
  refuseAborted(signal);
  try {
    return await statement();
  } catch (error) {
    throw prismaError(error);
  }
}
