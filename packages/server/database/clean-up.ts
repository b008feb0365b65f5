import { SYSTEM } from '@myapp/core/policies';
import { prisma } from './current';
import { unitOfWork } from './unit-of-work';

/** How many were removed. */
export interface CleanUpReport {
  /** Answers to requests with an `Idempotency-Key`, a day old. */
  readonly idempotencyRecords: number;
  /** Entries of the change log, a year old. */
  readonly changes: number;
  /** Jobs that were over for 30 days, with their reports; those that failed or were cancelled with the files that they were given. */
  readonly jobs: number;
  /** Files that somebody began to send and never finished, a day old. */
  readonly uploads: number;
}

/**
 * Removes what nobody asks for any more. Meant for a time at which little happens; calling it again changes nothing.
 *
 * @example
 * await cleanUp(); // { idempotencyRecords: 214, changes: 0, jobs: 3, uploads: 0 }
 */
export async function cleanUp(): Promise<CleanUpReport> {
  return unitOfWork(
    async () => ({
      idempotencyRecords: await prisma.$executeRaw`
        DELETE FROM idempotency_records WHERE created_at <= now() - interval '24 hours'`,
      changes: await prisma.$executeRaw`DELETE FROM changes WHERE at < now() - interval '365 days'`,
      jobs: await prisma.$executeRaw`DELETE FROM jobs WHERE finished_at < now() - interval '30 days'`,
      uploads: await prisma.$executeRaw`
        DELETE FROM uploads WHERE job_id IS NULL AND created_at < now() - interval '24 hours'`,
    }),
    { actor: SYSTEM, timeout: 60_000 },
  );
}
