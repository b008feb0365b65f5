import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { prisma } from '../database/current';
import { openTestDatabase } from '../database/testing';
import { effectsHandler, runEffects } from './effects.fixture';
import { useJobs } from './use-jobs.fixture';

describe('a job on the embedded database', () => {
  const { working, start, reaches } = useJobs(openTestDatabase);

  it('lets whoever asks have all their answers between two steps', async () => {
    let steps = 0;
    const whileAsking: number[] = [];
    let request: Promise<void> = Promise.resolve();
    const outsideOfSteps = AsyncLocalStorage.snapshot();
    const askFiveThings = async (): Promise<void> => {
      const before = steps;
      for (let n = 0; n < 5; n += 1) {
        await prisma.user.count();
        await turn();
      }
      whileAsking.push(steps - before);
    };
    const jobs = await working([
      effectsHandler({
        run: (run) =>
          runEffects(run, async (item) => {
            steps += 1;
            if (item === 3) request = outsideOfSteps(askFiveThings);
          }),
      }),
    ]);
    const id = await start(jobs, { name: 'polite', items: 10 });
    await reaches(id, 'completed');
    await request;
    expect(steps).toBe(10);
    expect(whileAsking).toEqual([0]);
  });
});
