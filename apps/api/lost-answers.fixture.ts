import { UserBrowserProvider } from '@myapp/client/providers/user';
import { User } from '@myapp/core/entities/user';
import { openTestServerDatabase } from '@myapp/server/database/testing';
import { prisma } from '@myapp/server/db';
import { runInScope } from 'reactive/node';
import { expect } from 'vitest';
import { runApi } from './api.fixture';
import { lossyProxy } from './lossy-proxy.fixture';

const CLIENTS = 8;
const SEED = 20_261_126;
const OPERATIONS = ['create 1', 'update 2', 'delete 3'];

/** As good as chance, and the same each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What was done to each user, in order. */
async function livesOf(): Promise<string[][]> {
  const lives = new Map<string, string[]>();
  for (const { entityId, kind, version } of await prisma.change.findMany({ orderBy: { seq: 'asc' } })) {
    lives.set(entityId, [...(lives.get(entityId) ?? []), `${kind} ${version}`]);
  }
  return [...lives.values()];
}

async function live(n: number, provider: typeof UserBrowserProvider): Promise<void> {
  const user = new User({ name: `User ${n}`, email: `user${n}@example.org`, provider });
  await user.publish();
  await user.publish({ name: `User ${n}, changed` });
  expect(user.version).toBe(2);
  await user.delete();
}

/**
 * Lets clients make, change and delete as many users over a network that loses answers after the server has
 * committed, and looks in the change log whether each operation has had its effect once.
 */
export async function loseAnswers(users: number): Promise<void> {
  const api = await runApi(await openTestServerDatabase());
  const chance = random(SEED);
  // A client sends a change four times at most: the fourth answer arrives.
  const proxy = await lossyProxy(api.url, (nth) => nth < 4 && chance() < 0.6);
  const provider = UserBrowserProvider.using({ baseUrl: proxy.url });
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < users) {
      const n = next++;
      await runInScope(() => live(n, provider));
    }
  };
  try {
    await Promise.all(Array.from({ length: CLIENTS }, client));
    const lives = await livesOf();
    expect(lives).toEqual(Array.from({ length: users }, () => OPERATIONS));
    expect(await prisma.user.count()).toBe(0);
    const operations = users * OPERATIONS.length;
    const { delivered, lost } = proxy.count;
    expect(lost).toBeGreaterThan(operations);
    process.stdout.write(
      `lost answers: ${lives.flat().length} effects of ${operations} operations, ${delivered} deliveries ` +
        `(${(delivered / operations).toFixed(2)} each), ${lost} answers lost, seed ${SEED}\n`,
    );
  } finally {
    await proxy.close();
    await api.close();
  }
}
