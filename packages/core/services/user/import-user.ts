import { ConflictError, type ErrorCode, errorFrom, type FieldErrors, reportError } from 'reactive/errors';
import { type User, type UserCreate, userCreateSchema } from '../../entities/user';
import type { UserDirectory } from './directory';
import { parse } from './parse';
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

/** A row that was parsed, and the part of it that was given: a default must not overwrite what is stored. */
interface Row {
  readonly values: UserCreate;
  readonly given: Partial<UserCreate>;
}

function read(row: unknown): Row {
  const values = parse(userCreateSchema, row);
  // It is an object, or it would have been refused.
  const given = Object.entries(values).filter(([name]) => Reflect.get(row as object, name) !== undefined);
  return { values, given: Object.fromEntries(given) };
}

async function update(directory: UserDirectory, user: User, given: Row['given']): Promise<ImportOutcome> {
  const { id } = user;
  if (given.id !== undefined && given.id !== id) {
    throw new ConflictError(undefined, { errors: { id: ['Is not the id of the user with this e-mail'] } });
  }
  const stored = user.getProperties();
  const isSame = Object.entries(given).every(([name, value]) => Reflect.get(stored, name) === value);
  if (isSame) return { status: 'unchanged', id };
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
  row: Row,
  attempts = ATTEMPTS,
): Promise<ImportOutcome> {
  try {
    const user = await directory.findByEmail(row.values.email);
    if (user !== undefined) return await update(directory, user, row.given);
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
    const { values, given } = read(row);
    if (duplicates === 'update') return await createOrUpdate(directory, { values, given });
    return { status: 'created', id: (await register(directory, values)).id };
  } catch (thrown) {
    return refusal(thrown);
  }
}
