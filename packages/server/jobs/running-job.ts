import { actAs } from '@myapp/core/policies';
import { giveWay } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import { JobCancelledError, StaleLeaseError } from './errors';
import type { JobRun, JobStep, Json, StepOptions } from './handler';
import { type Claim, holdLease, recordLastStep, recordStep } from './job-rows';
import { starterOf } from './viewer';

/** Milliseconds that a step may take, which is to be short all the same: other writers may be waiting. */
const STEP_TIMEOUT = 30_000;

/** What a running job needs of its worker. */
export interface RunningOptions {
  /** Milliseconds of a lease. */
  readonly lease: number;
  /** Told when something of the job was committed. */
  readonly changed: () => void;
}

/** A job that this process has taken up. */
export class RunningJob<Payload = unknown> implements JobRun<Payload> {
  readonly claim: Claim;
  readonly payload: Payload;
  readonly #options: RunningOptions;
  readonly #stopping = new AbortController();
  #checkpoint: Json | undefined;
  /** Whether a transaction of its own holds the lease at this moment. */
  inStep = false;
  /** Whether it was completed with its last step. */
  finished = false;

  constructor(claim: Claim, payload: Payload, options: RunningOptions) {
    this.claim = claim;
    this.payload = payload;
    this.#checkpoint = claim.checkpoint ?? undefined;
    this.#options = options;
  }

  get id(): string {
    return this.claim.id;
  }

  get checkpoint(): Json | undefined {
    return this.#checkpoint;
  }

  get processedItems(): number {
    return this.claim.processedItems;
  }

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Has it stop before its next step. */
  stop(reason: Error): void {
    this.#stopping.abort(reason);
  }

  step = async (work: () => Promise<JobStep>, options: StepOptions = {}): Promise<void> => {
    const { checkpoint } = await this.#inStep(() => this.#write(work), options);
    this.#checkpoint = checkpoint ?? this.#checkpoint;
    this.#options.changed();
    // The embedded database does one statement after the other, and one step after the other would leave none to others.
    await giveWay();
  };

  finish = async (work: () => Promise<JobStep>): Promise<void> => {
    await this.#inStep(() => this.#writeLast(work));
    this.finished = true;
    this.#options.changed();
  };

  async #inStep<Result>(write: () => Promise<Result>, options: StepOptions = {}): Promise<Result> {
    this.signal.throwIfAborted();
    this.inStep = true;
    try {
      return await unitOfWork(write, { ...options, timeout: STEP_TIMEOUT });
    } finally {
      this.inStep = false;
    }
  }

  /** In a transaction that holds the job's row: nobody can take the job up until it has ended. */
  async #write(work: () => Promise<JobStep>): Promise<JobStep> {
    await this.#hold();
    actAs(await starterOf(this.claim.startedBy));
    const step = await work();
    await recordStep(this.claim, step);
    return step;
  }

  /** Looks at the lease last, in the statement that gives it back: most jobs have one step, which nobody disturbs. */
  async #writeLast(work: () => Promise<JobStep>): Promise<void> {
    actAs(await starterOf(this.claim.startedBy));
    if (await recordLastStep(this.claim, await work())) return;
    await this.#hold();
    throw new StaleLeaseError(this.id);
  }

  async #hold(): Promise<void> {
    const held = await holdLease(this.claim, this.#options.lease);
    if (!held) throw new StaleLeaseError(this.id);
    if (held.cancelling) throw new JobCancelledError('It was cancelled');
  }
}
