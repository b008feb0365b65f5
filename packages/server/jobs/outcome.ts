import { type ErrorCode, errorFrom } from 'reactive/errors';
import { DrainingError, JobCancelledError } from './errors';
import type { Ending } from './job-rows';

/** How often a job may fail, or take its process down, without having come any further. */
export const MAX_FAILURES = 5;

/** Seconds before the first attempt after a failure; each further one is twice as far away. */
const FIRST_DELAY = 2;

/** What may be gone the next time; the job is not to blame for it. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'unavailable',
  'timeout',
  'internal',
  'rate_limited',
  'aborted',
]);

/** What becomes of a job that was not completed, and of the news of it. */
export interface Outcome extends Ending {
  /** Seconds before it is taken up again. */
  readonly delay: number;
  /** Whether somebody should look at what happened. */
  readonly report: boolean;
}

/**
 * What becomes of a job that ended with this.
 *
 * @param failures how often it failed before without having come any further
 */
export function endingOf(thrown: unknown, failures: number): Outcome {
  const quiet = { error: null, failed: false, delay: 0, report: false } as const;
  if (thrown instanceof JobCancelledError) return { ...quiet, status: 'cancelled' };
  if (thrown instanceof DrainingError) return { ...quiet, status: 'pending' };
  const error = errorFrom(thrown);
  // What an internal error says is for the log.
  const { detail } = error.toProblem();
  const isPassing = PASSING.has(error.code);
  const failed = { error: detail, failed: true, report: isPassing } as const;
  if (!isPassing || failures + 1 >= MAX_FAILURES) return { ...failed, status: 'failed', delay: 0 };
  return { ...failed, status: 'pending', delay: FIRST_DELAY * 2 ** failures };
}
