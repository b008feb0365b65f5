import { beforeEach, describe, expect, it } from 'vitest';
import { AbortedError } from '../../errors';
import { Scope } from '../../registry';
import { RegistryFactory } from '../item';
import { settled } from '../item/task.fixture';
import { type IPlayer, ids, Players, player } from './player.fixture';
import type { CollectionProvider, ListContext } from './types';

/** A provider that answers when the test says so, and pays no heed to its signal. */
const heedless = () => {
  const calls: { signal: AbortSignal | undefined; answer: (id: string) => void }[] = [];
  class Heedless implements CollectionProvider<IPlayer> {
    list(_specs: object, context?: ListContext) {
      return new Promise<{ items: IPlayer[]; total: number; next: string }>((resolve) => {
        const answer = (id: string) => resolve({ items: [player(id)], total: 9, next: id });
        calls.push({ signal: context?.signal, answer });
      });
    }
  }
  return { Heedless, calls };
};

beforeEach(() => RegistryFactory.clearAll());

describe('a load that ends with its collection', () => {
  it('[C-7] is also that of a page more which has yet to be asked for', async () => {
    const { Heedless, calls } = heedless();
    const players = new Players({ provider: Heedless });
    const loading = players.load({ limit: 1 });
    calls[0]?.answer('1');
    await loading;
    const reloading = players.reload();
    const more = players.loadNext();
    players.dispose();
    await expect(reloading).rejects.toBeInstanceOf(AbortedError);
    await expect(more).rejects.toBeInstanceOf(AbortedError);
    calls[1]?.answer('2');
    await settled();
    expect([calls.length, ids(players), players.error]).toEqual([2, ['1'], undefined]);
  });

  it('[C-7] is given up when the scope ends, and so is its provider', async () => {
    const { Heedless, calls } = heedless();
    const scope = new Scope();
    const players = scope.run(() => new Players({ provider: Heedless }));
    const loading = players.load();
    await settled();
    scope.dispose();
    expect(calls[0]?.signal?.aborted).toBe(true);
    calls[0]?.answer('1');
    await expect(loading).rejects.toBeInstanceOf(AbortedError);
    expect([ids(players), players.fetching]).toEqual([[], false]);
  });

  it('[C-7] ends likewise when its provider does that and throws at once', async () => {
    class Leaving {
      list(): never {
        players.dispose();
        throw new Error('left');
      }
    }
    const players: Players = new Players({ provider: Leaving });
    // A rejection that nobody handles would fail the run.
    await expect(players.load()).rejects.toBeInstanceOf(AbortedError);
    await settled();
    expect(players.error).toBeUndefined();
  });

  it('[C-7] ends at once when its provider does that and waits', async () => {
    class Waiting {
      list() {
        players.dispose();
        return new Promise<never>(() => {});
      }
    }
    const players: Players = new Players({ provider: Waiting });
    await expect(players.load()).rejects.toBeInstanceOf(AbortedError);
  });
});
