import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ListSpecs } from '../../query';
import { type ItemProvider, RegistryFactory } from '../item';
import { Collection } from './collection';
import { type IPlayer, ids, Player, Players, player } from './player.fixture';
import { PlayerServer, providersOf } from './player-server.fixture';
import type { CollectionProvider } from './types';

beforeEach(() => RegistryFactory.clearAll());

/** Its constructor does something, so that its items are made as their rows come. */
class Counted extends Player {
  static made = 0;
  constructor(specs: Partial<IPlayer> & { provider?: new (parent: unknown) => ItemProvider<IPlayer> } = {}) {
    super(specs);
    Counted.made += 1;
  }
}

const worlds = [
  { world: 'alone', item: Player, others: 0 },
  { world: 'beside another list', item: Player, others: 1 },
  { world: 'with items that are made at once', item: Counted, others: 0 },
  { world: 'with such items beside another list', item: Counted, others: 1 },
];

/** Ten players, every third of them blue, whom the server gives and counts whoever is asked for. */
const careless = () => {
  const server = new PlayerServer(10);
  for (const [index, row] of [...server.rows.values()].entries()) if (index % 3 === 2) row.team = 'blue';
  const { PlayersProvider } = providersOf(server);
  return class extends PlayersProvider {
    override list({ where: _, ...specs }: ListSpecs<IPlayer>) {
      return super.list(specs);
    }
  };
};

describe.each(worlds)('the total $world', ({ item, others }) => {
  const listOf = (provider: new () => CollectionProvider<IPlayer>) => {
    const list = new Collection<Player>({ entity: 'players', item, provider });
    // One that nobody has collected yet would follow the entities of the next test, and ask its own server for them.
    onTestFinished(() => list.dispose());
    return list;
  };

  it('[C-14] no longer counts what the provider gives and does not match', async () => {
    const beside = Array.from({ length: others }, () => new Players());
    const list = listOf(careless());
    await list.load({ where: { team: 'red' }, orderBy: { id: 'asc' }, limit: 2 });
    const seen = [[ids(list), list.getTotal()]];
    while (list.hasMore) {
      await list.loadNext();
      await expect.poll(() => list.fetching || list.stale).toBe(false);
      seen.push([ids(list), list.getTotal()]);
    }
    expect(seen).toEqual([
      [['01', '02'], 10],
      [['01', '02', '04', '05'], 9],
      [['01', '02', '04', '05', '07', '08'], 8],
      [['01', '02', '04', '05', '07', '08', '10'], 7],
    ]);
    expect(beside).toHaveLength(others);
  });

  it('[C-14] counts once what has left and is given again', async () => {
    const beside = Array.from({ length: others }, () => new Players());
    const server = new PlayerServer(6);
    const { PlayersProvider } = providersOf(server);
    const list = listOf(PlayersProvider);
    await list.load({ where: { team: 'red' }, orderBy: { score: 'asc' }, limit: 2 });
    const second = list.get('02'); // the edit is its own, and would be collected with it
    second?.set({ team: 'blue' });
    await expect.poll(() => ids(list)).toEqual(['01', '03']);
    expect(list.getTotal()).toBe(5);
    server.rows.set('02', player('02', { score: 4 }));
    await list.loadNext();
    await expect.poll(() => ids(list)).toEqual(['01', '03', '04', '05']);
    expect([list.getTotal(), second?.team]).toEqual([5, 'blue']);
    expect(beside).toHaveLength(others);
  });

  it('[C-16] is believed, whatever cursor there is, as long as what the provider gives does match', async () => {
    const beside = Array.from({ length: others }, () => new Players());
    let asked = 0;
    let team: IPlayer['team'] = 'blue';
    // It counts pages, and does not look whether there is another one.
    class Counting {
      list = ({ next = '0' }: { next?: string }) => {
        asked += 1;
        const items = next === '0' ? ['1', '2', '3'].map((id) => player(id, { team })) : [];
        return Promise.resolve({ items, total: 3, next: String(Number(next) + 1) });
      };
    }
    const list = listOf(Counting);
    const load = async () => {
      asked = 0;
      await list.load({ where: { team: 'red' }, orderBy: { id: 'asc' }, limit: 10 });
      await expect.poll(() => list.fetching || list.stale).toBe(false);
      return [list.size, list.getTotal(), asked];
    };
    expect(await load()).toEqual([0, 0, 2]);
    team = 'red';
    expect(await load()).toEqual([3, 3, 1]);
    expect(beside).toHaveLength(others);
  });
});
