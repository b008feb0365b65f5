import { describe, expect, it } from 'vitest';
import { Scope } from '../../registry';
import { collectGarbage, leftAtMost } from '../../registry/garbage.fixture';
import { type IPlayer, Players, player } from './player.fixture';
import type { CollectionProvider } from './types';

class Stored implements CollectionProvider<IPlayer> {
  constructor(readonly parent: unknown) {}

  async list() {
    return { items: [player('memory-1')], total: 1, next: null };
  }
}

class Broken implements CollectionProvider<IPlayer> {
  constructor(readonly parent: unknown) {}

  list(): Promise<never> {
    return Promise.reject(new Error('down'));
  }
}

const abandoned = async (make: () => Players | Promise<Players>): Promise<WeakRef<Players>[]> => {
  const references: WeakRef<Players>[] = [];
  for (let count = 0; count < 10; count++) references.push(new WeakRef(await make()));
  return references;
};

const alive = (references: readonly WeakRef<object>[]): number => {
  collectGarbage();
  return references.filter((reference) => reference.deref() !== undefined).length;
};

describe('a collection that nobody refers to any more', () => {
  it.each([
    ['that shows what the scope knows', () => new Players()],
    ['that was never loaded', () => new Players({ provider: Stored })],
    [
      'that was loaded',
      async () => {
        const players = new Players({ provider: Stored });
        await players.load({ orderBy: { name: 'asc' }, limit: 5 });
        return players;
      },
    ],
    [
      'whose load failed',
      async () => {
        const players = new Players({ provider: Broken });
        await players.load().catch(() => {});
        return players;
      },
    ],
    [
      'that nobody listens to any more',
      () => {
        const players = new Players();
        players.on('change', () => players.size)();
        return players;
      },
    ],
  ])('[C-31] is collected and follows nothing: one %s', async (_, make) => {
    const scope = new Scope();
    const references = await abandoned(() => scope.run<Players | Promise<Players>>(make));
    const most = leftAtMost(references.length);
    await expect.poll(() => alive(references)).toBeLessThanOrEqual(most);
    await expect.poll(() => scope.channel('players').views.size).toBeLessThanOrEqual(most);
  });
});
