import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StateError } from '../../errors';
import { transaction } from '../../model';
import { Scope } from '../../registry';
import { RegistryFactory } from '../item';
import { deferred, ids, Player, Players, player } from './player.fixture';
import { PlayerServer, providersOf } from './player-server.fixture';

let server: PlayerServer;
let players: Players;
let events: string[];

const listen = (list: Players): void => {
  for (const event of ['items.changed', 'change', 'load'] as const) list.on(event, () => events.push(event));
};

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

beforeEach(() => {
  RegistryFactory.clearAll();
  events = [];
  server = new PlayerServer(6);
  players = new Players({ provider: providersOf(server).PlayersProvider });
});

afterEach(() => players.dispose());

describe('a collection that has loaded', () => {
  it('[C-13] takes in a draft when its publish starts, and drops it again when that fails', async () => {
    await players.load({ where: { team: 'blue' } });
    const { PlayerProvider } = providersOf(server);
    const draft = new Player({ name: 'New', team: 'blue', score: 3, provider: PlayerProvider });
    expect(players.items).toEqual([]);
    const held = deferred<void>();
    server.before = () => held.promise;
    const publishing = draft.publish();
    expect(players.items).toEqual([draft]);
    expect(players.getTotal()).toBe(1);
    held.reject(new Error('refused'));
    await expect(publishing).rejects.toThrow('refused');
    expect(players.items).toEqual([]);
    server.before = () => Promise.resolve();
    await draft.publish();
    expect(players.get('new-6')).toBe(draft);
    expect(players.getTotal()).toBe(1);
  });

  it('[C-14] drops what stops matching or is deleted, and moves what sorts elsewhere', async () => {
    await players.load({ where: { team: 'red' }, orderBy: { score: 'desc' } });
    listen(players);
    const [top, second] = players.items as [Player, Player];
    top.score = 0;
    expect(players.items.at(-1)).toBe(top);
    second.team = 'blue';
    expect(players.has(second.id)).toBe(false);
    await players.get('03')?.delete();
    expect(ids(players)).toEqual(['04', '02', '01', '06']);
    expect(players.getTotal()).toBe(4);
    expect(events).toEqual(['items.changed', 'change', 'items.changed', 'change', 'items.changed', 'change']);
  });

  it('[C-15] tells of a change inside an item as `change`, and only of others as `items.changed`', async () => {
    await players.load({ orderBy: { score: 'asc' } });
    listen(players);
    const { items } = players;
    players.get('02')?.set({ name: 'Renamed', score: 2.5 - 0.5 });
    expect(events).toEqual(['change']);
    expect(players.items).toBe(items);
    transaction(() => {
      for (const each of players) each.name = `${each.name}!`;
    });
    expect(events).toEqual(['change', 'change']);
  });

  it('[C-16] a window pushes its last item out, and fetches what is missing at its end', async () => {
    await players.load({ orderBy: { score: 'asc' }, limit: 3 });
    const { PlayerProvider } = providersOf(server);
    await new Player({ name: 'First', team: 'red', score: -1, provider: PlayerProvider }).publish();
    expect(ids(players)).toEqual(['new-6', '01', '02']);
    expect(players.getTotal()).toBe(7);
    await players.get('new-6')?.delete();
    expect(ids(players)).toEqual(['01', '02', '03']);
    const held = deferred<void>();
    server.rows.delete('01');
    server.before = () => held.promise;
    await players.get('01')?.delete({ skipProvider: true });
    expect(players.stale).toBe(true);
    held.resolve();
    await settled();
    expect(ids(players)).toEqual(['02', '03', '04']);
    expect(players.stale).toBe(false);
    expect(players.getTotal()).toBe(5);
    expect(server.asked.at(-1)).toMatchObject({ limit: 1 });
  });

  it('[C-16] fetches on where what came does not match any more', async () => {
    await players.load({ where: { team: 'red' }, orderBy: { score: 'asc' }, limit: 2 });
    const third = new Player({ ...player('03', { score: 3 }) });
    third.team = 'blue';
    players.get('01')?.set({ team: 'blue' });
    await settled();
    expect(ids(players)).toEqual(['02', '04']);
    expect(players.stale).toBe(false);
  });

  it('[C-16] what moves past the last loaded row leaves the window, for its neighbours are not known', async () => {
    await players.load({ orderBy: { score: 'asc' }, limit: 2 });
    const moved = players.get('01');
    await moved?.publish({ score: 5.5 + 0.5 });
    await settled();
    expect(ids(players)).toEqual(['02', '03']);
    expect(players.getTotal()).toBe(6);
    await players.loadNext();
    expect(ids(players)).toEqual(['02', '03', '04', '05']);
    await players.loadNext();
    expect(ids(players)).toEqual(['02', '03', '04', '05', '01', '06']);
  });

  it('[C-17] does not take in an entity of which a filtered value is not known', async () => {
    await players.load({ where: { team: { not: 'blue' } } });
    const half = new Player({ id: '77', name: 'Half' });
    expect(players.has('77')).toBe(false);
    half.team = 'red';
    expect(players.has('77')).toBe(true);
  });

  it('[C-17] does not take in an entity of which nothing but the id is known', async () => {
    await players.load({ orderBy: { name: 'asc' } });
    const named = new Player({ id: '77' });
    named.name = 'Named';
    expect(players.has('77')).toBe(false);
    await named.publish();
    expect(players.has('77')).toBe(true);
    new Player({ id: '78', name: 'Given' });
    expect(players.has('78')).toBe(true);
  });

  it('[C-18] what was added in a transaction that is rolled back is nowhere any more, and can be added again', () => {
    const [list, other] = [new Players(), new Players()];
    list.addItems([player('1')]);
    const failing = (): void =>
      transaction(() => {
        list.addItems([player('2'), { name: 'Draft' }]);
        transaction(() => list.addItems([player('3'), player('1', { score: 5 })]));
        expect(list.size).toBe(4);
        throw new Error('taken back');
      });
    expect(failing).toThrow('taken back');
    expect([ids(list), ids(other), list.get('1')?.score]).toEqual([['1'], ['1'], 0]);
    list.addItems([player('2')]);
    expect([ids(list), ids(other)]).toEqual([
      ['1', '2'],
      ['1', '2'],
    ]);
  });

  it('[C-18] loads are refused in a transaction', async () => {
    const list = new Players();
    list.addItems([player('1'), player('2', { team: 'blue' })]);
    const loads: Promise<unknown>[] = [];
    transaction(() => {
      loads.push(list.load({ where: { team: 'blue' } }), list.loadNext(), list.reload());
    });
    for (const load of loads) await expect(load).rejects.toThrow(StateError);
    expect(ids(list)).toEqual(['1', '2']);
  });

  it('[C-18] a rolled back transaction leaves no trace in it, also when it was read meanwhile', async () => {
    await players.load({ orderBy: { score: 'asc' } });
    listen(players);
    const before = players.items;
    const attempt = () =>
      transaction(() => {
        players.get('01')?.set({ score: 100 });
        players.remove('02');
        players.addItems([player('50', { score: 50 })]);
        expect(ids(players)).toEqual(['03', '04', '05', '06', '50', '01']);
        throw new Error('no');
      });
    expect(attempt).toThrow('no');
    expect(ids(players).slice(0, 6)).toEqual(ids(before));
    expect(players.get('01')?.score).toBe(1);
  });

  it('[C-19] nothing is shared between two scopes', async () => {
    const [one, two] = [new Scope(), new Scope()];
    const here = one.run(() => new Players());
    const there = two.run(() => new Players());
    one.run(() => new Player(player('1')));
    expect(ids(here)).toEqual(['1']);
    expect(ids(there)).toEqual([]);
    expect(players.items).toEqual([]);
    await here.load({ where: { team: 'blue' } });
    expect(here.items).toEqual([]);
    await here.load();
    expect(ids(here)).toEqual(['1']);
  });

  it('[C-34] tells with `dispose`, once, that it follows nothing any more', () => {
    const scope = new Scope();
    const [own, ofScope] = scope.run(() => [new Players(), new Players()]);
    const log: string[] = [];
    own?.on('dispose', () => log.push('own'));
    ofScope?.on('dispose', () => log.push('of scope'));
    own?.dispose();
    own?.dispose();
    expect(log).toEqual(['own']);
    scope.dispose();
    expect(log).toEqual(['own', 'of scope']);
  });

  it('[C-20] dispose ends following; what is shown stays', async () => {
    await players.load({ limit: 2 });
    players.dispose();
    await players.items[0]?.delete();
    expect(ids(players)).toEqual(['01', '02']);
  });

  it('[C-21] a load is one change, however many of the items shown it changes', async () => {
    await players.load({ orderBy: { score: 'asc' } });
    listen(players);
    for (const row of server.rows.values()) row.score = 10 - row.score;
    await players.reload();
    expect(ids(players)).toEqual(['06', '05', '04', '03', '02', '01']);
    expect(events).toEqual(['items.changed', 'change', 'load']);
  });

  it('[C-21] one `change` of a transaction over items of it and an order of its own', async () => {
    await players.load({ orderBy: { score: 'desc' } });
    listen(players);
    transaction(() => {
      const [a, b] = players.items as [Player, Player];
      const { score } = a;
      a.score = b.score;
      b.score = score;
    });
    expect(events).toEqual(['items.changed', 'change']);
  });
});
