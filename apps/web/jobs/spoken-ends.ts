import type { Job, Jobs } from '@myapp/core/jobs';
import { useEffect, useEffectEvent, useRef } from 'react';
import { announce } from '../announcer';
import { nameOf, outcomeText, STATUSES } from './job-facts';

/** Tells which jobs have come to their end while they were watched: what is loaded later, or older, did before. */
export class EndWatch {
  readonly #active = new Set<string>();
  readonly #ended = new Set<string>();
  #newest: number | undefined;

  /** Looks at the jobs, and answers with those that have ended since the last look. */
  look(jobs: readonly Pick<Job, 'id' | 'isActive' | 'createdAt'>[]): readonly string[] {
    const newest = this.#newest;
    const isNews = ({ id, createdAt }: Pick<Job, 'id' | 'createdAt'>): boolean =>
      this.#active.has(id) || (newest !== undefined && createdAt.getTime() > newest && !this.#ended.has(id));
    const ended = jobs.filter(({ isActive }) => !isActive);
    const news = ended.filter(isNews).map(({ id }) => id);
    for (const { id, isActive } of jobs) {
      (isActive ? this.#active : this.#ended).add(id);
      if (!isActive) this.#active.delete(id);
    }
    this.#newest = Math.max(newest ?? 0, ...jobs.map(({ createdAt }) => createdAt.getTime()));
    return news;
  }
}

/** What a screen reader hears when a job has come to its end. */
export const useSpokenEnds = ({ items, fetched }: Jobs): void => {
  const watch = useRef(new EndWatch());
  const states = items.map(({ id, isActive }) => `${id} ${isActive}`).join();
  const tell = useEffectEvent(() => {
    const news = watch.current.look(items);
    for (const job of items) {
      if (news.includes(job.id))
        announce(`${nameOf(job)}: ${STATUSES[job.status].label}. ${outcomeText(job)}`);
    }
  });
  useEffect(() => {
    if (fetched) tell();
  }, [fetched, states]);
};
