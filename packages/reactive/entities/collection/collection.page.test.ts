import { afterEach, describe, expect, it } from 'vitest';
import { effect } from '../../model';
import { computed } from '../../model/signals';
import type { ListSpecs } from '../../query';
import { RegistryFactory } from '../item';
import { type IPlayer, ids, Player, Players, player } from './player.fixture';
import type { CollectionProvider } from './types';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, index) => player(id, { score: (index + 1) * 10 }));

/** Six players by score; the cursor is the index of the first row of the page. */
class PlayersProvider implements CollectionProvider<IPlayer> {
  readonly itemProvider = class {
    publish = (data: Partial<IPlayer>) => Promise.resolve({ status: 200, data });
    delete = () => Promise.resolve(true);
  };

  list({ next, limit = 20 }: ListSpecs<IPlayer>) {
    const from = Number(next ?? 0);
    const items = ROWS.slice(from, from + limit);
    const to = from + items.length;
    return Promise.resolve({ items, total: ROWS.length, next: to < ROWS.length ? String(to) : null });
  }
}

const secondPage = async (): Promise<Players> => {
  const players = new Players({ provider: PlayersProvider });
  await players.load({ orderBy: { score: 'asc' }, limit: 2, next: '2' });
  return players;
};

afterEach(() => RegistryFactory.clearAll());

describe('a page from a cursor', () => {
  it('[C-29] shows the rows after the cursor, and counts those before it', async () => {
    const players = await secondPage();
    expect(ids(players)).toEqual(['c', 'd']);
    expect(players.getTotal()).toBe(6);
    expect(players.hasMore).toBe(true);
  });

  it('[C-29] leaves out what sorts before its first row, and counts it', async () => {
    const players = await secondPage();
    await new Player({ name: 'New', team: 'red', score: 5 }).publish();
    expect(ids(players)).toEqual(['c', 'd']);
    expect(players.getTotal()).toBe(7);
  });

  it('[C-29] takes in what sorts inside, and fetches what is missing after something left', async () => {
    const players = await secondPage();
    players.get('c')?.set({ score: 45 });
    await expect.poll(() => ids(players)).toEqual(['d', 'c']);
    players.get('d')?.set({ score: 15 });
    await expect.poll(() => ids(players)).toEqual(['c', 'e']);
    expect(players.getTotal()).toBe(6);
  });

  it('[C-29] the last page counts those before it', async () => {
    const players = new Players({ provider: PlayersProvider });
    await players.load({ orderBy: { score: 'asc' }, limit: 4, next: '4' });
    expect(ids(players)).toEqual(['e', 'f']);
    expect(players.getTotal()).toBe(6);
    expect(players.hasMore).toBe(false);
    await players.get('f')?.delete();
    expect(players.getTotal()).toBe(5);
    await players.load({ orderBy: { score: 'asc' }, limit: 4, next: '6' });
    expect(ids(players)).toEqual([]);
    expect(players.getTotal()).toBe(6);
  });
});

describe('a computation over a collection', () => {
  it('[C-30] runs again for the window and facts about it, not for each write to an item in it', async () => {
    const players = new Players({ provider: PlayersProvider });
    const facts: [readonly (string | undefined)[], number | undefined, boolean][] = [];
    const stop = effect(() => {
      facts.push([ids(players), players.getTotal(), players.fetching]);
    });
    await players.load({ orderBy: { score: 'asc' }, limit: 2 });
    facts.length = 0;
    const [first] = players.items;
    first?.set({ name: 'Another' });
    first?.set({ score: 12 });
    expect(facts).toEqual([]);
    first?.set({ score: 22 });
    stop();
    expect(facts).toEqual([
      [['b'], 6, false],
      [['b'], 6, true],
    ]);
  });

  it('[C-30] sees the window as it is in the middle of a transaction', () => {
    const players = new Players();
    players.addItems(ROWS.slice(0, 2));
    void players.load({ orderBy: { score: 'desc' } });
    const leader = computed(() => players.items[0]?.id);
    expect(leader.read()).toBe('b');
    players.items[0]?.transaction(() => {
      players.get('a')?.set({ score: 99 });
      expect(leader.read()).toBe('a');
    });
    expect(leader.read()).toBe('a');
  });
});
