import type { Database } from '../database/open';
import type { AnyJobHandler } from './handler';
import { JobQueue } from './job-queue';
import { MessageQueue } from './message-queue';
import { makeUpFor } from './schedules';
import { Worker } from './worker';

export { DrainingError, JobCancelledError, StaleLeaseError } from './errors';
export type { AnyJobHandler, JobHandler, JobRun, JobStep, Json } from './handler';
export { type EnqueueOptions, type JobChange, JobQueue } from './job-queue';

/** How jobs are done. */
export interface JobsOptions {
  readonly database: Database;
  readonly handlers: readonly AnyJobHandler[];
  /** Milliseconds after which a worker that has gone silent has lost its jobs; 30,000 unless told. */
  readonly lease?: number | undefined;
  /** Milliseconds between looks for new jobs; 1,000 unless told. */
  readonly poll?: number | undefined;
  /** Told what failed, and of which job where it was one. */
  readonly report: (error: unknown, jobId?: string) => void;
}

/** Jobs that are done. */
export interface OpenJobs {
  readonly queue: JobQueue;
  /** Begins to do jobs: those that wait, those of schedules, and what a schedule has missed. */
  start(): Promise<void>;
  /**
   * Stops: jobs that run stop after the step that they are in, and wait to be taken up by another process.
   *
   * @param deadline milliseconds to wait for them
   * @returns whether all of them have stopped
   */
  close(deadline: number): Promise<boolean>;
}

/**
 * Opens the queue of jobs on the database that is open. Jobs can be made from then on; they are done by processes that
 * have called `start`.
 *
 * @example
 * const jobs = await openJobs({ database, handlers: [cleanUpHandler], report: (err) => log.error({ err }) });
 * await jobs.start();
 * await jobs.queue.enqueue(cleanUpJob, {});
 * await jobs.close(10_000);
 */
export async function openJobs(options: JobsOptions): Promise<OpenJobs> {
  const { database, handlers, report, lease = 30_000, poll = 1000 } = options;
  const messages = new MessageQueue(database, report);
  const queue = new JobQueue(messages);
  await messages.open(handlers.map(({ definition }) => definition.id));
  const worker = new Worker({ queue, messages, handlers, lease, poll, report });
  return {
    queue,
    async start() {
      const scheduled = handlers.flatMap(({ definition, schedule }) =>
        schedule === undefined ? [] : [[definition.id, schedule] as const],
      );
      await messages.schedule(new Map(scheduled));
      worker.start();
      await makeUpFor(queue, handlers);
    },
    async close(deadline) {
      const drained = await worker.drain(deadline);
      await messages.close();
      return drained;
    },
  };
}
