import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Folder } from './folders';
import type { Report } from './results';

/** Where everything goes that a run leaves behind; Git ignores it. */
export const LEFT = '.mutation';

const command = join(
  dirname(createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json')),
  'bin/stryker.js',
);

export interface Run {
  readonly folder: Folder;
  /** Files, each with the lines to mutate or whole: `file.ts:3-8`. */
  readonly mutate: readonly string[];
  /** Keeps what was found out, so that the next run has only to do what is left or has changed. */
  readonly resumes: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The results that a resumable run of a folder has left. */
export const resultsOf = (folder: Folder): string => `${LEFT}/${folder}.json`;

/** Has Stryker mutate and test. Answers its report, or nothing where it was ended by the signal. */
export const stryker = async ({ folder, mutate, resumes, signal }: Run): Promise<Report | undefined> => {
  mkdirSync(LEFT, { recursive: true });
  const report = `${LEFT}/report.json`;
  rmSync(report, { force: true });
  const args = [
    'run',
    '--mutate',
    mutate.join(','),
    ...(resumes ? ['--incremental', '--incrementalFile', resultsOf(folder)] : []),
  ];
  const child = spawn(process.execPath, [command, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, MUTATED: folder },
    signal,
    killSignal: 'SIGINT',
  });
  const status = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('exit', resolve);
  });
  if (signal?.aborted === true) return undefined;
  // Without a test that could be loaded it ends well and leaves nothing.
  if (status !== 0 || !existsSync(report)) throw new Error(`Stryker failed on ${mutate.join(', ')}.`);
  return JSON.parse(readFileSync(report, 'utf8')) as Report;
};
