import { readdirSync } from 'node:fs';

/** The library's innermost folders: what everything else stands on. */
export const FOLDERS = ['query', 'registry', 'entities', 'model'] as const;
export type Folder = (typeof FOLDERS)[number];

const ROOT = 'packages/reactive';

/** Types alone, and lists of what is exported, have nothing to break. */
const isSource = (file: string): boolean =>
  file.endsWith('.ts') && !/\.(test|test-d|fixture)\.ts$|\/(index|types)\.ts$/.test(file);

/** The folder whose tests guard a file. */
export const folderOf = (file: string): Folder | undefined =>
  isSource(file) ? FOLDERS.find((folder) => file.startsWith(`${ROOT}/${folder}/`)) : undefined;

/** The sources of a folder. */
export const sourcesOf = (folder: Folder): string[] =>
  readdirSync(`${ROOT}/${folder}`, { recursive: true, encoding: 'utf8' })
    .map((file) => `${ROOT}/${folder}/${file.replaceAll('\\', '/')}`)
    .filter(isSource)
    .sort();
