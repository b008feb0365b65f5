import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { writeCsv } from './write-csv';

async function* rowsOf(...rows: string[][]): AsyncGenerator<string[]> {
  yield* rows;
}

const written = (...rows: string[][]): Promise<string> =>
  text(writeCsv(['id', 'name', 'email'], rowsOf(...rows)));

const NAMES = [
  "Demo;=cmd|' /C calc'!A0;",
  'Demo\t+1',
  'Demo; "=1',
  'Demo;"";\t@x',
  'Demo\r\n-1',
  'Demo,=1',
  'Demo;\uFF1D1',
  '=1',
  '\t=1',
  '@x',
];

describe('a value in a CSV file', () => {
  it.each([',', ';', '\t'])('is run as a formula by no program that separates by %j', async (delimiter) => {
    const file = await written(...NAMES.map((name) => ['1', name, 'a@example.org']));
    for (const quote of ['"', false] as const) {
      const read = { delimiter, quote, relax_quotes: true, relax_column_count: true, bom: true };
      const cells = parse(file, read).flat();
      // Quotes that are left are those of a cell that is all quoted, or none.
      const shown = cells.map((cell) => cell.replace(/^[\s"]+/, ''));
      expect(shown.filter((cell) => /^[=+\-@\uFF1D]/.test(cell))).toEqual([]);
    }
  });

  it('is what it was, where nothing in it would be run', async () => {
    const names = ['Ada; Countess', 'a-b', 'a = b', 'x@y', 'a;b\tc', 'so "called"', 'two\nlines', ''];
    const file = await written(...names.map((name) => ['1', name, 'a@example.org']));
    const read = parse<{ name: string }>(file, { bom: true, columns: true });
    expect(read.map(({ name }) => name)).toEqual(names);
    expect(file).toContain('"Ada; Countess"');
  });

  it('may be long, of whatever it is made', async () => {
    const long = [';', ';"', '\t', ' '].map((part) => part.repeat(1e6));
    expect((await written(long)).length).toBeGreaterThan(5e6);
  });
});
