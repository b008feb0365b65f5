import { randomUUID } from 'node:crypto';
import { impossible, type JobCommand, type JobDefinition, type StoredJob } from '@myapp/core/jobs';
import { jobPolicy, requireActor, SYSTEM } from '@myapp/core/policies';
import { errorFrom, NotFoundError, PreconditionFailedError, StateError } from 'reactive/errors';
import type { z } from 'zod';
import { nameOfActor } from '../database/author';
import { prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import { insertJobs, type NewJob } from './job-rows';
import type { MessageQueue } from './message-queue';

/** What is said of a new job beside its payload. */
export interface EnqueueOptions {
  /** What it works on, for people. */
  readonly label?: string | undefined;
  /** How many items there are, where that is known. */
  readonly totalItems?: number | undefined;
  /** For the program itself rather than for whoever acts. */
  readonly bySystem?: boolean | undefined;
}

/** A change of a job that was committed, by this process. */
export interface JobChange {
  readonly id: string;
  readonly startedBy: string;
}

function parsed<Schema extends z.ZodType>(definition: JobDefinition<Schema>, payload: unknown): unknown {
  const { success, data, error } = definition.payload.safeParse(payload);
  if (!success) throw errorFrom(error);
  return data;
}

/**
 * Where jobs are put, and what can be done to those that are there. Each call is a unit of work, or a part of the one
 * that it is made in: a job is there together with the data that it is about, or neither is.
 *
 * @example
 * await unitOfWork(async () => {
 *   const { data } = await users.publish(values);
 *   await queue.enqueue(welcomeJob, { userId: data.id });
 * });
 */
export class JobQueue {
  readonly #messages: MessageQueue;
  readonly #listeners = new Set<(change: JobChange) => void>();
  readonly #wakers = new Set<() => void>();

  constructor(messages: MessageQueue) {
    this.#messages = messages;
  }

  /**
   * @returns the id of the job
   * @throws ValidationError when the payload is not what the definition says
   */
  async enqueue<Schema extends z.ZodType>(
    definition: JobDefinition<Schema>,
    payload: z.input<Schema>,
    options: EnqueueOptions = {},
  ): Promise<string> {
    const [id = ''] = await this.enqueueMany(definition, [payload], options);
    return id;
  }

  /** As {@link enqueue}, for several of a kind: all of them, or none. */
  async enqueueMany<Schema extends z.ZodType>(
    definition: JobDefinition<Schema>,
    payloads: readonly z.input<Schema>[],
    { bySystem = false, ...told }: EnqueueOptions = {},
  ): Promise<string[]> {
    const startedBy = bySystem ? SYSTEM : nameOfActor(requireActor());
    const { id: type, version: typeVersion } = definition;
    const jobs = payloads.map(
      (payload): NewJob => ({
        id: randomUUID(),
        type,
        typeVersion,
        payload: parsed(definition, payload),
        startedBy,
        ...told,
      }),
    );
    const ids = jobs.map(({ id }) => id);
    await unitOfWork(
      async () => {
        await insertJobs(jobs);
        await this.#messages.post(type, ids);
      },
      bySystem ? { actor: SYSTEM } : {},
    );
    this.wake();
    return ids;
  }

  /**
   * Cancels a job, or takes it up again, for whoever acts.
   *
   * @param version the one that it is to have; whatever it has unless told
   * @throws NotFoundError, ForbiddenError as the policy says
   * @throws StateError when it is impossible where the job stands
   * @throws PreconditionFailedError when it has another version
   */
  async command(name: JobCommand, id: string, version?: number): Promise<void> {
    const startedBy = await unitOfWork(async () => {
      const { type } = await this.#find(id);
      // Before the job's row is locked, as whoever takes messages does it: else each could wait for the other.
      if (name === 'retry') await this.#messages.withdraw(type, [id]);
      await prisma.$executeRaw`SELECT FROM jobs WHERE id = ${id} FOR UPDATE`;
      const job = await this.#find(id);
      if (version !== undefined && version !== job.version) {
        throw new PreconditionFailedError('The job has changed since that version');
      }
      const reason = impossible(name, job);
      if (reason !== undefined)
        throw new StateError(`The job cannot be ${PAST[name]}: ${reason.toLowerCase()}`);
      if (name === 'cancel') await cancel(id);
      else {
        await revive(id);
        await this.#messages.post(type, [id]);
      }
      return job.startedBy;
    });
    this.tell({ id, startedBy });
    this.wake();
  }

  /**
   * Calls `listener` when this process has committed something of a job, until the returned function is called. What
   * others commit it does not see.
   *
   * @example
   * queue.onChange(({ id }) => io.to(`job:${id}`).emit('changed'));
   */
  onChange(listener: (change: JobChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @internal */
  tell(change: JobChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Has workers of this process look for jobs now rather than soon. @internal */
  wake(): void {
    for (const waker of this.#wakers) waker();
  }

  /** @internal */
  onWake(waker: () => void): () => void {
    this.#wakers.add(waker);
    return () => void this.#wakers.delete(waker);
  }

  /** A job that whoever acts may do something to. */
  async #find(
    id: string,
  ): Promise<Pick<StoredJob, 'type' | 'status' | 'cancelling' | 'startedBy' | 'version'>> {
    const row = id.includes('\0') ? null : await prisma.job.findFirst({ where: { id } });
    if (row === null) throw new NotFoundError();
    const job = { ...row, status: row.status as StoredJob['status'] }; // the table's check keeps it to these
    jobPolicy.authorize(requireActor(), 'update', { row: job, fields: ['status'] });
    return job;
  }
}

const PAST = { cancel: 'cancelled', retry: 'retried' } as const;

/** A job that waits has stopped with that; one that runs is asked to. */
async function cancel(id: string): Promise<void> {
  await prisma.$executeRaw`
    UPDATE jobs SET cancelling = status = 'running', version = version + 1, updated_at = clock_timestamp(),
      finished_at = CASE WHEN status = 'pending' THEN clock_timestamp() END,
      status = CASE WHEN status = 'pending' THEN 'cancelled' ELSE status END
    WHERE id = ${id}`;
}

async function revive(id: string): Promise<void> {
  await prisma.$executeRaw`
    UPDATE jobs SET status = 'pending', error = NULL, failures = 0, finished_at = NULL, cancelling = false,
      version = version + 1, updated_at = clock_timestamp()
    WHERE id = ${id}`;
}
