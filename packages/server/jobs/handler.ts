import type { JobDefinition } from '@myapp/core/jobs';
import type { z } from 'zod';
import type { UnitOptions } from '../database/unit-of-work';

/** What JSON can hold, as a checkpoint is kept. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** How far a step has brought a job. */
export interface JobStep {
  /** Items that were processed in it. */
  readonly processed: number;
  /** Of them, those that made, changed, or left as it was what they are about, and those that were refused. */
  readonly created?: number;
  readonly updated?: number;
  readonly unchanged?: number;
  readonly refused?: number;
  /** Where the job goes on from, should it be taken up again. */
  readonly checkpoint?: Json;
  /** All items there are, once that is known. */
  readonly total?: number;
}

/** What is said of what a step writes. */
export type StepOptions = Pick<UnitOptions, 'origin'>;

/** A job that is being done. */
export interface JobRun<Payload = unknown> {
  readonly id: string;
  readonly payload: Payload;
  /** What the last step that was committed left, in this attempt or an earlier one. */
  readonly checkpoint: Json | undefined;
  /** Items that were processed in earlier attempts. */
  readonly processedItems: number;
  /**
   * Aborts when nobody wants the job to go on here: it was cancelled, taken over, or the process stops. Between steps
   * it is heeded by the next one; listen to it where a job waits for something else.
   */
  readonly signal: AbortSignal;
  /**
   * Does `work` in one unit of work with what it says of the progress: after a crash there are both, or neither.
   *
   * @throws StaleLeaseError when somebody else has taken the job up; nothing was written then
   * @throws JobCancelledError, DrainingError when the job is to stop: let them pass
   */
  readonly step: (work: () => Promise<JobStep>, options?: StepOptions) => Promise<void>;
  /** As {@link step}, for the last one: the job is completed with it. */
  readonly finish: (work: () => Promise<JobStep>) => Promise<void>;
}

/**
 * What does a kind of job. It runs in a scope of its own, in the name of whoever started the job; what it throws is
 * tried again a few times, where it is nothing that the job itself is to blame for.
 *
 * @example
 * const welcome: JobHandler<typeof welcomeJob.payload> = {
 *   definition: welcomeJob,
 *   run: ({ payload, finish }) => finish(async () => ({ processed: await greet(payload.userId) })),
 * };
 */
export interface JobHandler<Schema extends z.ZodType = z.ZodType> {
  readonly definition: JobDefinition<Schema>;
  /** How many of its jobs one process does at a time; 1 unless told. */
  readonly concurrency?: number;
  /** How many of them are done at a time by all processes together; as many as they like unless told. */
  readonly limit?: number;
  /** When it is done without anybody asking: a cron expression, in UTC. Its payload is `{}`. */
  readonly schedule?: string;
  run(run: JobRun<z.output<Schema>>): Promise<void>;
}

/** A handler of whatever kind, as a worker keeps it: it parses the payload before it hands it over. */
// oxlint-disable-next-line typescript/no-explicit-any -- a handler takes its own payload only, and gets no other
export type AnyJobHandler = JobHandler<any>;
