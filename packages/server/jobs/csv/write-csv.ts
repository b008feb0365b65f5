import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { asText } from './formulas';

/**
 * Writes rows as a CSV file that programs for tables open as what it is: UTF-8 with a byte order mark, CRLF, and an
 * apostrophe before what they would run as a formula (`=`, `+`, `-`, `@`), at the beginning of a value and after what
 * another program takes for the end of one (`;`, a tab).
 *
 * @example
 * writeCsv(['name', 'email'], rows).pipe(response);
 */
export function writeCsv(header: readonly string[], rows: AsyncIterable<readonly string[]>): Readable {
  const writer = stringify({
    bom: true,
    record_delimiter: 'windows',
    quoted_match: /[;\t]/,
  });
  const lines = async function* (): AsyncGenerator<readonly string[]> {
    yield header.map(asText);
    for await (const row of rows) yield row.map(asText);
  };
  const source = Readable.from(lines(), { objectMode: true });
  source.on('error', (error) => writer.destroy(error));
  writer.on('close', () => source.destroy());
  return source.pipe(writer);
}
