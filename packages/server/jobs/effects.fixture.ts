import { setTimeout as sleep } from 'node:timers/promises';
import { defineJob } from '@myapp/core/jobs';
import { z } from 'zod';
import { prisma } from '../database/current';
import type { JobHandler, JobRun } from './handler';

/** A job that has so many effects, a few at a time. */
export const effectsJob = defineJob({
  id: 'effects',
  version: 2,
  payload: z.strictObject({
    name: z.string(),
    items: z.int().min(0).default(1),
    batch: z.int().min(1).default(1),
    /** Milliseconds that each step takes. */
    pause: z.int().min(0).default(0),
  }),
});

export type EffectsPayload = z.output<typeof effectsJob.payload>;

/** Makes the table of effects: nothing in it keeps one from being had twice. */
export async function makeEffects(): Promise<void> {
  await prisma.$executeRaw`CREATE TABLE IF NOT EXISTS effects (name text, item int, attempt int)`;
}

/** The effects of a job, in the order of its items. */
export async function effectsOf(name: string): Promise<number[]> {
  const rows = await prisma.$queryRaw<{ item: number }[]>`
    SELECT item FROM effects WHERE name = ${name} ORDER BY item`;
  return rows.map(({ item }) => item);
}

/** Has the effects of one step: so many items from `from` on. */
async function haveEffects(name: string, from: number, count: number): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO effects (name, item)
    SELECT ${name}, item FROM generate_series(${from}::int, ${from + count - 1}::int) AS item`;
}

/** Has one effect after the other from where it was left; `before` is called in each step. */
export async function runEffects(
  run: JobRun<EffectsPayload>,
  before: (item: number) => Promise<unknown> = async () => {},
): Promise<void> {
  const { name, items, batch, pause } = run.payload;
  for (let from = Number(run.checkpoint ?? 0); from < items; from += batch) {
    const count = Math.min(batch, items - from);
    await run.step(async () => {
      await before(from);
      await haveEffects(name, from, count);
      if (pause > 0) await sleep(pause);
      return { processed: count, created: count, total: items, checkpoint: from + count };
    });
  }
}

/** A handler of such jobs. */
export function effectsHandler(
  changes: Partial<JobHandler<typeof effectsJob.payload>> = {},
): JobHandler<typeof effectsJob.payload> {
  return { definition: effectsJob, run: (run) => runEffects(run), ...changes };
}
