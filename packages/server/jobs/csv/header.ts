import { type ColumnReading, DELIMITERS, type FileColumn, readColumns } from '@myapp/core/jobs';
import { UnsupportedMediaTypeError, ValidationError } from 'reactive/errors';
import { csvRows, fileError } from './read-csv';

/** What the first line of a file says of the others. */
export interface CsvHeader {
  readonly columns: FileColumn[];
  readonly delimiter: (typeof DELIMITERS)[number];
}

/** Bytes within which the first line has to end. */
export const MAX_HEADER = 4096;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The rest of the world separates by what its decimals are not written with: what makes most sense is meant. */
async function bestReading(line: Uint8Array): Promise<ColumnReading & Pick<CsvHeader, 'delimiter'>> {
  const attempts = await Promise.allSettled(
    DELIMITERS.map(async (delimiter) => {
      const { value } = await csvRows(once(line), delimiter).next();
      return { ...readColumns(value?.values ?? []), delimiter };
    }),
  );
  // Names in quotation marks make sense by what separates them alone; by nothing else.
  const readings = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
  const [first] = attempts;
  if (readings.length === 0 && first?.status === 'rejected') throw first.reason;
  return readings.reduce((best, reading) => (reading.columns.length > best.columns.length ? reading : best));
}

/** A byte order mark, as UTF-8 has it. */
const MARK = [0xef, 0xbb, 0xbf];

const isLineBreak = (byte: number): boolean => byte === 0x0a || byte === 0x0d;

/**
 * Where the first line of a file ends that is not empty, its end included; `undefined` where that is not among these
 * bytes. Names of columns hold no line breaks.
 */
export function endOfLine(bytes: Uint8Array): number | undefined {
  const start = bytes.findIndex((byte, at) => !isLineBreak(byte) && byte !== MARK[at]);
  const end = bytes.findIndex((byte, at) => at > start && isLineBreak(byte));
  return start === -1 || end === -1 ? undefined : end + 1;
}

/**
 * Recognises by its first bytes what is often sent instead.
 *
 * @throws UnsupportedMediaTypeError which says what to do
 */
export function refuseOtherEncodings([first, second]: Uint8Array): void {
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) {
    throw new UnsupportedMediaTypeError('The file is UTF-16: save it as "CSV UTF-8", and send it again');
  }
  if (first === 0x50 && second === 0x4b) {
    throw new UnsupportedMediaTypeError(
      'This is a workbook, not a CSV file: save it as "CSV UTF-8", and send that',
    );
  }
}

/**
 * Reads the first line of a file.
 *
 * @throws ValidationError with `errors.columns`, or `errors.file` where there is none
 */
export async function readHeader(line: Uint8Array): Promise<CsvHeader> {
  const { names, columns, problems, delimiter } = await bestReading(line);
  if (names.length === 0) throw fileError('The file is empty: its first line has to name the columns');
  if (problems.length > 0) throw new ValidationError(undefined, { errors: { columns: [...problems] } });
  return { columns: [...columns], delimiter };
}
