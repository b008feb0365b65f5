import { ConflictError, errorFrom, type ReactiveError } from 'reactive/errors';
import type { z } from 'zod';
import { type User, type UserCreate, userCreateSchema } from '../../entities/user';
import type { UserDirectory } from './directory';
import { parse } from './parse';

/**
 * What registers a user: name and e-mail, the rest has defaults.
 *
 * @example
 * const registration: UserRegistration = { name: 'Ada Lovelace', email: 'ada@example.org' };
 */
export type UserRegistration = z.input<typeof userCreateSchema>;

const taken = (cause?: unknown): ConflictError =>
  new ConflictError(undefined, { errors: { email: ['Already taken'] }, cause });

/** Whether an error says that another user has the e-mail. */
export const isEmailTaken = ({ code, errors }: ReactiveError): boolean =>
  code === 'conflict' && errors?.['email'] !== undefined;

/** Creates a user whose e-mail nobody had a moment ago: somebody may be quicker, and then the provider refuses. */
export async function create(directory: UserDirectory, values: UserCreate): Promise<User> {
  const draft = directory.draft(values);
  try {
    return await draft.publish();
  } catch (thrown) {
    const { code, errors } = errorFrom(thrown);
    const isVague = code === 'conflict' && errors === undefined;
    if (isVague && (await directory.findByEmail(values.email)) !== undefined) throw taken(thrown);
    throw thrown;
  }
}

/** Creates a user with an e-mail that no other has; see `UserService.register`. */
export async function register(directory: UserDirectory, values: UserRegistration): Promise<User> {
  const parsed = parse(userCreateSchema, values);
  if ((await directory.findByEmail(parsed.email)) !== undefined) throw taken();
  return create(directory, parsed);
}
