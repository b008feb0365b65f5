import { SYSTEM } from '@myapp/core/policies';
import { prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import type { AnyJobHandler } from './handler';
import { adoptJob } from './job-rows';
import type { MessageQueue, TakenMessage } from './message-queue';

/** What a lane takes, and for how long. */
interface Taking {
  readonly messages: MessageQueue;
  /** Milliseconds of a lease. */
  readonly lease: number;
}

/** Takes messages of a kind whose jobs are limited in number, however many processes there are. */
async function takeLimited(
  { definition: { id: type }, limit = 0 }: AnyJobHandler,
  free: number,
  { messages, lease }: Taking,
): Promise<TakenMessage[]> {
  return unitOfWork(
    async () => {
      await prisma.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`jobs ${type}`}, 0))`;
      const running = await prisma.job.count({ where: { type, status: 'running' } });
      const room = Math.min(free, limit - running);
      return room > 0 ? messages.take(type, room, lease) : [];
    },
    { actor: SYSTEM },
  );
}

/** Takes so many messages of a handler's kind, at most. */
export async function takeMessages(
  handler: AnyJobHandler,
  free: number,
  taking: Taking,
): Promise<TakenMessage[]> {
  if (handler.limit !== undefined) return takeLimited(handler, free, taking);
  return taking.messages.take(handler.definition.id, free, taking.lease);
}

/**
 * Deals with a message without a row: a schedule has sent it, or somebody past the queue. It becomes a job of the
 * system, which waits for its turn, or failed already where nobody could make anything of it.
 */
export async function adopt(
  { definition }: AnyJobHandler,
  { id, data }: TakenMessage,
  messages: MessageQueue,
): Promise<void> {
  const { id: type, version: typeVersion } = definition;
  const isUnderstood = definition.payload.safeParse(data ?? {}).success;
  const job = { id, type, typeVersion, payload: data ?? {}, startedBy: SYSTEM };
  await unitOfWork(
    async () => {
      await messages.withdraw(type, [id]);
      await adoptJob(
        job,
        isUnderstood ? null : 'It was sent with a payload that this kind of job does not have',
      );
      if (isUnderstood) await messages.post(type, [id]);
    },
    { actor: SYSTEM },
  );
}
