import { z } from 'zod';
import type { userCreateSchema } from '../entities/user/types';
import { defineJob } from './definition';

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

/** Data rows that a file may have, besides its header. */
export const MAX_IMPORT_ROWS = 100_000;

/** What separates values, as programs for tables write it. */
export const DELIMITERS = [',', ';', '\t'] as const;

/** What to do with a row whose e-mail a user has already: refuse it, or change what it gives of that user. */
export const DUPLICATES = ['refuse', 'update'] as const;

/** A column of such a file: a field that a user is created with. */
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

/** Imports the users of a file that was uploaded. */
export const importUsersJob = defineJob({
  id: 'import-users',
  version: 1,
  payload: z.strictObject({
    uploadId: z.uuid(),
    /** Of the file, in their order. */
    columns: z.array(z.enum(IMPORT_COLUMNS)).min(REQUIRED_COLUMNS.length),
    delimiter: z.enum(DELIMITERS),
    duplicates: z.enum(DUPLICATES),
  }),
});

/** What an import is given. */
export type ImportUsersPayload = z.output<typeof importUsersJob.payload>;

function isColumn(name: string): name is ImportColumn {
  return (IMPORT_COLUMNS as readonly string[]).includes(name);
}

/** What the first line of a file says: its columns, or why it cannot be imported. */
export interface ColumnReading {
  /** As they are meant, in their order; what is none stands as it was read. */
  readonly names: readonly string[];
  readonly columns: readonly ImportColumn[];
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
  const names = header.map((text) =>
    text
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]/g, ''),
  );
  const missing = REQUIRED_COLUMNS.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !isColumn(name));
  const repeated = names.filter((name, at) => names.indexOf(name) < at && isColumn(name));
  const problems = [
    missing.length > 0 &&
      `The first line does not name the column${missing.length > 1 ? 's' : ''} ${quoted(missing)}`,
    unknown.length > 0 &&
      `Unknown column${unknown.length > 1 ? 's' : ''} ${quoted(unknown)}: there are ${quoted(IMPORT_COLUMNS)}`,
    repeated.length > 0 && `Named more than once: ${quoted(repeated)}`,
  ].filter((problem) => problem !== false);
  return { names, columns: names.filter(isColumn), problems };
}
