import { errorFrom, type ReactiveError, reportError } from 'reactive/errors';
import type { UserDirectory } from './directory';
import { type ImportRows, nextRow, openRows } from './import-rows';
import { type Duplicates, type ImportOutcome, importUser } from './import-user';

/**
 * What became of the row at position `row`, counted from 0. `errors` of a refused one has messages per field; those
 * about the row as a whole, or a failure of the store, stand under `''`.
 *
 * @example
 * const refused: UserImportResult = {
 *   row: 1, status: 'refused', code: 'conflict', errors: { email: ['Already taken'] },
 * };
 */
export type UserImportResult = { readonly row: number } & ImportOutcome;

/**
 * What an import did.
 *
 * @example
 * const { results, error }: UserImport = await service.importUsers(rows, { duplicates: 'refuse' });
 * if (error) console.warn(`Stopped after ${results.length} rows: ${error.message}`);
 */
export interface UserImport {
  /** One for each row that was read, in their order. */
  readonly results: readonly UserImportResult[];
  /** Why it stopped early: an AbortedError, or what the source of the rows threw. Absent when all rows were read. */
  readonly error?: ReactiveError;
}

/**
 * How to import.
 *
 * @example
 * const options: UserImportOptions = { duplicates: 'update', signal: AbortSignal.timeout(60_000) };
 */
export interface UserImportOptions {
  /**
   * What to do with a row whose e-mail a user has, whether the store had it before or an earlier row brought it:
   * refuse it, or change what it gives of that user.
   */
  readonly duplicates: Duplicates;
  /** Stops the import after the row that is being written. */
  readonly signal?: AbortSignal | undefined;
  /** Gets each result; the next row waits for a promise that it returns. What it throws is reported and stops nothing. */
  readonly onProgress?: ((result: UserImportResult) => unknown) | undefined;
}

async function tell(onProgress: UserImportOptions['onProgress'], result: UserImportResult): Promise<void> {
  try {
    await onProgress?.(result);
  } catch (thrown) {
    reportError(thrown);
  }
}

/** Creates or updates a user per row; see `UserService.importUsers`. */
export async function importUsers(
  directory: UserDirectory,
  rows: ImportRows,
  { duplicates, signal, onProgress }: UserImportOptions,
): Promise<UserImport> {
  const results: UserImportResult[] = [];
  const source = openRows(rows);
  try {
    for (let next = await nextRow(source, signal); !next.done; next = await nextRow(source, signal)) {
      const outcome = await importUser(directory, next.value, duplicates);
      const result = { row: results.length, ...outcome };
      results.push(result);
      await tell(onProgress, result);
    }
    return { results };
  } catch (thrown) {
    // Not waited for: a source that is waiting itself would close only after its next row.
    source.return().catch(reportError);
    return { results, error: errorFrom(thrown) };
  }
}
