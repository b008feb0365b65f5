import { type IJob, Job, Jobs } from '@myapp/core/jobs';
import { useEffect, useRef } from 'react';
import type { ListSpecs } from 'reactive/query';
import { modelOf, useItem, useItems } from 'reactive/react';
import { follow, signalJobs } from '../jobs/follow';
import { JobBrowserProvider, JobsBrowserProvider } from '../providers/job.provider';
import { useTopic } from './useRealtime';

/**
 * One job, loaded from the REST API of this origin and followed while it goes on: looked at again soon as long as it
 * moves, later and later while it does not, and at once when the server says that there is something to see.
 * Suspends and fails as `useUser` does.
 *
 * @throws NotFoundError, UnavailableError, …
 * @example
 * function Progress({ id }: { id: string }) {
 *   const job = useJob(id);
 *   return <progress value={job.progress} max={100} />;
 * }
 */
export const useJob = (id: string): Job => {
  const job = useItem(Job, { id, provider: JobBrowserProvider });
  useTopic(`jobs:${id}`, signalJobs);
  const model = modelOf(job);
  const { isActive } = job;
  useEffect(
    () =>
      follow({
        reload: () => model.load(),
        state: () => model.version,
        isOver: () => !model.isActive,
      }),
    // Taken up again, it is followed again.
    [model, isActive],
  );
  return job;
};

/**
 * A live list of jobs, followed like {@link useJob} does: new ones appear by themselves.
 *
 * @example
 * const jobs = useJobs({ orderBy: { createdAt: 'desc' }, limit: 20 });
 */
export const useJobs = (specs: ListSpecs<IJob> = {}): Jobs => {
  const jobs = useItems(Jobs, { provider: JobsBrowserProvider }, specs);
  useTopic('jobs', signalJobs);
  const model = modelOf(jobs);
  const asked = useRef(specs);
  useEffect(() => {
    asked.current = specs;
  });
  useEffect(
    () =>
      follow({
        reload: () => model.load(asked.current),
        state: () => model.items.map(({ id, version }) => `${id} ${version}`).join(),
        isOver: () => false,
      }),
    [model],
  );
  return jobs;
};
