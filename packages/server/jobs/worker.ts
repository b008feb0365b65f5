import { actAs, SYSTEM } from '@myapp/core/policies';
import { ValidationError } from 'reactive/errors';
import { runInScope } from 'reactive/node';
import { nameRequest } from '../database/request-name';
import { unitOfWork } from '../database/unit-of-work';
import { Batch } from './batch';
import { DrainingError, JobCancelledError, StaleLeaseError } from './errors';
import type { AnyJobHandler } from './handler';
import type { JobQueue } from './job-queue';
import { type Claim, completeJobs, failuresOf, letGo } from './job-rows';
import { adopt, takeMessages } from './lane';
import { reclaimJobs, renewLeases } from './leases';
import type { MessageQueue, TakenMessage } from './message-queue';
import { endingOf, MAX_FAILURES } from './outcome';
import { Pause } from './pause';
import { RunningJob } from './running-job';
import { starterOf } from './viewer';

/** What a worker works with. */
export interface WorkerParts {
  readonly queue: JobQueue;
  readonly messages: MessageQueue;
  readonly handlers: readonly AnyJobHandler[];
  /** Milliseconds after which a worker that has gone silent has lost its jobs. */
  readonly lease: number;
  /** Milliseconds between looks for new jobs. */
  readonly poll: number;
  /** Told what failed, and of which job where it was one. */
  readonly report: (error: unknown, jobId?: string) => void;
}

/** Does jobs, as many at a time as their handlers allow, until it is drained. */
export class Worker {
  readonly #parts: WorkerParts;
  readonly #running = new Map<string, RunningJob>();
  readonly #pauses = new Set<Pause>();
  readonly #lanes: Promise<void>[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #completed: Batch<Claim, boolean>;
  #stopListening = (): void => {};
  #draining = false;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#completed = new Batch(async (claims) => {
      const done = new Set(await completeJobs(claims));
      return claims.map(({ id }) => done.has(id));
    });
  }

  /** Begins to look for jobs. */
  start(): void {
    const { queue, handlers, lease } = this.#parts;
    this.#stopListening = queue.onWake(() => {
      for (const pause of this.#pauses) pause.end();
    });
    this.#every(lease / 3, () => this.#beat());
    this.#every(lease / 2, () => this.#reclaim());
    this.#lanes.push(...handlers.map((handler) => this.#work(handler)));
  }

  /**
   * Takes no new jobs, and has those that run stop after the step that they are in: they wait to be taken up then.
   *
   * @param deadline milliseconds to wait for them
   * @returns whether all of them have stopped
   */
  async drain(deadline: number): Promise<boolean> {
    this.#draining = true;
    this.#stopListening();
    for (const job of this.#running.values()) job.stop(new DrainingError('The process stops'));
    for (const pause of this.#pauses) pause.end();
    const patience = new Pause(deadline);
    const stopped = Promise.all(this.#lanes).then(() => true);
    const finished = await Promise.race([stopped, patience.over.then(() => false)]);
    patience.end();
    for (const timer of this.#timers) clearInterval(timer);
    return finished;
  }

  #every(milliseconds: number, work: () => Promise<void>): void {
    let busy = false;
    const run = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      await work().catch((error: unknown) => this.#parts.report(error));
      busy = false;
    };
    this.#timers.push(setInterval(() => void run(), milliseconds));
  }

  /** Takes jobs of one kind whenever there is room for them. */
  async #work(handler: AnyJobHandler): Promise<void> {
    const { concurrency = 1 } = handler;
    const { poll } = this.#parts;
    const own = new Set<Promise<void>>();
    while (!this.#draining) {
      // Not for each place that becomes free: taking several costs no more than taking one.
      const pause = new Pause(poll);
      this.#pauses.add(pause);
      const taken = own.size * 2 <= concurrency ? await this.#take(handler, concurrency - own.size) : [];
      for (const message of taken) {
        const work = this.#execute(handler, message).finally(() => {
          own.delete(work);
          if (own.size * 2 <= concurrency) pause.end();
        });
        own.add(work);
      }
      if (taken.length === 0 || own.size * 2 > concurrency) await pause.over;
      this.#pauses.delete(pause);
      pause.end();
    }
    await Promise.all(own);
    await Promise.all(this.#leaving);
  }

  async #take(handler: AnyJobHandler, free: number): Promise<TakenMessage[]> {
    const { messages, report } = this.#parts;
    try {
      const taken = await takeMessages(handler, free, this.#parts);
      for (const message of taken) if (!message.known) await adopt(handler, message, messages);
      const gone = taken.filter(({ known, attempt }) => known && attempt === null);
      await messages.withdraw(
        handler.definition.id,
        gone.map(({ id }) => id),
      );
      return taken.filter(({ attempt }) => attempt !== null);
    } catch (error) {
      report(error);
      return [];
    }
  }

  async #execute(handler: AnyJobHandler, message: TakenMessage): Promise<void> {
    const { queue, lease } = this.#parts;
    const type = handler.definition.id;
    const claim: Claim = { ...message, type, attempt: message.attempt ?? 0 };
    const changed = (): void => queue.tell({ id: claim.id, startedBy: claim.startedBy });
    const { success, data } = handler.definition.payload.safeParse(claim.payload);
    const job = new RunningJob(claim, data, { lease, changed });
    this.#running.set(claim.id, job);
    if (this.#draining) job.stop(new DrainingError('The process stops'));
    changed();
    try {
      if (!success || claim.typeVersion !== handler.definition.version) throw unknownPayload(claim, handler);
      await this.#run(handler, job);
      this.#messageDone(type, claim.id);
    } catch (thrown) {
      await this.#settle(job, thrown).catch((error: unknown) => this.#parts.report(error, claim.id));
    } finally {
      this.#running.delete(claim.id);
      changed();
    }
  }

  async #run(handler: AnyJobHandler, job: RunningJob): Promise<void> {
    await runInScope(async () => {
      nameRequest(job.id);
      actAs(await starterOf(job.claim.startedBy));
      job.signal.throwIfAborted();
      await handler.run(job);
    });
    if (!job.finished && !(await this.#completed.add(job.claim))) throw new StaleLeaseError(job.id);
  }

  /** No job waits for it: a message that stays behind is found to be about nothing. */
  #messageDone(type: string, id: string): void {
    const leaving = this.#done(type)
      .add(id)
      .catch((error: unknown) => this.#parts.report(error, id))
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  readonly #leaving = new Set<Promise<void>>();
  readonly #doneByType = new Map<string, Batch<string, void>>();

  #done(type: string): Batch<string, void> {
    const known = this.#doneByType.get(type);
    if (known) return known;
    const made = new Batch<string, void>(async (ids) => {
      await this.#parts.messages.withdraw(type, ids);
      return ids.map(() => undefined);
    });
    this.#doneByType.set(type, made);
    return made;
  }

  /** Says what has become of a job that was not completed. */
  async #settle(job: RunningJob, thrown: unknown): Promise<void> {
    const { messages, report } = this.#parts;
    const { claim } = job;
    if (thrown instanceof StaleLeaseError) return report(thrown, claim.id);
    const isStopped = job.signal.aborted && !(thrown instanceof JobCancelledError);
    const reason = isStopped ? job.signal.reason : thrown;
    const ending = endingOf(reason, await failuresOf(claim));
    if (ending.report) report(reason, claim.id);
    await unitOfWork(
      async () => {
        await messages.withdraw(claim.type, [claim.id]);
        if (!(await letGo(claim, ending))) throw new StaleLeaseError(claim.id);
        if (ending.status === 'pending') await messages.post(claim.type, [claim.id], ending.delay);
      },
      { actor: SYSTEM },
    );
  }

  async #beat(): Promise<void> {
    const held = [...this.#running.values()].map(({ claim: { id, attempt } }) => ({ id, attempt }));
    if (held.length === 0) return;
    for (const lease of await renewLeases(held, this.#parts.lease)) {
      const job = this.#running.get(lease.id);
      if (job?.claim.attempt !== lease.attempt || job.inStep) continue;
      if (!lease.held && !job.finished) job.stop(new StaleLeaseError(lease.id));
      else if (lease.cancelling) job.stop(new JobCancelledError('It was cancelled'));
    }
  }

  async #reclaim(): Promise<void> {
    const { messages, queue } = this.#parts;
    const reclaimed = await unitOfWork(
      async () => {
        const jobs = await reclaimJobs(MAX_FAILURES);
        for (const { type, id, status } of jobs) {
          await messages.withdraw(type, [id]);
          if (status === 'pending') await messages.post(type, [id]);
        }
        return jobs;
      },
      { actor: SYSTEM },
    );
    if (reclaimed.length > 0) queue.wake();
  }
}

function unknownPayload({ typeVersion }: Claim, { definition }: AnyJobHandler): ValidationError {
  if (typeVersion === definition.version)
    return new ValidationError('Its payload is not what this kind of job is given');
  return new ValidationError(
    `Its payload is of version ${typeVersion}, and this program knows version ${definition.version}`,
  );
}
