import { Collection } from 'reactive/entities/collection';
import type { ProviderClass } from 'reactive/entities/item';
import { currentActor } from '../policies/actor';
import { jobPolicy } from '../policies/job.policy';
import { Job } from './job';
import type { IJobsProvider } from './types';

/**
 * A live list of jobs.
 *
 * @example
 * const jobs = new Jobs({ provider: JobsBrowserProvider });
 * await jobs.load({ where: { status: 'running' }, orderBy: { createdAt: 'desc' } });
 */
export class Jobs extends Collection<Job, IJobsProvider> {
  constructor(specs: { provider?: ProviderClass<IJobsProvider> | undefined } = {}) {
    super({ entity: 'jobs', item: Job, ...specs });
  }

  /** Whether whoever acts may start a job, as the server decides it too. */
  can(action: 'create'): boolean {
    return jobPolicy.can(currentActor(), action);
  }
}
