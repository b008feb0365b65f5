import { beforeEach, describe, expect, it } from 'vitest';
import { effect, transaction } from '../../model';
import { Item, type ItemProvider, type ProviderClass, RegistryFactory } from '../item';
import { scripted, settled } from '../item/task.fixture';
import { type IPlayer, ids, Player, Players, player } from './player.fixture';
import type { CollectionProvider } from './types';

interface IMatch {
  id: string;
  lineup: Players;
}

class Match extends Item<IMatch> {
  declare id: string;
  declare lineup: Players;

  constructor(specs: {
    lineup?: unknown;
    list?: typeof Players;
    provider?: ProviderClass<ItemProvider<IMatch>>;
  }) {
    const { list = Players, ...rest } = specs;
    super({
      entity: 'matches',
      properties: ['id', { name: 'lineup', value: list }],
      id: 'm',
      ...(rest as object),
    });
  }
}

const write = (match: Match, lineup: readonly unknown[]) => match.set({ lineup } as never);

const open = () => {
  const { Provider, last } = scripted();
  const match = new Match({ lineup: [player('1'), player('2')], provider: Provider });
  const heard: string[] = [];
  match.lineup.on('*', ({ event }) => heard.push(event));
  match.on('lineup.changed', () => heard.push('lineup.changed'));
  return { match, heard, last };
};

beforeEach(() => RegistryFactory.clearAll());

describe('the order of a list that is a property', () => {
  it('[C-27] is the one in which it is written, and that is one change', () => {
    const { match, heard } = open();
    write(match, [player('2'), player('3'), player('1')]);
    expect([ids(match.lineup), ids(JSON.parse(JSON.stringify(match)).lineup)]).toEqual([
      ['2', '3', '1'],
      ['2', '3', '1'],
    ]);
    expect(heard).toEqual(['items.changed', 'change', 'lineup.changed']);
  });

  it('[C-27] is nothing new when it is written as it was', () => {
    const { match, heard } = open();
    write(match, [player('2'), player('1')]);
    heard.length = 0;
    const { items } = match.lineup;
    let runs = 0;
    const stop = effect(() => {
      runs += match.lineup.items.length;
    });
    write(match, [player('2'), player('1')]);
    expect([heard, runs, match.lineup.items === items]).toEqual([[], 2, true]);
    stop();
  });

  it('[C-27] is that of items in another order than that in which they were made', () => {
    const { match } = open();
    const [first, second, third] = ['7', '8', '9'].map((id) => new Player(player(id)));
    write(match, [third, first, third]);
    expect(ids(match.lineup)).toEqual(['9', '7']);
    match.lineup.addItems([second as Player, third as Player]);
    expect(ids(match.lineup)).toEqual(['9', '7', '8']);
    match.lineup.remove('9');
    match.lineup.addItems([third as Player]);
    expect(ids(match.lineup)).toEqual(['7', '8', '9']);
  });

  it('[I-80] is the one in which a load brings it', async () => {
    const { match, last } = open();
    const loading = match.load();
    await settled();
    last().answer({ id: 'm', lineup: [player('2'), player('5'), player('1')] });
    await loading;
    expect(ids(match.lineup)).toEqual(['2', '5', '1']);
  });

  it('[C-18] is the one before when the transaction is rolled back', () => {
    const { match, heard } = open();
    const seen: unknown[] = [];
    for (const isLooked of [true, false]) {
      const fail = () =>
        transaction(() => {
          write(match, [player('2'), player('3'), player('1')]);
          if (isLooked) seen.push(ids(match.lineup));
          throw new Error('no');
        });
      expect(fail).toThrow('no');
      expect([ids(match.lineup), heard]).toEqual([['1', '2'], []]);
    }
    expect(seen).toEqual([['2', '3', '1']]);
  });

  it('[C-27] is the written one also where a provider gave all, and an order that is asked for goes before it', async () => {
    const { match } = open();
    await match.lineup.load({ orderBy: { score: 'asc' } });
    write(match, [player('3'), player('2', { score: 1 }), player('1', { score: 1 })]);
    expect(ids(match.lineup)).toEqual(['3', '1', '2']);
    class Roster implements CollectionProvider<IPlayer> {
      async list() {
        return { items: [player('1'), player('2')], total: 2, next: null };
      }
    }
    class Loaded extends Players {
      constructor() {
        super({ provider: Roster });
      }
    }
    const other = new Match({ list: Loaded });
    await other.lineup.load();
    write(other, [player('2'), player('1')]);
    expect([ids(other.lineup), other.lineup.getTotal()]).toEqual([['2', '1'], 2]);
  });
});
