import type { Workload } from './workload';

/** How long and how often is measured. */
export interface Effort {
  /** Processes for each workload. */
  readonly rounds: number;
  /** Timed runs of each contender in a process. */
  readonly repeats: number;
  /** How long a timed run lasts about. */
  readonly milliseconds: number;
  /** How long a contender runs before it is timed. */
  readonly warmUp: number;
  /** Which part of the sizes is taken: all, a tenth of the long ones, or the least that can be checked. */
  readonly scale: 'full' | 'tenth' | 'least';
  /** All contenders, or only those that a target is about. */
  readonly contenders: 'all' | 'judged';
}

const ALL = { contenders: 'all' } as const;

/** A tenth of a second is not enough for the engine on a slow machine: what was not yet compiled took thrice as long. */
export const FULL: Effort = { ...ALL, rounds: 3, repeats: 7, milliseconds: 10, warmUp: 1000, scale: 'full' };
export const SHORT: Effort = { ...ALL, rounds: 1, repeats: 5, milliseconds: 4, warmUp: 40, scale: 'tenth' };

/** For each change: no more than it takes to see that something has become much slower. */
export const GATE: Effort = {
  rounds: 3,
  repeats: 5,
  milliseconds: 4,
  warmUp: 200,
  scale: 'tenth',
  contenders: 'judged',
};

/** Just enough to see that each workload runs and its checks hold. */
export const LEAST: Effort = { ...ALL, rounds: 1, repeats: 1, milliseconds: 0.1, warmUp: 0, scale: 'least' };

/** How many rows a workload works on. */
export const sizeFor = (workload: Workload, { scale }: Effort): number => {
  if (scale === 'least') return workload.shortSize ?? workload.size;
  return scale === 'tenth' && workload.kind === 'count' ? Math.ceil(workload.size / 10) : workload.size;
};
