import { describe, expect, it } from 'vitest';
import { applyBlock, fileBlocksOf } from './file-blocks';

const at = 'p.md:1';
const apply = (language: string, text: string, present?: string) =>
  fileBlocksOf([{ at, language, text }]).map((block) => applyBlock(block, present));

describe('a block that is a file', () => {
  it('is a new file, which must not exist yet', () => {
    expect(apply('ts', '// a/b.ts\nx();\n')).toEqual(['// a/b.ts\nx();\n']);
    expect(apply('sql', '-- a/b.sql\nSELECT 1;\n')).toEqual(['-- a/b.sql\nSELECT 1;\n']);
    expect(() => apply('ts', '// a.ts\n', '')).toThrow('p.md:1: a.ts: this file exists already');
  });

  it('is put at the end of a schema', () => {
    expect(apply('prisma', '// a.prisma\nmodel B {}\n', 'model A {}\n')).toEqual([
      'model A {}\n\nmodel B {}\n',
    ]);
    expect(() => apply('prisma', '// a.prisma\n')).toThrow('there is no such file');
  });

  it('is merged into a JSON file', () => {
    const [merged = ''] = apply('jsonc', '// a.json\n{ "a": { "c": 2 } }\n', '{ "a": { "b": 1 }, "d": [] }');
    expect(JSON.parse(merged)).toEqual({ a: { b: 1, c: 2 }, d: [] });
  });

  it('changes lines that stand in a file once, however deep', () => {
    const diff = '+++ a.ts\n one\n-  two\n+  2\n+    and a half\n three\n';
    expect(apply('diff', diff, 'zero\none\n  two\nthree\n')).toEqual([
      'zero\none\n  2\n    and a half\nthree\n',
    ]);
    expect(apply('diff', diff, '  one\n    two\n  three\n')).toEqual([
      '  one\n    2\n      and a half\n  three\n',
    ]);
    expect(apply('diff', '+++ a.ts\n   one\n+  two\n+\n+three\n', 'one\n')).toEqual(['one\ntwo\n\nthree\n']);
    expect(() => apply('diff', diff, 'one\nthree\n')).toThrow('its lines should stand once');
    expect(() => apply('diff', '+++ a.ts\n one\n+2\n', 'one\none\n')).toThrow('its lines should stand once');
  });

  it('may be a part of a file that exists, with … for what is left out', () => {
    const part = '// from a.ts\nclass A {\n  …\nb() {}\n}\n';
    expect(apply('ts', part, 'class A {\n  a() {}\n  b() {}\n}\n')).toEqual([
      'class A {\n  a() {}\n  b() {}\n}\n',
    ]);
    expect(() => apply('ts', part, 'class A {\n  c() {}\n}\n')).toThrow('these lines do not stand there');
  });

  it('names its file, or is refused', () => {
    expect(() => apply('ts', 'x();\n')).toThrow('p.md:1: the first line of this block should name its file');
    expect(apply('bash', 'ls\n')).toEqual([]);
  });
});
