import { actAs, type Viewer } from '@myapp/core/policies';
import { requireScope, runInScope } from 'reactive/node';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { prisma } from '../database/current';
import type { Database } from '../database/open';
import { type EffectsPayload, effectsJob, makeEffects } from './effects.fixture';
import { type AnyJobHandler, type OpenJobs, openJobs } from './index';

export const admin: Viewer = { id: '0199c2f0-0000-7000-8000-0000000000ad', role: 'admin', status: 'active' };

/** Opens a database for the tests of a file, and gives what they do with jobs on it. */
export function useJobs(open: () => Promise<Database>) {
  let database: Database;
  let restore: () => void;
  beforeAll(async () => {
    database = await open();
    restore = requireScope();
    await makeEffects();
  });
  afterAll(async () => {
    restore();
    await database.close();
  });

  const reported: unknown[] = [];

  /** Jobs that are done while the test goes on, and those of nobody else. */
  async function working(handlers: AnyJobHandler[], { lease = 2000, works = true } = {}): Promise<OpenJobs> {
    const jobs = await openJobs({
      database,
      handlers,
      lease,
      poll: 50,
      report: (error) => reported.push(error),
    });
    if (works) await jobs.start();
    onTestFinished(async () => {
      await jobs.close(5000);
      await prisma.job.deleteMany({ where: { type: 'effects' } });
      await prisma.$executeRaw`DELETE FROM pgboss.job`;
      reported.length = 0;
    });
    return jobs;
  }

  const asAdmin = <R>(work: () => Promise<R>): Promise<R> =>
    runInScope(() => {
      actAs(admin);
      return work();
    });

  const start = ({ queue }: OpenJobs, payload: Partial<EffectsPayload> & { name: string }): Promise<string> =>
    queue.enqueue(effectsJob, payload, { bySystem: true });

  const jobOf = (id: string) => prisma.job.findUniqueOrThrow({ where: { id } });
  const reaches = (id: string, status: string) =>
    expect.poll(async () => (await jobOf(id)).status, { timeout: 10_000, interval: 20 }).toBe(status);

  return { reported, working, asAdmin, start, jobOf, reaches };
}
