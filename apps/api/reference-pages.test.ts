import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@myapp/server/db';
import { errorStatus } from 'reactive/errors';
import { defaultLimits } from 'reactive/query';
import { describe, expect, it, onTestFinished } from 'vitest';
import { blocksOf, tableAfter } from '../../scripts/docs/markdown';
import { readPage } from '../../scripts/docs/pages';
import { ConfigError, readConfig } from './config';
import { drain, listen, urlOf } from './server';

/** `code` → code; anything else is prose. */
const codeIn = (cell = '') => /^`([^`]*)`$/.exec(cell)?.[1];

const { maxDepth, maxNodes, maxListLength, maxTextLength, pageSize, maxPageSize } = defaultLimits;
const englishLimits = [
  `${maxDepth} levels of \`AND\`, \`OR\` and \`NOT\`; ${maxNodes} conditions; ${maxListLength} values in a list; ` +
    `${maxTextLength.toLocaleString('en')} characters in a text.`,
  `1 to ${maxPageSize} users, ${pageSize} if left out`,
];
const spanishLimits = [
  `${maxDepth} niveles de \`AND\`, \`OR\` y \`NOT\`; ${maxNodes} condiciones; ${maxListLength} valores en una lista; ` +
    `${maxTextLength} caracteres en un texto.`,
  `de 1 a ${maxPageSize} usuarios; ${pageSize} si no se indica`,
];

describe.each([
  { path: 'docs/en/api-http.md', heading: 'Errors', limits: englishLimits },
  { path: 'docs/es/api-http.md', heading: 'Errores', limits: spanishLimits },
])('$path', ({ path, heading, limits }) => {
  const { markdown } = readPage(path);

  it('lists every code with its status', () => {
    const rows = tableAfter(heading, markdown).map(([code, status]) => [codeIn(code), Number(status)]);
    expect(Object.fromEntries(rows)).toEqual(errorStatus);
  });

  it.each(limits)('names the limits of a query: %s', (sentence) => {
    expect(markdown).toContain(sentence);
  });
});

describe.each(['docs/en/configuration.md', 'docs/es/configuration.md'])('%s', (path) => {
  const { markdown } = readPage(path);
  const rows = tableAfter('Variables', markdown).map(([name, value, , line]) => ({
    name: codeIn(name) ?? '',
    value: codeIn(value),
    line: codeIn(line) ?? '',
  }));

  it('lists every variable that is read, and no other', () => {
    const read = new Set<string>();
    const spy = new Proxy({}, { get: (_target, name) => void read.add(String(name)) });
    readConfig(spy);
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...read].toSorted());
  });

  it.each(rows)('tells the default of $name and how a wrong value is refused', ({ name, value, line }) => {
    expect(readConfig(value === undefined ? {} : { [name]: value })).toEqual(readConfig({}));
    expect(() => readConfig({ [name]: '' })).toThrow(new ConfigError(line));
  });

  it('tells when it is a demo', () => {
    expect(markdown).toMatch(/^\| `DEMO_MODE` +\| `yes` .*, `no` /m);
    expect(readConfig({}).demo).toBe(true);
    expect(readConfig({ DATABASE_URL: 'postgres://localhost/app' }).demo).toBe(false);
  });
});

describe('the lines that say why the API does not start', () => {
  const page = readPage('docs/en/configuration.md');
  const lines = blocksOf(page.path, page.markdown)
    .filter(({ language }) => language === 'text')
    .map(({ text }) => text.trim());
  const asWritten = (line: string) =>
    expect.stringMatching(
      new RegExp(
        `^${line
          .split('…')
          .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.+')}$`,
      ),
    );

  async function refusal(work: () => Promise<unknown>): Promise<string> {
    const error: unknown = await work().catch((thrown: unknown) => thrown);
    return error instanceof Error ? error.message : '';
  }

  it('are those that are said', { timeout: 60_000 }, async () => {
    const at = { host: '127.0.0.1', port: 0 };
    const server = await listen((_req, res) => res.end(), at);
    const dataDir = await mkdtemp(join(tmpdir(), 'reference-'));
    const database = await openDatabase({ dataDir });
    onTestFinished(async () => {
      await database.close();
      await drain(server, 0);
      await rm(dataDir, { recursive: true });
    });
    const port = Number(new URL(urlOf(server)).port);
    const said = [
      await refusal(() => listen(() => {}, { ...at, port })),
      await refusal(() => openDatabase({ dataDir })),
      await refusal(() => openDatabase({ url: 'postgresql://app@127.0.0.1:1/app' })),
    ];
    expect(said).toEqual(lines.map(asWritten));
  });
});
