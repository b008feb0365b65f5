import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandsOf } from './console-blocks';
import { type FileBlock, fileBlocksOf } from './file-blocks';
import { blocksOf, type Heading, headingsOf } from './markdown';
import { ROOT, readPage } from './pages';

/** The document that the project comes from. */
const ORIGINAL = 'apps/api/backend-usage/backend-usage.md';

const { path: guide, markdown } = readPage('docs/en/backend-usage.md');
const blocks = blocksOf(guide, markdown);
const commands = commandsOf(blocks).map(({ run }) => run);
const files = fileBlocksOf(blocks).filter(({ kind }) => kind === 'new');

const wordsOf = ({ text }: Heading): string[] => text.toLowerCase().match(/[a-z]+|\d+/g) ?? [];

/** Whether a command names a file, or a folder of tests that it is in. */
const isNamed = ({ path }: FileBlock): boolean =>
  commands.some((line) => {
    const named = line.split(' ').filter((word) => word.includes('/'));
    return named.includes(path) || (path.endsWith('.test.ts') && named.includes(dirname(path)));
  });

const importsOf = ({ path, text }: FileBlock): string[] =>
  [...text.matchAll(/ from '(\.[^']*)'/g)].map(([, to = '']) => `${join(dirname(path), to)}.ts`);

describe('the guide to backend usage', () => {
  it('has the sections of the document that it stands for, in their order', () => {
    const headings = headingsOf(guide, markdown);
    const original = headingsOf(ORIGINAL, readFileSync(join(ROOT, ORIGINAL), 'utf8'));
    let from = 0;
    const missing = original.filter((section) => {
      const isIt = (heading: Heading): boolean =>
        heading.level === section.level && wordsOf(section).every((word) => wordsOf(heading).includes(word));
      const at = headings.findIndex((heading, index) => index >= from && isIt(heading));
      if (at >= 0) from = at + 1;
      return at < 0;
    });
    expect(missing.map(({ text }) => text)).toEqual([]);
    expect(original.length).toBeGreaterThan(20);
  });

  it('runs each of its programs, so that none is only compiled', () => {
    const run = files.filter(isNamed);
    const imported = new Set(run.flatMap(importsOf));
    const idle = files.filter((file) => !run.includes(file) && !imported.has(file.path));
    expect(idle.map(({ at }) => at)).toEqual([]);
    expect(run.length).toBeGreaterThan(15);
  });

  it('shows what each of its programs prints', () => {
    const silent = commandsOf(blocks).filter(({ prints }) => prints.replaceAll(/[\s…]/g, '') === '');
    expect(silent.map(({ run }) => run)).toEqual([]);
  });
});
