import { cleanUpJob } from '@myapp/core/jobs';
import { cleanUp } from '../database/clean-up';
import type { JobHandler } from './handler';

/** Cleans up each night, by the clock of the database in UTC. */
export const cleanUpHandler: JobHandler<typeof cleanUpJob.payload> = {
  definition: cleanUpJob,
  limit: 1,
  schedule: '0 3 * * *',
  run: (run) =>
    run.finish(async () => {
      const removed = Object.values(await cleanUp());
      return { processed: removed.reduce((sum: number, count: number) => sum + count, 0) };
    }),
};
