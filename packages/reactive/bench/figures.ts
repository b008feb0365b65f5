import { median } from './stopwatch';
import type { Sample, Target } from './workload';

/** The median of some rounds, and how far they lie apart. */
export interface Figure {
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/** What was measured of a contender, as a ratio to `base` of the same round where there is one. */
export const figureOf = (
  samples: readonly Sample[],
  contender: string,
  base: string | undefined,
): Figure | undefined => {
  const values = samples.flatMap((sample) => {
    const amount = sample[contender];
    const unit = base === undefined ? 1 : sample[base];
    return amount === undefined || unit === undefined ? [] : amount / unit;
  });
  if (values.length === 0) return undefined;
  return { value: median(values), least: Math.min(...values), most: Math.max(...values) };
};

/** A number with as many digits as it deserves. */
export const written = (value: number): string => {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
};

/** Whether a figure reaches its target, and if not, by how much it misses it. */
export const verdictOn = ({ value }: Figure, { limit }: Target): string =>
  value <= limit ? 'reached' : `missed: ${written(value / limit)} × the target`;
