/** A fenced block of a page. */
export interface Block {
  /** Where its opening fence stands: `docs/en/getting-started.md:12`. */
  readonly at: string;
  readonly language: string;
  readonly text: string;
}

const FENCE = /^(`{3,})(.*)$/;

interface Parts {
  readonly blocks: Block[];
  /** The lines outside of fenced blocks. */
  readonly prose: string;
}

/**
 * Takes a page apart.
 *
 * @throws Error when a fenced block is not closed
 */
function partsOf(page: string, markdown: string): Parts {
  const blocks: Block[] = [];
  const prose: string[] = [];
  let open: { fence: string; at: string; language: string; lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, fence = '', language = ''] = FENCE.exec(line) ?? [];
    if (open) {
      if (line === open.fence) {
        blocks.push({ at: open.at, language: open.language, text: `${open.lines.join('\n')}\n` });
        open = undefined;
      } else open.lines.push(line);
    } else if (fence) open = { fence, at: `${page}:${index + 1}`, language: language.trim(), lines: [] };
    else prose.push(line);
  }
  if (open) throw new Error(`${open.at}: this block is not closed`);
  return { blocks, prose: prose.join('\n') };
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string, markdown: string): Block[] {
  return partsOf(page, markdown).blocks;
}

/** A heading, and the anchor that GitHub gives it. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly anchor: string;
}

/** The headings of a page, in order. */
export function headingsOf(page: string, markdown: string): Heading[] {
  const used = new Map<string, number>();
  return [...partsOf(page, markdown).prose.matchAll(/^(#{1,6}) (.+)$/gm)].map(([, marks = '', text = '']) => {
    const plain = text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N} _-]/gu, '');
    const slug = plain.replaceAll(' ', '-');
    const before = used.get(slug) ?? 0;
    used.set(slug, before + 1);
    return { level: marks.length, text, anchor: before === 0 ? slug : `${slug}-${before}` };
  });
}

const LINK = /\]\(\s*<?([^)\s>]+)>?[^)]*\)|\b(?:src|href|srcset)="([^"]+)"/g;

/** Where a page's links and images lead. */
export function linksOf(page: string, markdown: string): string[] {
  const prose = partsOf(page, markdown).prose.replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(LINK)].map(([, target = '', attribute = '']) => target || attribute);
}

/** What stands between backticks in the text of a page. */
export function inlineCodeOf(page: string, markdown: string): string[] {
  return [...partsOf(page, markdown).prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** The rows of the table that follows a heading, cell by cell, without its head. */
export function tableAfter(heading: string, markdown: string): string[][] {
  const section = markdown.split(/^#{1,6} /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
