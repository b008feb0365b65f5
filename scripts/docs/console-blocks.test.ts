import { describe, expect, it } from 'vitest';
import { commandsOf, printsAsWritten } from './console-blocks';

const commands = (text: string) => commandsOf([{ at: 'p.md:1', language: 'console', text }]);
const written = (prints: string) => ({ at: 'p.md:1', run: 'x', prints });

describe('a console block', () => {
  it('has commands, their continuations, and what each prints', () => {
    expect(commands('$ one \\\n  -x\n1\n$ two\n2\n2\n')).toEqual([
      { at: 'p.md:1', run: 'one \\\n  -x', prints: '1\n' },
      { at: 'p.md:1', run: 'two', prints: '2\n2\n' },
    ]);
    expect(commandsOf([{ at: 'p.md:1', language: 'bash', text: 'ls\n' }])).toEqual([]);
    expect(() => commands('ls\n')).toThrow('a console block begins with a command');
  });

  it.each([
    ['a b\n', 'a  b\n\n', true],
    ['a b\n', 'a c\n', false],
    ['a\n', 'a\nb\n', false],
    ['{ "a": "2026-11-22T10:00:00.000Z" }\n', '{"a":"2001-01-01T01:02:03.456Z"}', true],
    ['{ "a": "…", "b": 1 }\n', '{"a":"x\\ny","b":1}', true],
    ['{ "a": "…", "b": 1 }\n', '{"a":"x","b":2}', false],
    ['a.c\n', 'abc', false],
  ])('that prints %j is true of %j: %s', (prints, printed, isTrue) => {
    expect(printsAsWritten(written(prints), printed)).toBe(isTrue);
  });

  it.each([
    ['ETag: "1"\n\n{ "a": 1 }', true],
    ['ETag: "2"\n\n{ "a": 1 }', false],
    ['ETag: "1"\n\n{ "a": 2 }', false],
    ['\n{ "a": 1 }', true],
    ['X-Other: 1\n\n{ "a": 1 }', false],
  ])('that answers with %j is compared by the headers that it shows: %s', (rest, isTrue) => {
    const sent = 'HTTP/1.1 200 OK\r\nVary: *\r\nETag: "1"\r\n\r\n{"a":1}';
    expect(printsAsWritten(written(`HTTP/1.1 200 OK\n${rest}\n`), sent)).toBe(isTrue);
  });
});
