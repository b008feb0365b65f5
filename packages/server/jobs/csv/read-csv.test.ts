import { describe, expect, it } from 'vitest';
import { csvRows } from './read-csv';

async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
}

async function rowsOf(text: string, size = text.length): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { values } of csvRows(pieces(text, size), ',')) rows.push(values);
  return rows;
}

const ROWS = [
  ['name', 'email'],
  ['Ada', 'ada@example.org'],
  ['Eve, or\r\nwho\n', 'eve@example.org'],
];

describe('the rows of a CSV file', () => {
  it.each([
    ['LF', '\n', '\n'],
    ['CRLF', '\r\n', '\r\n'],
    ['CR', '\r', '\r'],
    ['LF below a header that ends with CRLF', '\r\n', '\n'],
    ['CRLF below a header that ends with LF', '\n', '\r\n'],
    ['CR below a header that ends with LF', '\n', '\r'],
  ])('end with %s, wherever the file is cut', async (_what, first, other) => {
    const text = `name,email${first}Ada,ada@example.org${other}"Eve, or\r\nwho\n",eve@example.org${other}`;
    for (let size = 1; size <= text.length; size += 1) expect(await rowsOf(text, size)).toEqual(ROWS);
  });

  it('may end each in another way', async () => {
    expect(await rowsOf('a,b\n1,"2"\r\n3,"4"\r5,6\n\n\r\n"7",8')).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
      ['7', '8'],
    ]);
  });

  it('are counted as programs for tables count them: with empty lines, and each with all of its own', async () => {
    const text = '\n\r\na,b\n\n"1\n\n1",2\r\n\r\n\r\n3,4\n""\n5,6\n\n';
    for (let size = 1; size <= text.length; size += 1) {
      const places: [number, string | undefined][] = [];
      for await (const { at, values } of csvRows(pieces(text, size), ',')) places.push([at, values[0]]);
      expect(places).toEqual([
        [3, 'a'],
        [5, '1\n\n1'],
        [8, '3'],
        [9, ''],
        [10, '5'],
      ]);
    }
  });
});
