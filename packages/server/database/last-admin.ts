import { ConflictError } from 'reactive/errors';

/** What the trigger says; see the migration. */
const RAISED = 'The last active admin has to stay';

/** What PostgreSQL said, where the adapters of Prisma keep it: what Prisma makes of it differs from one to the other. */
function saidByDatabase(error: unknown): unknown {
  return ['meta', 'driverAdapterError', 'cause', 'originalMessage'].reduce(
    (held, name) => (typeof held === 'object' && held !== null ? Reflect.get(held, name) : undefined),
    error,
  );
}

/** Says what to do where the database has kept its last active admin. */
export async function explainLastAdmin<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof ConflictError) || saidByDatabase(error.cause) !== RAISED) throw error;
    throw new ConflictError(
      'The last active admin can neither be demoted nor deactivated nor deleted: make another one first',
      { cause: error },
    );
  }
}
