import type { z } from 'zod';
import type { userCreateSchema } from '../entities/user/types';

/** The columns that a file of users may have, in any order. */
export const IMPORT_COLUMNS = [
  'name',
  'email',
  'role',
  'status',
  'id',
] as const satisfies readonly (keyof z.input<typeof userCreateSchema>)[];

/** Those that it has to have. */
export const REQUIRED_COLUMNS = ['name', 'email'] as const satisfies readonly ImportColumn[];

/** A column of such a file: a field that a user is created with. */
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

/**
 * Columns that a file may have besides, and that nothing is taken from: an export has what only the database writes of
 * a user, and a report says of each row where it stood and why it was refused. Both can be sent again as they are.
 */
export const SKIPPED_COLUMNS = ['createdAt', 'updatedAt', 'version', 'row', 'problem'] as const;

/** A column that a file may have. */
export type FileColumn = ImportColumn | (typeof SKIPPED_COLUMNS)[number];

const spelling = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '');

const KNOWN = new Map<string, FileColumn>(
  [...IMPORT_COLUMNS, ...SKIPPED_COLUMNS].map((name) => [spelling(name), name]),
);

const isKnown = (name: string): name is FileColumn => KNOWN.get(spelling(name)) === name;

/** Whether a column says something of the user that its row is about. */
export function isImported(column: FileColumn): column is ImportColumn {
  return (IMPORT_COLUMNS as readonly string[]).includes(column);
}

/** What the first line of a file says: its columns, or why it cannot be imported. */
export interface ColumnReading {
  /** As they are meant, in their order; what is none stands as it was read. */
  readonly names: readonly string[];
  readonly columns: readonly FileColumn[];
  /** For people; empty where the file can be read. */
  readonly problems: readonly string[];
}

const quoted = (list: readonly string[]): string => list.map((name) => `"${name}"`).join(', ');

/**
 * Reads the names of the columns of a file, however they are spelt: programs for tables are told `E-mail` or ` Name `.
 *
 * @example
 * readColumns(['E-Mail', 'Name']).columns; // ['email', 'name']
 */
export function readColumns(header: readonly string[]): ColumnReading {
  const names = header.map((text) => KNOWN.get(spelling(text)) ?? spelling(text));
  const missing = REQUIRED_COLUMNS.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !isKnown(name));
  const repeated = names.filter((name, at) => names.indexOf(name) < at && isKnown(name));
  const problems = [
    missing.length > 0 &&
      `The first line does not name the column${missing.length > 1 ? 's' : ''} ${quoted(missing)}`,
    unknown.length > 0 &&
      `Unknown column${unknown.length > 1 ? 's' : ''} ${quoted(unknown)}: there are ${quoted(IMPORT_COLUMNS)}`,
    repeated.length > 0 && `Named more than once: ${quoted(repeated)}`,
  ].filter((problem) => problem !== false);
  return { names, columns: names.filter(isKnown), problems };
}
