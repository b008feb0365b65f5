import { type FileColumn, type ImportUsersPayload, isImported } from '@myapp/core/jobs';
import { type ImportRow, readImportRow } from '@myapp/core/services/user';
import { errorFrom, type FieldErrors } from 'reactive/errors';
import { fromText } from '../csv/formulas';
import { csvRows } from '../csv/read-csv';
import { readUpload } from './uploads';

/** Why a row is not imported. */
export interface Refusal {
  readonly code: string;
  /** Messages per field; those about the row as a whole under `''`. */
  readonly errors: FieldErrors;
}

/** A row of the file. */
export interface FileRow {
  /** Counted from 1, the first row of the file aside; empty lines are counted, and there is no row for them. */
  readonly item: number;
  /** As they stand in the file. */
  readonly values: readonly string[];
  /** What the schema of users makes of them, or why it refuses them. */
  readonly read: ImportRow | Refusal;
}

/** A row that can be imported, as far as it says itself. */
export type ReadableRow = FileRow & { readonly read: ImportRow };

export function isRefusal(read: ImportRow | Refusal): read is Refusal {
  return 'code' in read;
}

/** Why a row is refused, of an error. */
export function refusalOf(thrown: unknown): Refusal {
  const { code, detail, errors = { '': [detail] } } = errorFrom(thrown).toProblem();
  return { code, errors };
}

/** A cell that is empty gives nothing. What has to be given is missed by the schema. */
function objectOf(values: readonly string[], columns: readonly FileColumn[]): object {
  const cells = columns.map((name, at) => [name, fromText(values[at] ?? '')] as const);
  return Object.fromEntries(cells.filter(([name, value]) => isImported(name) && value !== ''));
}

function readRow(values: readonly string[], columns: readonly FileColumn[]): ImportRow | Refusal {
  if (values.length !== columns.length) {
    const problem = `Has ${values.length} values, where the first line names ${columns.length} columns`;
    return { code: 'validation', errors: { '': [problem] } };
  }
  try {
    return readImportRow(objectOf(values, columns));
  } catch (error) {
    return refusalOf(error);
  }
}

/** The rows of a file that was uploaded, after that of the item `skip`. */
export async function* fileRows(
  { uploadId, delimiter, columns }: ImportUsersPayload,
  skip: number,
): AsyncGenerator<FileRow, void, void> {
  let isHeader = true;
  for await (const { at, values } of csvRows(readUpload(uploadId), delimiter)) {
    const item = at - 1;
    if (!isHeader && item > skip) yield { item, values, read: readRow(values, columns) };
    isHeader = false;
  }
}

/** What names the user that a row is about. */
const keysOf = ({ read }: FileRow): string[] => {
  if (isRefusal(read)) return [];
  const { email, id } = read.values;
  return id === undefined ? [email] : [email, id];
};

/** The rows in groups of which no two are about one user: a later row meets what an earlier one has written. */
export async function* inBatches(
  rows: AsyncIterable<FileRow>,
  size: number,
): AsyncGenerator<FileRow[], void, void> {
  let batch: FileRow[] = [];
  let keys = new Set<string>();
  for await (const row of rows) {
    const own = keysOf(row);
    if (batch.length >= size || own.some((key) => keys.has(key))) {
      yield batch;
      batch = [];
      keys = new Set();
    }
    batch.push(row);
    for (const key of own) keys.add(key);
  }
  if (batch.length > 0) yield batch;
}
