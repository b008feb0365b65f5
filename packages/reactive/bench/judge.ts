import { figureOf, written } from './figures';
import { type KnownMiss, knownMisses } from './known-misses';
import { CONTROL } from './measure';
import { median } from './stopwatch';
import type { Sample, Target, Workload } from './workload';

/** A ratio fails when it is this many times past its target; one that is known to miss it, past what was recorded. */
const SLACK = 1.5;

/** When two measurements of one contender lie this far apart, nothing can be said of others. */
const TOO_NOISY = 1.5;

/** One target of a workload. */
export interface Row {
  readonly workload: Workload;
  readonly target: Target;
  readonly against: string | undefined;
  /** The ratio that is known to miss the target. */
  readonly known: number | undefined;
}

/** What came of a row. Only `fails` fails the gate. */
export interface Judgement {
  readonly row: Row;
  readonly verdict: 'holds' | 'known miss' | 'fails' | 'not judged';
  readonly ratio: number | undefined;
  readonly noise: number;
  readonly why: string;
}

const isAbout =
  (workload: Workload, { subject, against }: Target) =>
  (miss: KnownMiss): boolean =>
    miss.workload === workload.name && miss.subject === subject && miss.against === against;

/** The rows of some workloads. */
export const rowsOf = (workloads: readonly Workload[], misses = knownMisses): Row[] =>
  workloads.flatMap((workload) =>
    workload.targets.map((target) => ({
      workload,
      target,
      against: target.against ?? workload.base,
      known: misses.find(isAbout(workload, target))?.ratio,
    })),
  );

/** The ratio from which on a row fails. */
export const limitOf = ({ target, known = 0 }: Row): number => SLACK * Math.max(target.limit, known);

/** How far two measurements of the base lie apart: 1 is not at all. */
const noiseOf = ({ base }: Workload, samples: readonly Sample[]): number => {
  const apart = samples.flatMap((sample) => {
    const ratio = (sample[CONTROL] ?? Number.NaN) / (sample[base ?? ''] ?? Number.NaN);
    return Number.isFinite(ratio) && ratio > 0 ? [Math.max(ratio, 1 / ratio)] : [];
  });
  return apart.length === 0 ? 1 : median(apart);
};

/** Judges a row by what was measured in several processes. */
export const judge = (row: Row, samples: readonly Sample[]): Judgement => {
  const { target, known } = row;
  const ratio = figureOf(samples, target.subject, row.against)?.value;
  const noise = noiseOf(row.workload, samples);
  const said = (verdict: Judgement['verdict'], why: string): Judgement => ({
    row,
    verdict,
    ratio,
    noise,
    why,
  });
  if (ratio === undefined) return said('not judged', 'there was no time to measure it');
  const limit = limitOf(row);
  if (ratio <= limit) {
    if (known === undefined)
      return said('holds', ratio <= target.limit ? 'reached' : 'past its target, within the slack');
    return ratio <= target.limit
      ? said('holds', 'reached: take it off the known misses')
      : said('known miss', `${written(known)} was recorded`);
  }
  const excess = `${written(ratio / (limit / SLACK))} × ${known === undefined ? 'its target' : 'what was recorded'}`;
  if (noise > TOO_NOISY) return said('not judged', `${excess}, and the machine is too noisy`);
  if (ratio <= limit * noise) return said('not judged', `${excess}, within the noise`);
  return said('fails', excess);
};
