import { SYSTEM } from '@myapp/core/policies';
import { prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import type { AnyJobHandler } from './handler';
import type { JobQueue } from './job-queue';

/** Whether there was no job of a kind for more than a day. */
async function isOverdue(type: string): Promise<boolean> {
  const [found] = await prisma.$queryRaw<{ overdue: boolean }[]>`
    SELECT NOT EXISTS (
      SELECT FROM jobs WHERE type = ${type} AND created_at > now() - interval '25 hours'
    ) AS overdue`;
  return found?.overdue === true;
}

/** Has done now what would have been done while no process ran, of jobs that are done each day. */
export async function makeUpFor(queue: JobQueue, handlers: readonly AnyJobHandler[]): Promise<void> {
  for (const { definition, schedule } of handlers) {
    if (schedule === undefined) continue;
    await unitOfWork(
      async () => {
        // Processes that start at once would each find it missing.
        await prisma.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`jobs ${definition.id}`}, 0))`;
        if (await isOverdue(definition.id)) await queue.enqueue(definition, {}, { bySystem: true });
      },
      { actor: SYSTEM },
    );
  }
}
