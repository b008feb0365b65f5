import { ConflictError } from 'reactive/errors';
import { isRefusal } from './refused-by';

/** What the trigger says; see the migration. */
const RAISED = 'The last active admin has to stay';

/** Says what to do where the database has kept its last active admin. */
export async function explainLastAdmin<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!isRefusal(error, RAISED)) throw error;
    throw new ConflictError(
      'The last active admin can neither be demoted nor deactivated nor deleted: make another one first',
      { cause: error },
    );
  }
}
