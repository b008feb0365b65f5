import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tableAfter } from '../docs/markdown';
import { readPage } from '../docs/pages';
import { AREAS, GUARDS } from './all';
import { change, occurrences, without } from './guard';

const ROOT = resolve(import.meta.dirname, '../..');

describe('the list of guards', () => {
  it('has each name once', () => {
    expect(new Set(GUARDS.map(({ name }) => name)).size).toBe(GUARDS.length);
  });

  it.each(GUARDS)('finds what it removes exactly once: $name', ({ changes, tests }) => {
    expect(
      changes.filter((each) => occurrences(each, readFileSync(join(ROOT, each.file), 'utf8')) !== 1),
    ).toEqual([]);
    expect(changes.filter(({ find, replace }) => find === replace)).toEqual([]);
    expect(tests.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(tests).not.toEqual([]);
  });
});

describe.each([
  ['docs/en/security.md', 'Removing the guards'],
  ['docs/es/security.md', 'Quitar las protecciones'],
])('%s', (path, heading) => {
  it('tells how many guards there are, all of which are missed', () => {
    const counts = [...AREAS.map(({ length }) => length), GUARDS.length].map(String);
    const rows = tableAfter(heading, readPage(path).markdown);
    expect(rows.map(([, guards, noticed]) => [guards, noticed])).toEqual(
      counts.map((count) => [count, count]),
    );
  });
});

describe('a guard', () => {
  it('is removed as it is written, whatever stands in its place', () => {
    expect(without(change('a.ts', 'b$', '$&'), 'a b$ c')).toBe('a $& c');
  });

  it('that stands nowhere or twice is not removed', () => {
    expect(() => without(change('a.ts', 'b', ''), 'a')).toThrow('0 times');
    expect(() => without(change('a.ts', 'b', ''), 'bb')).toThrow('2 times');
  });
});
