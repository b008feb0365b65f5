import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { changedLines } from './changed-lines';
import { type Folder, folderOf } from './folders';
import { type Report, score, sum, survivors, tally } from './results';
import { LEFT, stryker } from './stryker';

/**
 * As `pnpm test:mutation`, for the lines that are new since `MUTATION_BASE` (the last commit, and what is not
 * committed, unless told) and for at most `MUTATION_MINUTES`. What it did not come to it names, and does not hold
 * against anybody.
 */
const GOAL = 90;
const { MUTATION_BASE = 'HEAD~1', MUTATION_MINUTES = '6' } = process.env;

const git = (...args: string[]): string =>
  execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });

/** What to mutate, by file, in Stryker's words. */
const changed = (): Map<string, { readonly folder: Folder; readonly lines: string[] }> => {
  const found = new Map<string, { readonly folder: Folder; readonly lines: string[] }>();
  for (const [file, ranges] of changedLines(
    git('diff', '--unified=0', MUTATION_BASE, '--', 'packages/reactive'),
  )) {
    const folder = folderOf(file);
    if (folder === undefined || ranges.length === 0) continue;
    found.set(file, { folder, lines: ranges.map(([from, to]) => `${file}:${from}-${to}`) });
  }
  return found;
};

const hasBase = (): boolean => {
  try {
    git('rev-parse', '--verify', `${MUTATION_BASE}^{commit}`);
    return true;
  } catch {
    return false;
  }
};

const measure = async (): Promise<void> => {
  const files = changed();
  const reports: Report[] = [];
  const late: string[] = [];
  const signal = AbortSignal.timeout(Number(MUTATION_MINUTES) * 60_000);
  for (const [file, { folder, lines }] of files) {
    const report = signal.aborted
      ? undefined
      : await stryker({ folder, mutate: lines, resumes: false, signal });
    if (report === undefined) late.push(file);
    else reports.push(report);
  }
  rmSync(`${LEFT}/sandbox`, { recursive: true, force: true });
  for (const survivor of reports.flatMap(survivors)) console.log(`not noticed: ${survivor}`);
  for (const file of late) console.log(`no time for: ${file}; pnpm test:mutation has it all`);
  const all = sum(reports.map(tally));
  console.log(
    `${score(all).toFixed(1)} % of ${all.killed + all.survived} mutants in the new lines of ${files.size} files noticed`,
  );
  // One that cannot be noticed must not fail a small change.
  if (score(all) < GOAL && all.survived > 1) process.exitCode = 1;
};

if (!hasBase()) console.log(`There is no ${MUTATION_BASE} in this clone, so nothing counts as changed.`);
else if (changed().size === 0) console.log(`Nothing that is mutated has changed since ${MUTATION_BASE}.`);
else await measure();
