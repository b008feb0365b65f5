import { type IJob, Job, Jobs } from '@myapp/core/jobs';
import { useEffect, useRef } from 'react';
import type { ListSpecs } from 'reactive/query';
import { modelOf, useItem, useItems, useScope } from 'reactive/react';
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

/** What a page of the API may have. */
const MOST = 100;

/** Of those that are further down, how many are looked at at once: the oldest run first. */
const FEW = 10;

/**
 * Brings a list up to date. Where it shows more than its first page, loading it would take the rest away: what is new
 * is loaded beside it then, and the list follows, as it does whatever changes in the scope.
 */
async function refresh(jobs: Jobs, { specs, beside }: { specs: ListSpecs<IJob>; beside: () => Jobs }) {
  if (jobs.size <= (specs.limit ?? MOST)) return jobs.load(specs);
  const newest = beside();
  try {
    await newest.load({ ...specs, limit: MOST });
    const further = jobs.items.filter(({ id, isActive }) => isActive && !newest.has(id));
    return await Promise.all(further.slice(-FEW).map((job) => job.load()));
  } catch {
    // The list tells why, or shows its first page again.
    return await jobs.load(specs);
  } finally {
    newest.dispose();
  }
}

/**
 * A live list of jobs, followed like {@link useJob} does: new ones appear by themselves, and what `loadNext()` has shown
 * stays.
 *
 * @example
 * const jobs = useJobs({ orderBy: { createdAt: 'desc' }, limit: 20 });
 */
export const useJobs = (specs: ListSpecs<IJob> = {}): Jobs => {
  const jobs = useItems(Jobs, { provider: JobsBrowserProvider }, specs);
  useTopic('jobs', signalJobs);
  const scope = useScope();
  const model = modelOf(jobs);
  const asked = useRef(specs);
  useEffect(() => {
    asked.current = specs;
  });
  useEffect(
    () =>
      follow({
        reload: () =>
          refresh(model, {
            specs: asked.current,
            beside: () => scope.run(() => new Jobs({ provider: JobsBrowserProvider })),
          }),
        state: () => model.items.map(({ id, version }) => `${id} ${version}`).join(),
        isOver: () => false,
      }),
    [model, scope],
  );
  return jobs;
};
