import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A page by its path in the repository, always with `/`. */
export interface Page {
  readonly path: string;
  readonly markdown: string;
}

export function readPage(path: string): Page {
  return { path, markdown: readFileSync(join(ROOT, path), 'utf8').replaceAll('\r\n', '\n') };
}

function markdownIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

/** Everything that is written for people: the pages at the root, `docs/`, and the rules of the library. */
export function allPages(): Page[] {
  const atRoot = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  return [...atRoot, ...markdownIn('docs').toSorted(), 'packages/reactive/SPEC.md'].map(readPage);
}

/** Each page and its Spanish mirror: the README, and `docs/en` by `docs/es`. */
export function mirrorOf(path: string): string | undefined {
  if (path === 'README.md') return 'README.es.md';
  return path.startsWith('docs/en/') ? path.replace('docs/en/', 'docs/es/') : undefined;
}
