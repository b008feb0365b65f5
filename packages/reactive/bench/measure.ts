import { type Effort, sizeFor } from './effort';
import { median, nanoseconds, nextTask } from './stopwatch';
import type { CountedWorkload, Sample, TimedWorkload, Trial, Workload } from './workload';

/** Loads the workloads anew: each contender gets code of its own, which only it has warmed up. */
export type LoadWorkload = (name: string) => Promise<Workload>;

/** The base a second time: how far its ratio is from 1 says how far to trust the others. */
export const CONTROL = 'control';

interface Runner {
  readonly name: string;
  readonly trial: Trial;
  /** Operations of a timed run. */
  n: number;
  readonly times: number[];
}

const MOST = 1 << 24;

/** A contender that has been timed for as long as this, twice at least, is not timed again. */
const PATIENCE = 2e9;

const isTimedEnough = ({ times, n }: Runner): boolean =>
  times.length >= 2 && times.reduce((sum, time) => sum + time * n, 0) >= PATIENCE;

const timed = async (trial: Trial, n: number): Promise<number> => {
  const time = await nanoseconds(() => trial.run(n));
  trial.check(n);
  await nextTask();
  return time;
};

/** However long one takes, code is not warm before it ran this often. */
const LEAST_RUNS = 5;

/** Runs longer and longer, until a run takes as long as a timed one should. */
const calibrate = async (trial: Trial, { milliseconds, warmUp }: Effort): Promise<number> => {
  const most = trial.limit ?? MOST;
  const enough = milliseconds * 1e6;
  let n = 1;
  let spent = 0;
  for (let runs = 1; ; runs++) {
    const time = await timed(trial, n);
    spent += time;
    const longEnough = time >= enough || n === most;
    if (longEnough && spent >= warmUp * 1e6 && runs >= LEAST_RUNS) {
      return Math.min(most, Math.max(1, Math.round((n * enough) / time)));
    }
    if (!longEnough) n = Math.min(most, n * 2);
  }
};

/** Whether a contender is measured: in the gate only what a target speaks of is. */
const takesPart = ({ base, targets }: Workload, { contenders }: Effort, name: string): boolean =>
  contenders === 'all' ||
  name === base ||
  targets.some(({ subject, against }) => name === subject || name === against);

const contendersOf = (workload: TimedWorkload, effort: Effort): [name: string, contender: string][] => {
  const names = Object.keys(workload.contenders)
    .filter((name) => takesPart(workload, effort, name))
    .map((name): [string, string] => [name, name]);
  return workload.base === undefined ? names : [...names, [CONTROL, workload.base]];
};

const prepare = async (
  { name, size }: { name: string; size: number },
  [label, contender]: [string, string],
  load: LoadWorkload,
): Promise<Runner> => {
  const workload = await load(name);
  const make = workload.kind === 'time' ? workload.contenders[contender] : undefined;
  if (make === undefined) throw new Error(`${name} has no contender '${contender}'.`);
  return { name: label, trial: await make(size), n: 1, times: [] };
};

const measureTimes = async (workload: TimedWorkload, effort: Effort, load: LoadWorkload): Promise<Sample> => {
  const runners: Runner[] = [];
  for (const contender of contendersOf(workload, effort)) {
    const size = sizeFor(workload, effort);
    runners.push(await prepare({ name: workload.name, size }, contender, load));
  }
  for (const runner of runners) runner.n = await calibrate(runner.trial, effort);
  for (let repeat = 0; repeat < effort.repeats; repeat++) {
    // In turn, and each time beginning with another one: what disturbs the machine disturbs all alike.
    for (let i = 0; i < runners.length; i++) {
      const runner = runners[(i + repeat) % runners.length] as Runner;
      if (isTimedEnough(runner)) continue;
      globalThis.gc?.({ type: 'minor' });
      runner.times.push((await timed(runner.trial, runner.n)) / runner.n);
    }
  }
  for (const { trial } of runners) trial.finish?.();
  return Object.fromEntries(runners.map(({ name, times }) => [name, median(times)]));
};

const measureCounts = async (workload: CountedWorkload, effort: Effort): Promise<Sample> => {
  const sample: Record<string, number> = {};
  for (const [name, count] of Object.entries(workload.counters)) {
    if (takesPart(workload, effort, name)) sample[name] = await count(sizeFor(workload, effort));
  }
  return sample;
};

/**
 * Measures a workload once, in this process.
 *
 * @throws Error when a contender did not do the work.
 */
export const measure = async (name: string, effort: Effort, load: LoadWorkload): Promise<Sample> => {
  const workload = await load(name);
  return workload.kind === 'time' ? measureTimes(workload, effort, load) : measureCounts(workload, effort);
};
