import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the databases of a run are, to copy from. */
    readonly databases: string;
  }
}

/** Vitest calls it before the tests of all files, and what it gives after them. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'databases-'));
  provide('databases', folder);
  return () => rm(folder, { recursive: true });
}
