import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveWay, prisma } from './current';
import type { Database } from './open';
import { openTestDatabase } from './testing';
import { Traffic } from './traffic';

describe('work in the background', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
    await prisma.user.count(); // the first question takes longer than anybody stands back
  });
  afterAll(() => database.close());

  it('waits until who asks several things in turn has all answers', async () => {
    let answers = 0;
    const request = (async () => {
      for (; answers < 5; answers += 1) {
        await prisma.user.count();
        await turn();
      }
    })();
    await giveWay(Number.POSITIVE_INFINITY); // on a busy machine the questions take longer than a moment
    expect(answers).toBe(5);
    await request;
  });

  it('waits for those who came while it waited', async () => {
    const traffic = new Traffic();
    const told: string[] = [];
    const ask = (name: string) => traffic.count(() => turn()).then(() => told.push(name));
    const first = ask('first').then(() => ask('second'));
    await traffic.quiet().then(() => told.push('background'));
    expect(told).toEqual(['first', 'second', 'background']);
    await first;
  });

  it('goes on after a while, though others never pause', async () => {
    const traffic = new Traffic();
    let isOver = false;
    const others = (async () => {
      while (!isOver) await traffic.count(() => turn());
    })();
    await expect(traffic.quiet(20)).resolves.toBeUndefined();
    isOver = true;
    await others;
  });

  it('does not count who was refused any more', async () => {
    const traffic = new Traffic();
    const refused = traffic.count(() => Promise.reject(new Error('no')));
    await expect(refused).rejects.toThrow('no');
    await expect(traffic.quiet(Number.POSITIVE_INFINITY)).resolves.toBeUndefined();
  });
});
