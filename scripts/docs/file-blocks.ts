import type { Block } from './markdown';

/** What a page does to one file of the repository. */
export interface FileBlock extends Block {
  readonly path: string;
  readonly kind: 'new' | 'part' | 'appended' | 'merged' | 'patched';
}

/** Languages whose every block is a file, so that no code of a page escapes the compiler. */
const CODE = new Set(['ts', 'tsx', 'sql', 'prisma', 'json', 'jsonc', 'diff', 'js', 'css']);

const NAMED = /^(?:\/\/|--|\+\+\+) (from )?((?:[\w.-]+\/)*[\w.-]+\.\w+)\n/;

function kindOf(language: string, isPart: boolean): FileBlock['kind'] {
  if (isPart) return 'part';
  if (language === 'diff') return 'patched';
  if (language === 'jsonc') return 'merged';
  return language === 'prisma' ? 'appended' : 'new';
}

/**
 * The blocks that are files. Their first line names the file:
 *
 * - `// path` or `-- path`: a new file
 * - `// from path`: lines of a file that exists, a line `…` for what is left out
 * - `// path` in `jsonc`: merged into a JSON file that exists
 * - `// path` in `prisma`: put at the end of a schema that exists
 * - `+++ path` in `diff`: lines of a file that exists, with `-` and `+` in front of those that go and come
 *
 * @throws Error for a block of code that names no file
 */
export function fileBlocksOf(blocks: readonly Block[]): FileBlock[] {
  return blocks.flatMap((block) => {
    if (!CODE.has(block.language)) return [];
    const [, from, path] = NAMED.exec(block.text) ?? [];
    if (path === undefined) throw new Error(`${block.at}: the first line of this block should name its file`);
    return { ...block, path, kind: kindOf(block.language, from !== undefined) };
  });
}

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merge(into: Json, from: Json): Json {
  const merged = { ...into };
  for (const [key, value] of Object.entries(from)) {
    const known = merged[key];
    merged[key] = isObject(known) && isObject(value) ? merge(known, value) : value;
  }
  return merged;
}

function parseObject(text: string): Json {
  const parsed: unknown = JSON.parse(text);
  if (!isObject(parsed)) throw new Error('a JSON object was expected');
  return parsed;
}

function indentationOf(line = ''): number {
  return line.length - line.trimStart().length;
}

function indent(line: string, by: number): string {
  return by < 0 ? line.slice(Math.min(-by, indentationOf(line))) : line && ' '.repeat(by) + line;
}

/** Replaces the lines that a diff shows as they were by those that it shows as they shall be, however deep they stand. */
function patch(present: string, diff: string): string {
  const file = present.split('\n');
  const changes = diff.replace(/\n$/, '').split('\n');
  const side = (gone: string) =>
    changes.filter((line) => !line.startsWith(gone)).map((line) => line.slice(1));
  const [before, after] = [side('+'), side('-')];
  const stands = (at: number) => before.every((line, by) => file[at + by]?.trimStart() === line.trimStart());
  const [place, ...others] = [...file.keys()].filter(stands);
  if (place === undefined || others.length > 0) throw new Error('its lines should stand once in the file');
  const deeper = indentationOf(file[place]) - indentationOf(before[0]);
  file.splice(place, before.length, ...after.map((line) => indent(line, deeper)));
  return file.join('\n');
}

/** A page may show a part without the indentation that it has in its file. */
function withoutIndentation(code: string): string {
  return code.replaceAll(/^ +/gm, '');
}

function requirePart(present: string, body: string): void {
  const file = withoutIndentation(present);
  let from = 0;
  for (const lines of withoutIndentation(body).split(/^…\n/m)) {
    const at = file.indexOf(lines, from);
    if (at < 0) throw new Error(`these lines do not stand there: ${lines}`);
    from = at + lines.length;
  }
}

/**
 * The file as the page leaves it.
 *
 * @param present - what is in the file now; `undefined` when there is none
 * @throws Error when the page and the repository do not fit: a new file that exists, lines that do not stand there
 */
export function applyBlock(block: FileBlock, present: string | undefined): string {
  const body = block.text.slice(block.text.indexOf('\n') + 1);
  const apply = (): string => {
    if (block.kind === 'new') {
      if (present !== undefined) throw new Error('this file exists already');
      return block.text;
    }
    if (present === undefined) throw new Error('there is no such file');
    if (block.kind === 'part') {
      requirePart(present, body);
      return present;
    }
    if (block.kind === 'appended') return `${present}\n${body}`;
    if (block.kind === 'patched') return patch(present, body);
    return `${JSON.stringify(merge(parseObject(present), parseObject(body)), null, 2)}\n`;
  };
  try {
    return apply();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${block.at}: ${block.path}: ${reason}`, { cause: error });
  }
}
