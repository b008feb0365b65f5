import {
  type IJob,
  type IJobProvider,
  type IJobsProvider,
  jobSchema,
  progressOf,
  type StoredJob,
} from '@myapp/core/jobs';
import { jobPolicy, requireActor } from '@myapp/core/policies';
import type { LoadContext, ProviderClass } from 'reactive/entities/item';
import { PrismaCollectionProvider, type PrismaEntity, PrismaItemProvider } from 'reactive/prisma';
import { fieldsOf } from 'reactive/query';
import { z } from 'zod';
import { prisma } from '../db';
import type { JobQueue } from '../jobs/job-queue';

/** Jobs are written by their queue and their worker. */
const nothing = z.never();

const jobs: PrismaEntity<IJob> = {
  delegate: () => prisma.job,
  read: (row) => {
    const job = row as StoredJob; // the columns are those of the schema, and the table's check keeps the status to its values
    return { ...job, progress: progressOf(job) };
  },
  fields: fieldsOf(jobSchema),
  create: nothing,
  patch: nothing,
  access: () => jobPolicy.as(requireActor()),
};

/**
 * A job that whoever acts may see.
 *
 * @throws NotFoundError when there is none
 */
export function findJob(id: string): Promise<IJob> {
  return new PrismaItemProvider<IJob>(jobs).load(id);
}

/** One job in the open database, as far as whoever acts may see it; what can be done to it is asked of the queue. */
export interface JobProviders {
  readonly item: ProviderClass<IJobProvider>;
  readonly collection: ProviderClass<IJobsProvider>;
}

/** Jobs in the open database, as whoever acts may see them. */
class JobsPrismaProvider extends PrismaCollectionProvider<IJob> implements IJobsProvider {
  constructor(_parent?: unknown) {
    super(jobs);
  }
}

/**
 * The jobs in the open database: whoever acts sees those that they may see, and what they do to one is asked of the
 * queue.
 *
 * @example
 * const { item } = jobProviders(queue);
 * await new Job({ id, provider: item }).cancel();
 */
export function jobProviders(queue: JobQueue): JobProviders {
  class JobPrismaProvider implements IJobProvider {
    readonly #rows = new PrismaItemProvider<IJob>(jobs);

    load(id: string, context?: LoadContext): Promise<IJob> {
      return this.#rows.load(id, context);
    }

    loadMany(ids: readonly string[], context?: LoadContext): Promise<IJob[]> {
      return this.#rows.loadMany(ids, context);
    }

    async cancel(id: string, version?: number): Promise<IJob> {
      await queue.command('cancel', id, version);
      return this.load(id);
    }

    async retry(id: string, version?: number): Promise<IJob> {
      await queue.command('retry', id, version);
      return this.load(id);
    }
  }
  return { item: JobPrismaProvider, collection: JobsPrismaProvider };
}
