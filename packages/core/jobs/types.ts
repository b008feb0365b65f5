import type { CollectionProvider } from 'reactive/entities/collection';
import type { LoadContext } from 'reactive/entities/item';
import { z } from 'zod';
import { storedText } from '../text';

/** Where a job stands. It is over when it is completed, failed or cancelled; the latter two may be taken up again. */
export const JOB_STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;

/**
 * Work that goes on in the background.
 *
 * @example
 * const { status, processedItems, totalItems }: IJob = job.getProperties();
 */
export interface IJob {
  /** A UUID. */
  id: string;
  /** The id of its definition: `import-users`. */
  type: string;
  /** What it works on, for people: the name of a file. */
  label: string | null;
  status: (typeof JOB_STATUSES)[number];
  /** Per cent, from 0 to 100. Computed. */
  progress: number;
  /** 0 while it is not known. */
  totalItems: number;
  /** Never less than before. */
  processedItems: number;
  createdItems: number;
  updatedItems: number;
  unchangedItems: number;
  refusedItems: number;
  /** Why it failed, for people. */
  error: string | null;
  /** Whether somebody asked it to stop, which it does after what it is writing. */
  cancelling: boolean;
  /** The id of a user, or `system`. */
  startedBy: string;
  /** How often it was taken up: counts restarts, also those after a process was killed. */
  attempt: number;
  createdAt: Date;
  /** When it was taken up first. */
  startedAt: Date | null;
  /** When it was taken up last, and how far it was then: what its pace is counted from. */
  resumedAt: Date | null;
  resumedItems: number;
  /** When it got on last. */
  updatedAt: Date;
  finishedAt: Date | null;
  /** 1 for a new job, one more with each step. */
  version: number;
}

const count = z.int().min(0);

/** What of a job is stored: all but what is computed. */
export const jobSchema = z.strictObject({
  id: storedText({ min: 1, max: 64 }),
  type: storedText({ min: 1, max: 100 }),
  label: storedText({ min: 1, max: 255 }).nullable(),
  status: z.enum(JOB_STATUSES),
  totalItems: count,
  processedItems: count,
  createdItems: count,
  updatedItems: count,
  unchangedItems: count,
  refusedItems: count,
  error: z.string().nullable(),
  cancelling: z.boolean(),
  startedBy: storedText({ min: 1, max: 64 }),
  attempt: count,
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  resumedAt: z.date().nullable(),
  resumedItems: count,
  updatedAt: z.date(),
  finishedAt: z.date().nullable(),
  version: z.int().min(1),
}) satisfies z.ZodType<Omit<IJob, 'progress'>>;

/** A job as it is told: with its progress, for those who have no {@link Job} to compute it. */
export const jobReadSchema = jobSchema.extend({ progress: z.number().min(0).max(100) });

/** A job as it is stored. */
export type StoredJob = z.output<typeof jobSchema>;

/** How far a job has come, in per cent. */
export function progressOf({ processedItems, totalItems }: Partial<IJob>): number {
  return totalItems ? ((processedItems ?? 0) / totalItems) * 100 : 0;
}

/**
 * Where one job is kept. A job is made by what it is about, such as an upload; what can be done to it is a command.
 *
 * @example
 * class MyJobProvider implements IJobProvider {
 *   load = async (id: string) => jobSchema.parse(await store.get(id));
 *   cancel = async (id: string) => store.command(id, 'cancel');
 *   retry = async (id: string) => store.command(id, 'retry');
 * }
 */
export interface IJobProvider {
  load(id: string, context?: LoadContext): Promise<Partial<IJob>>;
  loadMany?(ids: readonly string[], context?: LoadContext): Promise<Partial<IJob>[]>;
  cancel?(id: string): Promise<Partial<IJob>>;
  retry?(id: string): Promise<Partial<IJob>>;
}

/** Where jobs are listed. */
export type IJobsProvider = CollectionProvider<IJob>;
