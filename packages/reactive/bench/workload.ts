/** What one contender does in a workload. */
export interface Trial {
  /** Does `n` operations; only this is timed. */
  run(n: number): void | Promise<void>;
  /** Throws unless exactly `n` operations were done since it was last called. */
  check(n: number): void;
  /** Throws unless the outcome of everything done is right. Dear checks stand here. */
  finish?(): void;
  /** The most operations that one run can do; any number unless told. */
  readonly limit?: number;
}

/** By contender: makes its trial, with everything that is not to be timed. */
export type Contenders = Readonly<Record<string, (size: number) => Trial | Promise<Trial>>>;

/** What must be reached: a ratio to another contender, or an amount. */
export interface Target {
  readonly subject: string;
  readonly limit: number;
  /** The contender to compare with; the workload's base unless told. Without a base, the limit is an amount. */
  readonly against?: string;
}

/** Where a workload's row is printed. */
export type Section = 'speed' | 'live views' | 'other shapes' | 'memory' | 'growth';

interface Described {
  readonly name: string;
  readonly section: Section;
  /** The contender that ratios refer to; absent where amounts are printed. */
  readonly base?: string;
  readonly targets: readonly Target[];
  /** How many rows the trials work on; and in the short form. */
  readonly size: number;
  readonly shortSize?: number;
}

/** Nanoseconds per operation. */
export interface TimedWorkload extends Described {
  readonly kind: 'time';
  readonly contenders: Contenders;
}

/** An amount that a contender finds out itself: bytes, or a ratio of its own. */
export interface CountedWorkload extends Described {
  readonly kind: 'count';
  readonly counters: Readonly<Record<string, (size: number) => number | Promise<number>>>;
  readonly unit: string;
}

export type Workload = TimedWorkload | CountedWorkload;

/** By contender: nanoseconds per operation, or the amount. */
export type Sample = Readonly<Record<string, number>>;

/** Throws unless what was done is what should have been done. */
export const expectSame = (what: string, actual: unknown, expected: unknown): void => {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)} instead of ${String(expected)}`);
};
