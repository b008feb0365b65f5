import { describe, expect, it } from 'vitest';
import { endOfLine } from './header';

describe('the first line of a file', () => {
  it.each([
    ['a,b\n1,2\n', 'a,b\n'],
    ['a,b\r\n1,2\r\n', 'a,b\r'],
    ['\ufeffa,b\n', '\ufeffa,b\n'],
    ['\n\r\n\ra,b\n1,2', '\n\r\n\ra,b\n'],
    ['\ufeff\r\na,b\n1,2', '\ufeff\r\na,b\n'],
  ])('of %j ends, with what stands before it, as %j', (text, line) => {
    expect(endOfLine(Buffer.from(text))).toBe(Buffer.byteLength(line));
  });

  it.each(['', 'a,b', '\n\n', '\ufeff', '\ufeff\n', '\n\na,b'])('of %j is not all there yet', (text) => {
    expect(endOfLine(Buffer.from(text))).toBeUndefined();
  });
});
