import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository around a folder: relative folders are meant from it, wherever in it a process was started. */
export function repositoryFolder(folder = process.cwd()): string | undefined {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryFolder(above);
}
