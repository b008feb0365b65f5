import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Effort } from './effort';
import type { Sample, Workload } from './workload';

/** A workload, and what was measured in each round; or why it was not. */
export interface Outcome {
  readonly workload: Workload;
  readonly samples: readonly Sample[];
  readonly failure?: string;
}

const run = promisify(execFile);
const CHILD = fileURLToPath(new URL('./child.js', import.meta.url));
// One thread, so that all work for a contender is done, and counted, while that is timed.
const FLAGS = ['--expose-gc', '--max-old-space-size=8192', '--single-threaded-gc'];

/** Measures a workload once, in a process of its own. */
export const sampleOf = async (workload: Workload, effort: Effort): Promise<Sample> => {
  const { stdout } = await run(process.execPath, [...FLAGS, CHILD, workload.name, JSON.stringify(effort)], {
    // Peers check more while they are developed with, and cost more.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return JSON.parse(stdout) as Sample;
};

/** Measures all workloads, round by round, each in a process of its own, one after another. */
export const measureAll = async (
  workloads: readonly Workload[],
  effort: Effort,
  tell: (what: string) => void,
): Promise<Outcome[]> => {
  const samples = new Map<Workload, Sample[]>(workloads.map((workload) => [workload, []]));
  const failures = new Map<Workload, string>();
  for (let round = 1; round <= effort.rounds; round++) {
    for (const workload of workloads) {
      // Amounts hardly differ from one process to the next, and take long.
      if (failures.has(workload) || (workload.kind === 'count' && round > 1)) continue;
      tell(`round ${round} of ${effort.rounds}: ${workload.name}`);
      try {
        samples.get(workload)?.push(await sampleOf(workload, effort));
      } catch (error) {
        failures.set(workload, error instanceof Error ? error.message : String(error));
      }
    }
  }
  return workloads.map((workload) => {
    const failure = failures.get(workload);
    const measured = { workload, samples: samples.get(workload) ?? [] };
    return failure === undefined ? measured : { ...measured, failure };
  });
};
