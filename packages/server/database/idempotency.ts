import { currentActor } from '@myapp/core/policies';
import { InProgressError, KeyReusedError } from 'reactive/errors';
import type { IdempotencyStore, KeptAnswer, KeyedRequest, OnceAnswer } from 'reactive/express';
import { nameOfActor } from './author';
import { prisma } from './current';
import { unitOfWork } from './unit-of-work';

/** Of an earlier request under the key; without a status where there was none. */
interface Found extends Omit<KeptAnswer, 'status'> {
  readonly free: boolean;
  readonly request: string;
  readonly digest: string;
  readonly status: number | null;
}

/** Requests under way in this process: on the embedded database one would wait for the other, and never meet its lock. */
const underWay = new Set<string>();

function inProgress(): InProgressError {
  return new InProgressError('The first request under this Idempotency-Key is not finished: ask again soon', {
    retryAfter: 1,
  });
}

/** Takes the key until the transaction ends, and says whether it has been used in the last 24 hours. */
async function claim(owner: string, key: string): Promise<Found | undefined> {
  const [found] = await prisma.$queryRaw<Found[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`${owner} ${key}`}, 0)) AS free,
      r.request, r.digest, r.status, r.headers, r.body
    FROM (SELECT 1) AS one LEFT JOIN idempotency_records AS r
      ON r.owner = ${owner} AND r.key = ${key} AND r.created_at > now() - interval '24 hours'`;
  return found;
}

function replay({ request, digest, ...found }: Found & { status: number }, now: KeyedRequest): OnceAnswer {
  if (request !== now.request || digest !== now.digest) {
    throw new KeyReusedError('This Idempotency-Key has named another request: a new request needs a new key');
  }
  const { status, headers, body } = found;
  return { answer: { status, headers, body }, replayed: true };
}

async function keep(
  owner: string,
  { key, request, digest }: KeyedRequest,
  answer: KeptAnswer,
): Promise<void> {
  const { status, body } = answer;
  const headers = JSON.stringify(answer.headers);
  const kept = await prisma.$executeRaw`
    INSERT INTO idempotency_records AS r (owner, key, request, digest, status, headers, body)
    VALUES (${owner}, ${key}, ${request}, ${digest}, ${status}, ${headers}::jsonb, ${body})
    ON CONFLICT (owner, key) DO UPDATE SET (request, digest, status, headers, body, created_at) =
      (excluded.request, excluded.digest, excluded.status, excluded.headers, excluded.body, excluded.created_at)
      WHERE r.created_at <= now() - interval '24 hours'`;
  // Committed after we looked and before we had the lock: undone here, it is found by who asks again.
  if (kept === 0) throw inProgress();
}

/**
 * Keeps the answers to requests with an `Idempotency-Key` for 24 hours, in the transaction of what the requests write:
 * after a crash there are both, or neither. Keys belong to who acts in the current scope.
 *
 * @example
 * app.use('/api', jsonBody(), scopeMiddleware(), idempotent(idempotencyRecords), userRoutes(providers));
 */
export const idempotencyRecords: IdempotencyStore = {
  async once(request, work) {
    const owner = nameOfActor(currentActor());
    const name = `${owner} ${request.key}`;
    if (underWay.has(name)) throw inProgress();
    underWay.add(name);
    try {
      return await unitOfWork(async () => {
        const found = await claim(owner, request.key);
        if (!found?.free) throw inProgress();
        const { status } = found;
        if (status !== null) return replay({ ...found, status }, request);
        const answer = await work();
        await keep(owner, request, answer);
        return { answer, replayed: false };
      });
    } finally {
      underWay.delete(name);
    }
  },
};
