import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StateError } from '../../errors';
import { RegistryFactory } from '../item';
import { settled } from '../item/task.fixture';
import { deferred, ids, Player, Players, player } from './player.fixture';
import { PlayerServer, providersOf } from './player-server.fixture';

let server: PlayerServer;
let players: Players;

beforeEach(() => {
  RegistryFactory.clearAll();
  server = new PlayerServer(5);
  players = new Players({ provider: providersOf(server).PlayersProvider });
});

afterEach(() => players.dispose());

describe('loading a collection', () => {
  it('[C-2] asks the provider for what was specified and shows its answer in order', async () => {
    const items = await players.load({ where: { score: { gte: 2 } }, orderBy: { score: 'desc' }, limit: 2 });
    expect(server.asked).toEqual([{ where: { score: { gte: 2 } }, orderBy: { score: 'desc' }, limit: 2 }]);
    expect(ids(items)).toEqual(['05', '04']);
    expect(players.getTotal()).toBe(4);
    expect(players.getNext()).toEqual(expect.any(String));
    expect(players.hasMore).toBe(true);
  });

  it('[C-1] tells of no other items when a load brings those that are shown', async () => {
    const told: string[] = [];
    for (const event of ['items.changed', 'change', 'load'] as const)
      players.on(event, () => told.push(event));
    await players.load({ where: { score: { gte: 99 } } });
    expect(told.splice(0)).toEqual(['load']);
    await players.load({ orderBy: { id: 'asc' } });
    expect(told.splice(0)).toEqual(['items.changed', 'change', 'load']);
    await players.reload();
    expect(told).toEqual(['load']);
  });

  it('[C-3] shows nothing of the scope before the first load when there is a provider', async () => {
    const early = new Player({ id: '99', name: 'Early', team: 'red', score: 9 });
    expect(players.items).toEqual([]);
    await players.load();
    expect(players.has('99')).toBe(false);
    await early.publish({ team: 'blue' });
    expect(players.get('99')).toBe(early);
  });

  it('[C-4] refuses specs that the schema does not allow, before asking', async () => {
    const load = (specs: object) => players.load(specs);
    await expect(load({ where: { nick: 'x' } })).rejects.toMatchObject({ code: 'validation' });
    await expect(load({ where: { score: { almost: 3 } } })).rejects.toMatchObject({ code: 'validation' });
    await expect(load({ where: { team: undefined } })).rejects.toMatchObject({ code: 'validation' });
    await expect(load({ limit: 1e9 })).rejects.toMatchObject({ code: 'validation' });
    await expect(load({ colour: 'red' })).rejects.toMatchObject({ code: 'validation' });
    expect(server.asked).toEqual([]);
    await players.load({ where: undefined, limit: 3 });
    expect(players.size).toBe(3);
  });

  it('[C-6] specs that are refused are a load that fails', async () => {
    await players.load({ limit: 2 });
    let told = 0;
    players.on('meta:changed', () => told++);
    await expect(players.load({ limit: -1 })).rejects.toMatchObject({ code: 'validation' });
    expect([players.error?.code, players.fetched, players.size, told]).toEqual(['validation', true, 2, 1]);
    await players.load({ limit: 3 });
    expect([players.error, players.size]).toEqual([undefined, 3]);
  });

  it('[C-5] the newest load wins, whatever order answers come in', async () => {
    const first = deferred<void>();
    server.before = () => first.promise;
    const slow = players.load({ where: { team: 'blue' } });
    server.before = () => Promise.resolve();
    await players.load({ limit: 2 });
    first.resolve();
    await slow;
    expect(ids(players)).toEqual(['01', '02']);
    expect(players.fetching).toBe(false);
  });

  it('[C-6] a load that fails changes nothing, and says why until one succeeds', async () => {
    await players.load({ limit: 2 });
    const [items, next] = [players.items, players.getNext()];
    server.before = () => Promise.reject(new Error('the line is down'));
    await expect(players.load({ where: { team: 'blue' } })).rejects.toThrow('the line is down');
    expect(players.items).toBe(items);
    expect(players.getNext()).toBe(next);
    expect(players.error?.message).toContain('the line is down');
    expect(players.fetching).toBe(false);
    server.before = () => Promise.resolve();
    await players.reload();
    expect(players.error).toBeUndefined();
    expect(ids(players)).toEqual(['01', '02']);
  });

  it('[C-6] also without a provider', async () => {
    const local = new Players();
    local.addItems([player('1'), player('2', { team: 'blue' })]);
    let told = 0;
    local.on('load', () => told++);
    await expect(local.load({ where: { nick: 'x' } } as never)).rejects.toMatchObject({ code: 'validation' });
    await expect(local.load({ next: 'abc' })).rejects.toMatchObject({
      errors: { next: [expect.any(String)] },
    });
    const given = local.load({ where: { team: 'red' }, signal: AbortSignal.abort() });
    await expect(given).rejects.toMatchObject({ code: 'aborted' });
    expect([ids(local), local.error?.code, told]).toEqual([['1', '2'], 'validation', 0]);
    await local.load({ where: { team: 'blue' } });
    expect([ids(local), local.error, told]).toEqual([['2'], undefined, 1]);
  });

  it('[C-7] a load that is given up changes nothing', async () => {
    const held = deferred<void>();
    server.before = () => held.promise;
    const controller = new AbortController();
    const loading = players.load({ signal: controller.signal });
    controller.abort();
    held.resolve();
    await expect(loading).rejects.toMatchObject({ code: 'aborted' });
    expect(players.items).toEqual([]);
    expect(players.fetched).toBe(false);
  });

  it('[C-7] ends at once where the provider pays no heed to the signal, and when the collection is disposed', async () => {
    class Deaf {
      list = () => new Promise<never>(() => {});
    }
    const controller = new AbortController();
    const [given, disposed] = [new Players({ provider: Deaf }), new Players({ provider: Deaf })];
    const loading = [given.load({ signal: controller.signal }), disposed.load()];
    controller.abort();
    disposed.dispose();
    for (const load of loading) {
      await expect(load).rejects.toMatchObject({ name: 'AbortedError', code: 'aborted' });
    }
    for (const collection of [given, disposed]) {
      expect([collection.error, collection.fetching, collection.fetched]).toEqual([undefined, false, false]);
    }
  });

  it('[C-5] a superseded load ends at once, too', async () => {
    let asked = 0;
    class Slow {
      list = () =>
        asked++ === 0 ? new Promise<never>(() => {}) : Promise.resolve({ items: [], next: null });
    }
    const slow = new Players({ provider: Slow });
    const superseded = slow.load();
    await slow.load();
    await expect(superseded).resolves.toEqual([]);
    expect(slow.error).toBeUndefined();
  });

  it('[C-20] what is missing in the window of a disposed collection is not fetched any more', async () => {
    await players.load({ orderBy: { score: 'asc' }, limit: 2 });
    const held = deferred<void>();
    server.before = () => held.promise;
    await players.get('01')?.delete({ skipProvider: true });
    expect([players.stale, server.asked.length]).toEqual([true, 2]);
    players.dispose();
    await settled();
    expect(server.asked.length).toBe(2);
  });

  it('[C-9] refuses an answer that is none', async () => {
    class Broken {
      list = () => Promise.resolve([] as never);
    }
    await expect(new Players({ provider: Broken }).load()).rejects.toMatchObject({ code: 'state' });
    class Holey {
      list = () => Promise.resolve({ items: [player('1'), null as never] });
    }
    const holey = new Players({ provider: Holey });
    await expect(holey.load()).rejects.toMatchObject({ code: 'state' });
    expect(holey.items).toEqual([]);
  });

  it.each([undefined, '', {}])(
    '[C-9] refuses a row with the id %j as a mistake of the provider',
    async (id) => {
      class Nameless {
        list = () => Promise.resolve({ items: [player('1'), { ...player('2'), id: id as never }] });
      }
      const nameless = new Players({ provider: Nameless });
      await expect(nameless.load()).rejects.toMatchObject({ code: 'state' });
      expect([nameless.items, nameless.fetched, nameless.error?.code]).toEqual([[], false, 'state']);
    },
  );

  it('[C-9] says what a provider needs that cannot list, as that of an item', async () => {
    class OfOne {
      load = () => Promise.resolve(player('1'));
    }
    const loading = new Players({ provider: OfOne as never }).load();
    await expect(loading).rejects.toBeInstanceOf(StateError);
    await expect(loading).rejects.toThrow(/must have a list\(\) that answers \{ items, total, next \}/);
  });

  it('[C-11] keeps unpublished edits of what it loads, and shows the item that is there already', async () => {
    const known = new Player({ id: '01', score: 1 });
    known.name = 'Mine';
    await players.load({ limit: 2 });
    expect(players.items[0]).toBe(known);
    expect(known.name).toBe('Mine');
    expect(known.changedProperties).toEqual(['name']);
    expect(known.team).toBe('red');
  });

  it('[C-12] its items are saved through the provider that its own provider names', async () => {
    await players.load();
    await players.get('03')?.publish({ name: 'Renamed' });
    expect(server.rows.get('03')?.name).toBe('Renamed');
    class ListOnly {
      list = () => Promise.resolve({ items: [{ id: 'x', name: 'X' }], next: null });
    }
    const unsaved = new Players({ provider: ListOnly as never });
    await unsaved.load();
    await expect(unsaved.items[0]?.publish({ name: 'Y' })).rejects.toMatchObject({
      code: 'state',
      message: expect.stringContaining('name an itemProvider'),
    });
  });
});
