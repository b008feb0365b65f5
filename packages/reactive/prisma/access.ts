import { type Condition, type Fields, parseQuery, type Where } from '../query';

/** What is written: a new row, these fields of one, or that it is gone. */
export type WriteAction = 'create' | 'update' | 'delete';

/**
 * What whoever asks may see and do, in the words of the query language. A policy decides it; providers hold to it, in
 * the very statements that read and write.
 */
export interface RowAccess<T extends object> {
  /** The rows that there are for them: of others nothing is told. */
  readonly readable: () => Where<T>;
  /** What they may filter and sort by: every other name is an unknown one. */
  readonly queryable: () => Fields;
  /** What cursors are bound to beside their query, such as the account: nobody goes on with the page of another. */
  readonly cursorKey?: string | undefined;
  /** The rows of which all these fields may be changed, or which may be deleted; `undefined` when there are none. */
  writable(action: 'update' | 'delete', fields: readonly string[]): Where<T> | undefined;
  /** Refuses, by throwing, what may not be done: to the row that is stored, or that is to be created. */
  authorize(action: WriteAction, about: { readonly row: object; readonly fields: readonly string[] }): void;
  /** What of a row may be told. */
  present(row: T): Partial<T>;
}

/** The condition of a filter that a policy made: it may name any field, whoever asks. */
export function conditionOf<T>(where: Where<T>, fields: Fields): Condition | undefined {
  return parseQuery(fields, { where }).where;
}

/** A row as whoever asks may know it: what they may not is left out, of which the entity's type says nothing. */
export function told<T extends object>(row: T, access: RowAccess<T> | undefined): T {
  return access ? (access.present(row) as T) : row;
}
