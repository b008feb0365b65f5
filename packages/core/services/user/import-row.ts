import { type UserCreate, userCreateSchema } from '../../entities/user';
import { parse } from './parse';

/** A row that was parsed, and the part of it that was given: a default must not overwrite what is stored. */
export interface ImportRow {
  readonly values: UserCreate;
  readonly given: Partial<UserCreate>;
}

/**
 * Reads a row of an import.
 *
 * @throws ValidationError with the messages per field
 * @example
 * readImportRow({ name: 'Ada', email: 'Ada@example.org' }).given; // { name: 'Ada', email: 'ada@example.org' }
 */
export function readImportRow(row: unknown): ImportRow {
  const values = parse(userCreateSchema, row);
  // It is an object, or it would have been refused.
  const given = Object.entries(values).filter(([name]) => Reflect.get(row as object, name) !== undefined);
  return { values, given: Object.fromEntries(given) };
}

/** What an import says of rows that collide with what is stored. */
export const COLLISIONS = {
  email: { email: ['Already taken'] },
  id: { id: ['Already taken'] },
  otherId: { id: ['Is not the id of the user with this e-mail'] },
};

/** What of a row differs from the user that it is about. */
export function changesOf({ given }: ImportRow, stored: object): Partial<UserCreate> {
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => Reflect.get(stored, name) !== value),
  );
}
