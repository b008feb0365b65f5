import { StateError } from 'reactive/errors';

/** Somebody else has taken the job up since, or may have: whoever held it may write nothing more for it. */
export class StaleLeaseError extends Error {
  override readonly name = 'StaleLeaseError';

  constructor(readonly jobId: string) {
    super(`The lease on the job ${jobId} has ended: another worker goes on with it`);
  }
}

/** Somebody asked the job to stop. */
export class JobCancelledError extends StateError {}

/** The process stops, and lets go of its jobs. */
export class DrainingError extends StateError {}
