import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReactiveModel } from '../../model';
import { Scope } from '../../registry';
import { leftAtMost, survivors } from '../../registry/garbage.fixture';
import { Item, RegistryFactory } from '../item';
import { Collection } from './collection';
import { type IPlayer, ids, Player, Players, player } from './player.fixture';
import { PlayerServer, providersOf } from './player-server.fixture';

let players: Players;

beforeEach(() => {
  RegistryFactory.clearAll();
  players = new Players();
});

afterEach(() => players.dispose());

describe('the contents of a collection', () => {
  it('[C-22] setItems and addItems take items and values of such; `clear` takes out what was there', () => {
    const one = new Player(player('1'));
    players.setItems([one, player('2')]);
    expect(players.items[0]).toBe(one);
    players.addItems([player('3')]);
    expect(ids(players)).toEqual(['1', '2', '3']);
    players.setItems([player('2', { name: 'Second' })], true);
    expect(ids(players)).toEqual(['2']);
    expect(players.items[0]?.name).toBe('Second');
    expect(() => players.addItems([{ nick: 'x' } as never])).toThrow(/nick/);
    expect(ids(players)).toEqual(['2']);
  });

  it('[C-22] values without an id are drafts, each its own', () => {
    players.addItems([{ name: 'A' }, { name: 'B' }]);
    expect(players.mapItems(({ name }) => name)).toEqual(['A', 'B']);
    expect(players.every(({ isDraft }) => isDraft)).toBe(true);
    expect(new Player({ name: 'Elsewhere' }).isDraft).toBe(true);
    expect(players.size).toBe(2);
  });

  it('[C-23] does not keep alive what was taken out', async () => {
    const alive = await survivors(() => {
      players.addItems(Array.from({ length: 40 }, (_, n) => player(n === 0 ? 'a' : `${n}`)));
      const references = players.items.map((item) => new WeakRef<object>(item));
      players.remove('a');
      players.clear();
      return references;
    });
    expect(players.size).toBe(0);
    expect(alive.filter(Boolean).length).toBeLessThanOrEqual(leftAtMost(40));
  });

  it('[C-23] remove and clear take out without deleting, until it is added again', () => {
    players.setItems([player('1'), player('2')]);
    const [one] = players.items;
    expect(players.remove('1')).toBe(true);
    expect(players.remove('1')).toBe(false);
    one?.set({ score: 4 });
    expect(ids(players)).toEqual(['2']);
    expect(one?.deleted).toBe(false);
    players.addItems([player('1')]);
    expect(players.get('1')).toBe(one);
    players.clear();
    expect(players.items).toEqual([]);
  });

  it('[C-24] finds by id, tells 1 from "1", and has the methods of a list', () => {
    players.setItems([player('1'), player('2', { team: 'blue', score: 2 })]);
    expect(players.get('1')?.id).toBe('1');
    expect(players.has(1)).toBe(false);
    expect(players.get('__proto__')).toBeUndefined();
    expect(players.find(({ team }) => team === 'blue')?.id).toBe('2');
    expect(players.filter(({ score }) => score === 0).length).toBe(1);
    expect(players.some(({ score }) => score > 1)).toBe(true);
    expect(players.every(({ score }) => score > 1)).toBe(false);
    expect(JSON.stringify(players)).toBe(
      JSON.stringify([player('1'), player('2', { team: 'blue', score: 2 })]),
    );
  });

  it('[C-25] is the same array until it changes', () => {
    players.setItems([player('1')]);
    const { items } = players;
    players.get('1')?.set({ name: 'Renamed' });
    expect(players.items).toBe(items);
    expect(() => (items as Player[]).pop()).toThrow(TypeError);
    players.addItems([player('2')]);
    expect(players.items).not.toBe(items);
  });

  it('[C-26] deleteAsync deletes through the provider, and throws when one fails', async () => {
    const server = new PlayerServer(3);
    const stored = new Players({ provider: providersOf(server).PlayersProvider });
    await stored.load();
    await expect(stored.deleteAsync(['01', '09'])).rejects.toMatchObject({ code: 'not_found' });
    expect(server.rows.size).toBe(3);
    await expect(stored.deleteAsync(['01', '01'])).resolves.toEqual([true]);
    server.before = () => Promise.reject(new Error('locked'));
    await expect(stored.deleteAsync(['02', '03'])).rejects.toThrow('locked');
    expect(ids(stored)).toEqual(['02', '03']);
    stored.dispose();
  });

  it('[C-27] as a property it is written, serialised and observed as a whole', () => {
    class Match extends ReactiveModel<{ title: string; lineup: Players }> {
      declare title: string;
      declare lineup: Players;
      constructor(specs: { title?: string; lineup?: readonly IPlayer[] } = {}) {
        super({ properties: ['title', { name: 'lineup', value: Players }], ...(specs as object) });
      }
    }
    const match = new Match({ title: 'Final', lineup: [player('1')] });
    const events: string[] = [];
    match.on('lineup.changed', () => events.push('lineup'));
    match.on('change', () => events.push('change'));
    match.lineup.get('1')?.set({ score: 3 });
    expect(events).toEqual(['lineup', 'change']);
    expect(match.unpublished).toBe(true);
    expect(match.getProperties()).toEqual({ title: 'Final', lineup: [player('1', { score: 3 })] });
    match.revert();
    expect(match.lineup.get('1')?.score).toBe(0);
  });

  it('[C-28] needs an entity name, an item class and a provider class', () => {
    const make = (specs: object) => new Players(specs);
    expect(() => make({ provider: 'http' })).toThrow(/provider class/);
    expect(() => make({ entity: '' })).toThrow(/entity name/);
    expect(() => make({ item: null })).toThrow(/'item', the class of its items/);
  });

  it('[C-28] shows items of its own entity only, and these need to have one', () => {
    class Teams extends Collection<Player> {
      constructor() {
        super({ entity: 'teams', item: Player });
      }
    }
    const teams = new Teams();
    expect(() => teams.addItems([player('1')])).toThrow(
      /'teams' cannot show an item of 'players'.*the same entity/,
    );
    expect(teams.size).toBe(0);
    class Nameless extends Item<IPlayer> {
      constructor() {
        super({ properties: ['id', 'name'] } as never);
      }
    }
    expect(() => new Nameless()).toThrow(/needs an entity name/);
  });

  it('[C-22] refuses what is neither an item of its class nor values of such', () => {
    class Coach extends Item<{ id: string; name: string }> {
      constructor(specs: { id?: string; name?: string } = {}) {
        super({ entity: 'coaches', properties: ['id', 'name'], ...specs });
      }
    }
    players.setItems([player('1')]);
    const events: string[] = [];
    players.on('change', () => events.push('change'));
    for (const wrong of [null, 'id', 7, new Coach({ id: '1', name: 'Alex' })]) {
      for (const right of [player('2'), player('1', { score: 9 })]) {
        expect(() => players.addItems([right, wrong as never])).toThrow(/getProperties|is needed/);
      }
    }
    expect(() => players.setItems({ id: '3' } as never, true)).toThrow(/need an array of Player/);
    expect([ids(players), players.get('1')?.score, events]).toEqual([['1'], 0, []]);
    expect(new Player({ id: '2' }).name).toBeUndefined();
  });

  it('[C-19] refuses an item of another scope', () => {
    const stranger = new Scope().run(() => new Player(player('1')));
    expect(() => players.addItems([stranger])).toThrow(/another scope/);
    players.addItems([stranger.getProperties()]);
    expect(players.items[0]).not.toBe(stranger);
  });
});
