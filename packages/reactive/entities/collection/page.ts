import type { EntityRecord } from '../../registry/record';
import type { Plan } from './plan';
import type { Specs } from './specs';

/** How much of what matches is known: everything, or everything from the first to the last row that the provider gave. */
export interface Extent {
  /** Entities shown at most. */
  readonly window: number;
  /** The first row, where what comes before it was not asked for. */
  readonly start: object | null;
  /** The last row, where more follows. */
  readonly end: object | null;
}

/** What a page adds to what is known. */
export interface Page extends Extent {
  /** What a provider gave. */
  readonly records: readonly EntityRecord[];
  /** When it was asked for; what was confirmed later may belong as well. */
  readonly ticket: number;
  /** When its rows came: what has arrived since was not known before. */
  readonly came: number;
  readonly total: number | undefined;
  /** Whether a provider chose the records, knowing values that may not be known here; else what is known is shown. */
  readonly chosen: boolean;
}

/** A page that is known without asking. */
export interface KnownPage extends Omit<Page, 'came'> {
  readonly specs: Specs;
  readonly plan: Plan;
  readonly next: string | null;
}
