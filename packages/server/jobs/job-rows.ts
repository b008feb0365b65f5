import { prisma } from '../database/current';
import { Prisma } from '../generated/client';
import type { JobStep, Json } from './handler';

/** A job that somebody has taken up. */
export interface Claim {
  readonly id: string;
  readonly type: string;
  readonly attempt: number;
  readonly typeVersion: number;
  readonly payload: unknown;
  readonly checkpoint: Json | null;
  readonly startedBy: string;
  readonly processedItems: number;
}

/** What of a claim proves that it is the last one. */
export type Lease = Pick<Claim, 'id' | 'attempt'>;

/** A new job. */
export interface NewJob {
  readonly id: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly payload: unknown;
  readonly startedBy: string;
  readonly label?: string | null | undefined;
  readonly totalItems?: number | undefined;
}

/** All times are the database's: workers whose clocks differ agree on whose lease has ended. */
export async function insertJobs(jobs: readonly NewJob[]): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO jobs (id, type, type_version, payload, started_by, label, total_items)
    SELECT id, type, "typeVersion", payload, "startedBy", label, coalesce("totalItems", 0)
    FROM jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb)
      AS x(id text, type text, "typeVersion" int, payload jsonb, "startedBy" text, label text, "totalItems" int)`;
}

/** A row for a message that came without one, such as that of a schedule. */
export async function adoptJob(job: NewJob, error: string | null): Promise<void> {
  const { id, type, typeVersion, startedBy } = job;
  await prisma.$executeRaw`
    INSERT INTO jobs (id, type, type_version, payload, started_by, status, error, finished_at)
    VALUES (${id}, ${type}, ${typeVersion}, ${JSON.stringify(job.payload ?? null)}::jsonb, ${startedBy},
      ${error === null ? 'pending' : 'failed'}, ${error}, CASE WHEN ${error !== null} THEN clock_timestamp() END)
    ON CONFLICT (id) DO NOTHING`;
}

/**
 * The statement by which pg-boss takes messages, with the one that takes up their jobs: one round trip, and one
 * transaction, for both. `$3` are the milliseconds of a lease, after the parameters of pg-boss.
 *
 * Jobs are named by an array: the planner thinks that a statement takes far more messages than it does, and would read
 * all jobs there are for a join.
 */
export function claiming(fetch: string): string {
  return `
    WITH fetched AS (${fetch}), named AS (
      SELECT array_agg(id::text) AS ids FROM fetched
    ), claimed AS (
      UPDATE jobs SET status = 'running', attempt = attempt + 1, version = version + 1, error = NULL,
        lease_until = clock_timestamp() + $3::int * interval '1 millisecond',
        started_at = coalesce(started_at, clock_timestamp()), resumed_at = clock_timestamp(),
        resumed_items = processed_items, updated_at = clock_timestamp()
      WHERE id = ANY ((SELECT ids FROM named)::text[]) AND status = 'pending'
      RETURNING id, attempt, type_version, payload, checkpoint, started_by, processed_items
    ), known AS (
      SELECT id FROM jobs WHERE id = ANY ((SELECT ids FROM named)::text[])
    )
    SELECT f.id::text AS id, f.data AS data, c.attempt, c.type_version AS "typeVersion", c.payload, c.checkpoint,
      c.started_by AS "startedBy", c.processed_items AS "processedItems", k.id IS NOT NULL AS known
    FROM fetched AS f LEFT JOIN claimed AS c ON c.id = f.id::text LEFT JOIN known AS k ON k.id = f.id::text`;
}

/** Begins a step: keeps others from taking the job up until the transaction ends. `undefined` when the lease has ended. */
export async function holdLease(lease: Lease, ms: number): Promise<{ cancelling: boolean } | undefined> {
  const [held] = await prisma.$queryRaw<{ cancelling: boolean }[]>`
    UPDATE jobs SET lease_until = clock_timestamp() + ${ms}::int * interval '1 millisecond'
    WHERE id = ${lease.id} AND attempt = ${lease.attempt} AND status = 'running' AND lease_until > clock_timestamp()
    RETURNING cancelling`;
  return held;
}

/** What a step adds to what is known of its job. */
function progress({
  processed,
  created = 0,
  updated = 0,
  unchanged = 0,
  refused = 0,
  total = 0,
}: JobStep): Prisma.Sql {
  return Prisma.sql`processed_items = processed_items + ${processed}::int,
    total_items = greatest(total_items, ${total}::int, processed_items + ${processed}::int),
    created_items = created_items + ${created}::int, updated_items = updated_items + ${updated}::int,
    unchanged_items = unchanged_items + ${unchanged}::int, refused_items = refused_items + ${refused}::int,
    failures = 0, updated_at = clock_timestamp(), version = version + 1`;
}

/** What was done in a step whose lease is held. */
export async function recordStep({ id }: Lease, step: JobStep): Promise<void> {
  const checkpoint = step.checkpoint === undefined ? null : JSON.stringify(step.checkpoint);
  await prisma.$executeRaw`
    UPDATE jobs SET ${progress(step)}, checkpoint = coalesce(${checkpoint}::jsonb, checkpoint) WHERE id = ${id}`;
}

/** What was done in the last step, if the lease has not ended meanwhile; `false` where it has, or the job was cancelled. */
export async function recordLastStep({ id, attempt }: Lease, step: JobStep): Promise<boolean> {
  const count = await prisma.$executeRaw`
    UPDATE jobs SET ${progress(step)}, status = 'completed', lease_until = NULL, finished_at = clock_timestamp()
    WHERE id = ${id} AND attempt = ${attempt} AND status = 'running' AND lease_until > clock_timestamp()
      AND NOT cancelling`;
  return count === 1;
}

/** Completes jobs in one statement; gives the ids of those whose lease had not ended. */
export async function completeJobs(leases: readonly Lease[]): Promise<string[]> {
  const ids = leases.map(({ id }) => id);
  const done = await prisma.$queryRaw<{ id: string }[]>`
    UPDATE jobs AS j SET status = 'completed', cancelling = false, lease_until = NULL, failures = 0,
      finished_at = clock_timestamp(), updated_at = clock_timestamp(), version = j.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(leases)}::jsonb) AS l(id text, attempt int)
    WHERE j.id = ANY (${ids}) AND j.id = l.id AND j.attempt = l.attempt AND j.status = 'running'
      AND j.lease_until > clock_timestamp()
    RETURNING j.id`;
  return done.map(({ id }) => id);
}

/** How a job ends, or waits again, that was not completed. */
export interface Ending {
  readonly status: 'pending' | 'failed' | 'cancelled';
  readonly error: string | null;
  /** Whether it counts against the job. */
  readonly failed: boolean;
}

/** Lets go of a job. `false` when the lease had ended. */
export async function letGo({ id, attempt }: Lease, { status, error, failed }: Ending): Promise<boolean> {
  const count = await prisma.$executeRaw`
    UPDATE jobs SET status = ${status}, error = ${error}, lease_until = NULL, failures = failures + ${Number(failed)}::int,
      cancelling = false, updated_at = clock_timestamp(), version = version + 1,
      finished_at = CASE WHEN ${status !== 'pending'} THEN clock_timestamp() END
    WHERE id = ${id} AND attempt = ${attempt} AND status = 'running' AND lease_until > clock_timestamp()`;
  return count === 1;
}

/** How often a job has failed since it last came any further. */
export async function failuresOf({ id }: Lease): Promise<number> {
  const job = await prisma.job.findUnique({ where: { id }, select: { failures: true } });
  return job?.failures ?? 0;
}
