import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = import.meta.dirname;
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const blocks = (path: string): string => read(join('blocks', path));

const document = [...read('backend-usage.md').matchAll(/```typescript\n(.*?)```/gs)].map(
  ([, text]) => text ?? '',
);

/** Not code: the pattern of a class with `${EntityName}` for the name. */
const TEMPLATE = 9;

const BLOCK = /^\/\/ >>> block (\d+)\n(.*?)^\/\/ <<<$/gms;
const EDIT = /^\/\/ EDITED: ([^\n]+)\n((?:\/\/ WAS:[^\n]*\n)*)(.*?)^\/\/ END\n/gms;

interface Part {
  readonly block: number;
  readonly text: string;
  readonly reasons: readonly string[];
}

/** A block as it stands in a file: with its edits taken back, and why each was made. */
const partsOf = (source: string): Part[] =>
  [...source.matchAll(BLOCK)].map(([, number, body = '']) => ({
    block: Number(number),
    text: body.replaceAll(EDIT, (_edit, _reason, was: string) => was.replaceAll(/^\/\/ WAS:/gm, '')),
    reasons: [...body.matchAll(EDIT)].map(([, reason = '']) => reason),
  }));

const files = readdirSync(join(folder, 'blocks'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .toSorted();
const parts = files.flatMap((path) => partsOf(blocks(path)));

describe('the code of the document on backend usage', () => {
  it.each(document.map((text, block) => ({ block, text })))(
    'block $block stands here word for word',
    (expected) => {
      const found = parts.filter(({ block }) => block === expected.block).map(({ text }) => text);
      expect(found.join('')).toBe(expected.block === TEMPLATE ? '' : expected.text);
    },
  );

  it('is edited only where a sentence says why', () => {
    const reasons = parts.flatMap((part) => part.reasons);
    expect(reasons.length).toBeGreaterThan(0);
    for (const reason of reasons) expect(reason).toMatch(/^[a-z].{20,}\.$/i);
    const marks = files.flatMap((path) => blocks(path).match(/^\/\/ (?:EDITED|END)/gm) ?? []);
    expect(marks).toHaveLength(2 * reasons.length);
  });
});
