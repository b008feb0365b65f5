import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';

/**
 * What a program would run as a formula that sees a cell begin within a value: because it separates by semicolons, as
 * those of many languages do, or by tabs, or knows no quotes.
 */
const INNER_FORMULA = /([;,\t\r\n][ "]*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

const harmless = (value: string): string => value.replace(INNER_FORMULA, "$1'");

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
    escape_formulas: true,
    quoted_match: /[;\t]/,
  });
  const lines = async function* (): AsyncGenerator<readonly string[]> {
    yield header.map(harmless);
    for await (const row of rows) yield row.map(harmless);
  };
  const source = Readable.from(lines(), { objectMode: true });
  source.on('error', (error) => writer.destroy(error));
  writer.on('close', () => source.destroy());
  return source.pipe(writer);
}
