import { ConflictError } from 'reactive/errors';

/** What PostgreSQL said, where the adapters of Prisma keep it: what Prisma makes of it differs from one to the other. */
function saidByDatabase(error: unknown): unknown {
  return ['meta', 'driverAdapterError', 'cause', 'originalMessage'].reduce(
    (held, name) => (typeof held === 'object' && held !== null ? Reflect.get(held, name) : undefined),
    error,
  );
}

/** Whether a write was refused by a trigger with these words. */
export function isRefusal(error: unknown, words: string): error is ConflictError {
  return error instanceof ConflictError && saidByDatabase(error.cause) === words;
}
