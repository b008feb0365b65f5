import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard } from './guard';

/** What tests found. */
export interface Outcome {
  readonly passed: number;
  /** The titles of those that failed. */
  readonly failed: readonly string[];
  /** Files of which no test was run: what makes them fail proves nothing. */
  readonly notRun: readonly string[];
  readonly output: string;
}

/** Vitest's report, as far as it is read. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Milliseconds. Without a guard some tests wait for ever; with all of them each takes less, which is shown before. */
const LONGEST_TEST = 30_000;
const LIMIT = 240_000;
/** The same of all files in a row, on a machine that has other work. */
const LIMIT_OF_ALL = 30 * 60_000;

function read(report: string): Pick<Outcome, 'passed' | 'failed' | 'notRun'> {
  if (!existsSync(report)) return { passed: 0, failed: [], notRun: ['all'] };
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report; // Vitest's own
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const of = (status: string) => tests.filter((test) => test.status === status);
  const ran = (results: Report['testResults'][number]['assertionResults']): boolean =>
    results.some(({ status }) => status === 'passed' || status === 'failed');
  return {
    passed: of('passed').length,
    failed: of('failed').map(({ fullName }) => fullName),
    notRun: testResults.filter(({ assertionResults }) => !ran(assertionResults)).map(({ name }) => name),
  };
}

/**
 * Runs files of tests in a folder.
 *
 * @param bail - whether the first failure is enough
 */
export async function runTests(
  folder: string,
  { project, tests, only }: Pick<Guard, 'project' | 'tests' | 'only'>,
  { bail, env }: { readonly bail: boolean; readonly env: Readonly<Record<string, string>> },
): Promise<Outcome> {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    `--testTimeout=${LONGEST_TEST}`,
    // What did not change since the guard before need not be read again.
    '--experimental.fsModuleCache',
    ...(bail ? ['--bail', '1'] : []),
    ...(only === undefined ? [] : ['--testNamePattern', `^${only}`]),
    ...tests,
  ];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const limit = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), bail ? LIMIT : LIMIT_OF_ALL);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(limit);
  return { ...read(report), output };
}
