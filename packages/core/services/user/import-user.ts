import { ConflictError, type ErrorCode, errorFrom, type FieldErrors, reportError } from 'reactive/errors';
import type { User } from '../../entities/user';
import type { UserDirectory } from './directory';
import { COLLISIONS, changesOf, type ImportRow, readImportRow } from './import-row';
import { create, isEmailTaken, register } from './register';

/** What to do with a row whose e-mail a user has already. */
export type Duplicates = 'refuse' | 'update';

/** What became of a row. */
export type ImportOutcome =
  | { readonly status: 'created' | 'updated' | 'unchanged'; readonly id: string }
  | {
      readonly status: 'refused';
      readonly code: ErrorCode;
      /** Messages per field; those about the row as a whole, or a failure of the store, under `''`. */
      readonly errors: FieldErrors;
    };

/** How often a row is tried that others are quicker with. */
const ATTEMPTS = 3;

async function update(directory: UserDirectory, user: User, row: ImportRow): Promise<ImportOutcome> {
  const { id } = user;
  const { given } = row;
  if (given.id !== undefined && given.id !== id) {
    throw new ConflictError(undefined, { errors: COLLISIONS.otherId });
  }
  if (Object.keys(changesOf(row, user.getProperties())).length === 0) return { status: 'unchanged', id };
  await user.publish(given);
  directory.tell(user);
  return { status: 'updated', id };
}

/** Whether somebody else wrote between the look-up and the write. */
function wasOvertaken(thrown: unknown): boolean {
  const error = errorFrom(thrown);
  return error.code === 'precondition_failed' || error.code === 'not_found' || isEmailTaken(error);
}

async function createOrUpdate(
  directory: UserDirectory,
  row: ImportRow,
  attempts = ATTEMPTS,
): Promise<ImportOutcome> {
  try {
    const user = await directory.findByEmail(row.values.email);
    if (user !== undefined) return await update(directory, user, row);
    return { status: 'created', id: (await create(directory, row.values)).id };
  } catch (thrown) {
    if (attempts === 1 || !wasOvertaken(thrown)) throw thrown;
    return createOrUpdate(directory, row, attempts - 1);
  }
}

function refusal(thrown: unknown): ImportOutcome {
  const error = errorFrom(thrown);
  // The wire form hides what an internal error says, so somebody else has to be told.
  if (error.status === 500) reportError(thrown);
  const { code, detail, errors = { '': [detail] } } = error.toProblem();
  return { status: 'refused', code, errors };
}

/** Imports one row. Never throws. */
export async function importUser(
  directory: UserDirectory,
  row: unknown,
  duplicates: Duplicates,
): Promise<ImportOutcome> {
  try {
    const parsed = readImportRow(row);
    if (duplicates === 'update') return await createOrUpdate(directory, parsed);
    return { status: 'created', id: (await register(directory, parsed.values)).id };
  } catch (thrown) {
    return refusal(thrown);
  }
}
