import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { fileBlocksOf } from './file-blocks';
import { blocksOf, headingsOf, inlineCodeOf, linksOf } from './markdown';
import { allPages, mirrorOf, type Page, ROOT, readPage } from './pages';

const pages = allPages();

const manifest: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);
const { scripts } = manifest;

/** A path in the repository, as pages name it. */
const PATH = /^(?:packages|apps|docs|scripts|\.ci)(?:\/[\w.@-]+)*$/;

/** What is wrong with a link, if anything. */
function faultOf({ path }: Page, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [target = '', anchor] = link.split('#');
  const at = join(ROOT, dirname(path), decodeURIComponent(target));
  if (target !== '' && !existsSync(at)) return `${link}: nothing is there`;
  if (anchor === undefined) return undefined;
  const page = target === '' ? join(ROOT, path) : at;
  const anchors = headingsOf(page, readFileSync(page, 'utf8')).map((heading) => heading.anchor);
  return anchors.includes(decodeURIComponent(anchor)) ? undefined : `${link}: there is no such heading`;
}

describe('every page', () => {
  it.each(pages)('$path has links and images that lead somewhere', (page) => {
    const links = linksOf(page.path, page.markdown);
    expect(links.map((link) => faultOf(page, link)).filter(Boolean)).toEqual([]);
  });

  it.each(pages)('$path has one title, and no heading skips a level', ({ path, markdown }) => {
    const levels = headingsOf(path, markdown).map(({ level }) => level);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  it.each(pages)('$path names files that are there, or that it makes', (page) => {
    const made = fileBlocksOf(blocksOf(page.path, page.markdown)).map(({ path }) => path);
    const named = inlineCodeOf(page.path, page.markdown).filter((code) => PATH.test(code));
    expect(named.filter((path) => !existsSync(join(ROOT, path)) && !made.includes(path))).toEqual([]);
  });

  it.each(pages)('$path names commands that there are', ({ path, markdown }) => {
    const known = new Set(['install', 'exec', ...Object.keys(scripts)]);
    const bash = blocksOf(path, markdown).filter(({ language }) => language === 'bash');
    const said = [...inlineCodeOf(path, markdown), ...bash.map(({ text }) => text)].join('\n');
    const named = [...said.matchAll(/\bpnpm ([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

/** What of the environment a source reads by name. */
function variablesIn(source: string): string[] {
  const single = source.matchAll(/process\.env(?:\.|\[')([A-Z_]+)/g);
  const several = source.matchAll(/\{([^{}]*)\} = process\.env\b/g);
  return [
    ...[...single].map(([, name = '']) => name),
    ...[...several].flatMap(([, names = '']) => names.match(/\b[A-Z][A-Z_]+\b(?=\s*[,:=]|\s*$)/g) ?? []),
  ];
}

it('the configuration names every variable of the environment that is read', () => {
  const folders = ['packages', 'apps', 'scripts'].map((folder) => join(ROOT, folder));
  const files = folders.flatMap((folder) =>
    ts.sys.readDirectory(folder, ['.ts', '.tsx', '.mjs'], ['**/node_modules', '**/dist', '**/generated']),
  );
  const sources = [...files, join(ROOT, 'vitest.config.ts')].map((file) => readFileSync(file, 'utf8'));
  const read = new Set(sources.flatMap(variablesIn));
  expect(read.size).toBeGreaterThan(5);
  const ofOthers = ['PATH', 'PRISMA_SCHEMA_ENGINE_BINARY'];
  const { path, markdown } = readPage('docs/en/configuration.md');
  const named = new Set([...inlineCodeOf(path, markdown), ...ofOthers]);
  expect([...read].filter((name) => !named.has(name))).toEqual([]);
});

const mirrored = pages.flatMap((page) => {
  const mirror = mirrorOf(page.path);
  return mirror === undefined ? [] : [{ page, path: page.path, mirror }];
});

describe('a page and its mirror', () => {
  it('there is one in Spanish for each in English, and none without', () => {
    const spanish = pages.map(({ path }) => path).filter((path) => /(^|[/.])es[/.]/.test(path));
    expect(spanish.toSorted()).toEqual(mirrored.map(({ mirror }) => mirror).toSorted());
  });

  it.each(mirrored)(
    '$path has the same code, the same sections and links to its mirror',
    ({ page, mirror }) => {
      const other = readPage(mirror);
      const code = ({ path, markdown }: Page) =>
        blocksOf(path, markdown).map(({ language, text }) => ({ language, text }));
      const levels = ({ path, markdown }: Page) => headingsOf(path, markdown).map(({ level }) => level);
      const leadsTo = (from: Page, to: Page) =>
        linksOf(from.path, from.markdown).some((link) => join(dirname(from.path), link) === to.path);
      expect(code(other)).toEqual(code(page));
      expect(levels(other)).toEqual(levels(page));
      expect([leadsTo(page, other), leadsTo(other, page)]).toEqual([true, true]);
    },
  );
});

describe('the decision records', () => {
  const records = pages.filter(({ path }) => /^docs\/decisions\/\d/.test(path));
  const index = readPage('docs/decisions/README.md');

  it.each(records)('$path has its number, its date and the sections of all', ({ path, markdown }) => {
    const [title, ...sections] = headingsOf(path, markdown).map(({ text }) => text);
    expect(title).toMatch(new RegExp(`^${path.slice('docs/decisions/'.length).slice(0, 4)}\\. `));
    expect(markdown).toMatch(/^# .+\n\n\d{4}-\d\d-\d\d\n\n## /);
    expect(sections).toEqual(['Context', 'Decision', 'Alternatives', 'Consequences']);
  });

  it('have a number each, and are listed in order', () => {
    const names = records.map(({ path }) => path.slice('docs/decisions/'.length));
    const numbers = names.map((name) => Number(name.slice(0, 4)));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    expect(linksOf(index.path, index.markdown).filter((link) => /^\d/.test(link))).toEqual(names);
  });
});
