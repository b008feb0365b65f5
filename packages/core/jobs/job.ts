import { Item, type ProviderClass } from 'reactive/entities/item';
import { StateError } from 'reactive/errors';
import { currentActor } from '../policies/actor';
import { jobPolicy } from '../policies/job.policy';
import { type IJob, type IJobProvider, jobSchema, progressOf } from './types';

/** What can be done to a job. */
export type JobCommand = 'cancel' | 'retry';

const MILLISECONDS = 1000;

/**
 * Work that goes on in the background, as the server has it: the same class in the worker that does it and on the page
 * that shows it.
 *
 * @example
 * const job = new Job({ id, provider: JobBrowserProvider });
 * await job.load();
 * if (job.isActive) await job.cancel();
 */
export class Job extends Item<IJob, IJobProvider> {
  declare id: string;
  declare type: string;
  declare label: string | null;
  declare status: IJob['status'];
  declare progress: number;
  declare totalItems: number;
  declare processedItems: number;
  declare createdItems: number;
  declare updatedItems: number;
  declare unchangedItems: number;
  declare refusedItems: number;
  declare error: string | null;
  declare cancelling: boolean;
  declare startedBy: string;
  declare attempt: number;
  declare createdAt: Date;
  declare startedAt: Date | null;
  declare resumedAt: Date | null;
  declare resumedItems: number;
  declare updatedAt: Date;
  declare finishedAt: Date | null;
  declare version: number;

  constructor(specs: Partial<IJob> & { provider?: ProviderClass<IJobProvider> | undefined } = {}) {
    super({
      entity: 'jobs',
      properties: [...(Object.keys(jobSchema.shape) as (keyof IJob)[]), 'progress'],
      computed: [
        {
          name: 'progress',
          dependencies: ['processedItems', 'totalItems'],
          compute: (self) => progressOf(self),
        },
      ],
      ...specs,
    });
  }

  protected override get schema() {
    return jobSchema;
  }

  /** Whether it waits or runs. */
  get isActive(): boolean {
    return this.status === 'pending' || this.status === 'running';
  }

  /** How many items it gets through in a second, since it was taken up last; `undefined` until that can be told. */
  get itemsPerSecond(): number | undefined {
    const { resumedAt, resumedItems, processedItems, updatedAt } = this;
    if (!resumedAt || updatedAt === undefined) return undefined;
    const seconds = (updatedAt.getTime() - resumedAt.getTime()) / MILLISECONDS;
    const done = processedItems - resumedItems;
    return seconds > 0 && done > 0 ? done / seconds : undefined;
  }

  /** How long it will take from its last step on, in seconds; `undefined` where it does not run, or nobody knows. */
  get secondsLeft(): number | undefined {
    const pace = this.itemsPerSecond;
    if (this.status !== 'running' || pace === undefined || this.totalItems === 0) return undefined;
    return Math.max(0, this.totalItems - this.processedItems) / pace;
  }

  /** Whether whoever acts may do this to the job as it is, as the server decides it too. */
  can(command: JobCommand): boolean {
    return this.whyNot(command) === undefined;
  }

  /** Why whoever acts may not do this to the job, for people; `undefined` where they may. */
  whyNot(command: JobCommand): string | undefined {
    const row = this.getProperties();
    return jobPolicy.reason(currentActor(), 'update', { row, field: 'status' }) ?? impossible(command, row);
  }

  /**
   * Has the job stop: at once where it waits, else after what it is writing. What it has done stays.
   *
   * @throws StateError when it is over
   * @throws ForbiddenError; and whatever the provider throws
   */
  async cancel(): Promise<void> {
    await this.command('cancel');
  }

  /**
   * Takes up a job that failed or was cancelled, where it left off.
   *
   * @throws StateError when it did neither
   * @throws ForbiddenError; and whatever the provider throws
   */
  async retry(): Promise<void> {
    await this.command('retry');
  }

  /** @throws StateError where nobody can be asked to do it */
  protected async command(name: JobCommand): Promise<void> {
    const { provider } = this;
    if (provider?.[name] === undefined) throw new StateError(`The provider of this job cannot ${name} it`);
    await provider[name](this.id);
    await this.load();
  }
}

/**
 * Why a command is impossible where a job stands; `undefined` where it is not.
 *
 * @example
 * impossible('retry', { status: 'completed' }); // 'It is completed'
 */
export function impossible(
  command: JobCommand,
  { status, cancelling }: Partial<Pick<IJob, 'status' | 'cancelling'>>,
): string | undefined {
  if (command === 'retry')
    return status === 'failed' || status === 'cancelled' ? undefined : `It is ${status}`;
  if (status !== 'pending' && status !== 'running') return `It is ${status}`;
  return cancelling ? 'It is being cancelled' : undefined;
}
