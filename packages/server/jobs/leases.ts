import { prisma } from '../database/current';
import type { Lease } from './job-rows';

/** What a worker that is alive learns of a job that it holds. */
export interface HeldJob {
  readonly id: string;
  readonly attempt: number;
  /** Whether the lease goes on. */
  readonly held: boolean;
  readonly cancelling: boolean;
}

/**
 * Says that whoever holds these jobs is alive. A lease that has ended is not revived; a job that is being written is
 * left to its step, which holds it.
 */
export async function renewLeases(leases: readonly Lease[], ms: number): Promise<HeldJob[]> {
  const held = JSON.stringify(leases);
  await prisma.$executeRaw`
    UPDATE jobs SET lease_until = clock_timestamp() + ${ms}::int * interval '1 millisecond'
    WHERE id IN (
      SELECT j.id FROM jobs AS j JOIN jsonb_to_recordset(${held}::jsonb) AS l(id text, attempt int) USING (id)
      WHERE j.attempt = l.attempt AND j.status = 'running' AND j.lease_until > clock_timestamp()
      FOR UPDATE OF j SKIP LOCKED
    )`;
  return prisma.$queryRaw<HeldJob[]>`
    SELECT l.id, l.attempt, coalesce(j.cancelling, false) AS cancelling,
      coalesce(j.attempt = l.attempt AND j.status = 'running' AND j.lease_until > clock_timestamp(), false) AS held
    FROM jsonb_to_recordset(${held}::jsonb) AS l(id text, attempt int) LEFT JOIN jobs AS j USING (id)`;
}

/** A job whose worker has gone silent, as it stands now. */
export interface ReclaimedJob {
  readonly id: string;
  readonly type: string;
  readonly status: 'pending' | 'failed' | 'cancelled';
}

/** How many jobs one call deals with. */
const AT_ONCE = 100;

/**
 * Takes their jobs from workers that have gone silent. One that takes its workers down again and again without ever
 * coming any further fails.
 *
 * @param maxFailures after how many deaths without progress
 */
export async function reclaimJobs(maxFailures: number): Promise<ReclaimedJob[]> {
  return prisma.$queryRaw<ReclaimedJob[]>`
    UPDATE jobs AS j SET lease_until = NULL, failures = j.failures + 1, cancelling = false, version = j.version + 1,
      status = s.status, updated_at = clock_timestamp(),
      finished_at = CASE WHEN s.status <> 'pending' THEN clock_timestamp() END,
      error = CASE WHEN s.status = 'failed' THEN 'Its process ended ' || (j.failures + 1) || ' times without having come any further' END
    FROM (
      SELECT id, CASE WHEN cancelling THEN 'cancelled' WHEN failures + 1 >= ${maxFailures}::int THEN 'failed' ELSE 'pending' END AS status
      FROM jobs WHERE status = 'running' AND lease_until <= clock_timestamp()
      ORDER BY lease_until LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
    ) AS s
    WHERE j.id = s.id RETURNING j.id, j.type, j.status`;
}
