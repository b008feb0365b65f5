import { pipeline, Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { ValidationError } from 'reactive/errors';

/** A CSV file, piece by piece. */
export type CsvSource = AsyncIterable<Uint8Array>;

/** A row of a CSV file. */
export interface CsvRow {
  /** Where it stands as programs for tables count, from 1: one that has line breaks is one row, an empty line another. */
  readonly at: number;
  readonly values: string[];
}

/** What the parser gives. */
interface Parsed {
  readonly record: string[];
  /** How many there were up to this one. */
  readonly info: { readonly records: number; readonly empty_lines: number };
}

/** How long a row may be, in characters. */
const MAX_ROW = 20_000;

/** What is wrong with the file, in words for whoever made it. */
const PROBLEMS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quotation mark',
  INVALID_OPENING_QUOTE: 'a quotation mark stands in the middle of a value that is not quoted',
  CSV_MAX_RECORD_SIZE: `a row is longer than ${MAX_ROW} characters: is a quotation mark missing?`,
};

function isCsvError(error: unknown): error is CsvError & { lines?: number } {
  return error instanceof Error && 'code' in error && String(error.code) in PROBLEMS;
}

/** An error of the whole file. */
export function fileError(problem: string): ValidationError {
  return new ValidationError(undefined, { errors: { file: [problem] } });
}

/**
 * The rows of a CSV file, the header being the first of them, as its pieces arrive: only the row that is being read is
 * held. Empty lines are none; a byte order mark, line breaks of any kind and quoted values are understood.
 *
 * @throws ValidationError with `errors.file` where the quotation marks make no sense
 */
export async function* csvRows(source: CsvSource, delimiter: string): AsyncGenerator<CsvRow, void, void> {
  const parser = parse({
    delimiter,
    // Any in any line, CRLF before its halves: of its own, the parser takes the end of the first line for the only one.
    record_delimiter: ['\r\n', '\n', '\r'],
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW,
    info: true,
  });
  // What fails is thrown by the parser's iterator.
  pipeline(Readable.from(source, { objectMode: true, highWaterMark: 1 }), parser, () => {});
  try {
    for await (const parsed of parser) {
      const { record, info } = parsed as Parsed;
      yield { at: info.records + info.empty_lines, values: record };
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    const line = error.lines === undefined ? '' : `Line ${error.lines}: `;
    const problem = PROBLEMS[error.code] ?? '';
    throw new ValidationError(undefined, { errors: { file: [line + problem] }, cause: error });
  }
}
