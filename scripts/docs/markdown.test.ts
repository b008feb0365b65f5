import { describe, expect, it } from 'vitest';
import { blocksOf, headingsOf, inlineCodeOf, linksOf, tableAfter } from './markdown';

const page = [
  '# A title',
  'See [one](./one.md#part), ![two](two.png "Two"), `[no](link)` and <img src="three.png">.',
  '```ts',
  '// a.ts',
  '# no heading, [no](link)',
  '```',
  '## ¿Qué es? `x`',
  '````md',
  '```',
  'inner',
  '```',
  '````',
  '## ¿Qué es? `x`',
  '| a | b |',
  '| - | - |',
  String.raw`| 1 | 2 \| 3 |`,
  '',
].join('\n');

describe('a page', () => {
  it('has blocks, each with its place and language', () => {
    expect(blocksOf('p.md', page)).toEqual([
      { at: 'p.md:3', language: 'ts', text: '// a.ts\n# no heading, [no](link)\n' },
      { at: 'p.md:8', language: 'md', text: '```\ninner\n```\n' },
    ]);
  });

  it('has headings, with the anchors of GitHub', () => {
    expect(headingsOf('p.md', page).map(({ level, anchor }) => [level, anchor])).toEqual([
      [1, 'a-title'],
      [2, 'qué-es-x'],
      [2, 'qué-es-x-1'],
    ]);
  });

  it('has links, outside of code only', () => {
    expect(linksOf('p.md', page)).toEqual(['./one.md#part', 'two.png', 'three.png']);
  });

  it('has code within its text', () => {
    expect(inlineCodeOf('p.md', page)).toEqual(['[no](link)', 'x', 'x']);
  });

  it('has tables', () => {
    expect(tableAfter('¿Qué es? `x`', page)).toEqual([]);
    expect(tableAfter('T', `## T\n| a |\n|---|\n${String.raw`| 1 \| 2 |`}\n`)).toEqual([
      [String.raw`1 \| 2`],
    ]);
  });

  it('is refused with a block that does not end', () => {
    expect(() => blocksOf('p.md', '```ts\nx')).toThrow('p.md:1: this block is not closed');
  });
});
