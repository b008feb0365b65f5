import { errorFrom } from '../errors';
import { prismaError } from './errors';

/**
 * Hands an argument to a delegate: the one place where what our schemas and query language made becomes what Prisma's
 * generated types ask for.
 */
export function argument(value: object): never {
  return value as never;
}

/** Prisma's `select` for these columns. */
export function columns(names: Iterable<string>): never {
  return argument(Object.fromEntries(Array.from(names, (name) => [name, true])));
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
