import { createHash } from 'node:crypto';
import { MAX_IMPORT_ROWS } from '@myapp/core/jobs';
import { PayloadTooLargeError, UnsupportedMediaTypeError } from 'reactive/errors';
import { type CsvHeader, endOfLine, MAX_HEADER, readHeader, refuseOtherEncodings } from '../csv/header';
import { type CsvSource, csvRows, fileError } from '../csv/read-csv';
import { discardUpload, UploadWriter } from './uploads';

/** A file that was received as a whole, and can be read. */
export interface ReceivedFile extends CsvHeader {
  readonly uploadId: string;
  /** Data rows. */
  readonly rows: number;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly digest: string;
}

/** Bytes as people count them. */
const megabytes = (bytes: number): string => `${Math.round(bytes / 100_000) / 10} MB`;

/** The bytes as they come in, once they are checked and kept. */
async function* kept(
  source: CsvSource,
  {
    writer,
    maxBytes,
    digest,
  }: { writer: UploadWriter; maxBytes: number; digest: (bytes: Uint8Array) => void },
): AsyncGenerator<Uint8Array, void, void> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  const check = (bytes?: Uint8Array): void => {
    try {
      utf8.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      throw new UnsupportedMediaTypeError(
        'The file is not encoded as UTF-8: save it as "CSV UTF-8", and send it again',
        { cause },
      );
    }
  };
  for await (const bytes of source) {
    if (size === 0) refuseOtherEncodings(bytes);
    size += bytes.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    check(bytes);
    digest(bytes);
    await writer.write(bytes);
    yield bytes;
  }
  check();
  await writer.flush();
}

/** What refuses a file by its size. */
export function tooLarge(maxBytes: number): PayloadTooLargeError {
  return new PayloadTooLargeError(`The file is larger than the ${megabytes(maxBytes)} that are accepted`);
}

/** All up to the end of the first line that is not empty, and the whole of the file with it. */
async function beginning(source: CsvSource): Promise<{ line: Uint8Array; all: CsvSource }> {
  const iterator = source[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  let end: number | undefined;
  while (end === undefined && head.length < MAX_HEADER) {
    const { done, value } = await iterator.next();
    if (done) break;
    head = new Uint8Array(Buffer.concat([head, value]));
    end = endOfLine(head);
  }
  if (end === undefined && head.length >= MAX_HEADER)
    throw fileError(`The names of the columns do not end within the first ${MAX_HEADER} bytes`);
  const all = async function* (): AsyncGenerator<Uint8Array, void, void> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  return { line: head.subarray(0, end), all: all() };
}

/**
 * Receives a CSV file of users: keeps it piece by piece, and reads it through on the way, so that what is wrong with the
 * file as a whole is told at once. Nothing is left of one that is refused.
 *
 * @throws ValidationError with `errors.columns` or `errors.file`
 * @throws PayloadTooLargeError past `maxBytes`, or the rows that are accepted
 * @throws UnsupportedMediaTypeError where it is no text in UTF-8; and whatever the source throws
 */
export async function receiveFile(source: CsvSource, maxBytes: number): Promise<ReceivedFile> {
  const writer = new UploadWriter();
  await writer.open();
  try {
    const hash = createHash('sha256');
    const digest = (bytes: Uint8Array): void => void hash.update(bytes);
    const { line, all } = await beginning(kept(source, { writer, maxBytes, digest }));
    const header = await readHeader(line);
    let rows = -1;
    for await (const _row of csvRows(all, header.delimiter)) {
      rows += 1;
      if (rows > MAX_IMPORT_ROWS) {
        throw new PayloadTooLargeError(
          `The file has more than the ${MAX_IMPORT_ROWS} rows that are accepted`,
        );
      }
    }
    if (rows < 1) throw fileError('The file has no rows below the names of its columns');
    return { ...header, uploadId: writer.id, rows, digest: hash.digest('hex') };
  } catch (error) {
    await discardUpload(writer.id);
    throw error;
  }
}
