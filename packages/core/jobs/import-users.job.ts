import { z } from 'zod';
import { defineJob } from './definition';
import { IMPORT_COLUMNS, REQUIRED_COLUMNS, SKIPPED_COLUMNS } from './import-columns';

/** Data rows that a file may have, besides its header. */
export const MAX_IMPORT_ROWS = 100_000;

/** What separates values, as programs for tables write it. */
export const DELIMITERS = [',', ';', '\t'] as const;

/** What to do with a row whose e-mail a user has already: refuse it, or change what it gives of that user. */
export const DUPLICATES = ['refuse', 'update'] as const;

/** Imports the users of a file that was uploaded. */
export const importUsersJob = defineJob({
  id: 'import-users',
  version: 1,
  payload: z.strictObject({
    uploadId: z.uuid(),
    /** Of the file, in their order. */
    columns: z.array(z.enum([...IMPORT_COLUMNS, ...SKIPPED_COLUMNS])).min(REQUIRED_COLUMNS.length),
    delimiter: z.enum(DELIMITERS),
    duplicates: z.enum(DUPLICATES),
  }),
});

/** What an import is given. */
export type ImportUsersPayload = z.output<typeof importUsersJob.payload>;
