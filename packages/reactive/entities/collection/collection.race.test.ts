import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RegistryFactory } from '../item';
import { deferred, ids, Player, Players, player } from './player.fixture';
import { PlayerServer, providersOf } from './player-server.fixture';

let server: PlayerServer;
let players: Players;

beforeEach(() => {
  RegistryFactory.clearAll();
  server = new PlayerServer(3);
  players = new Players({ provider: providersOf(server).PlayersProvider });
});

afterEach(() => players.dispose());

/** Begins a load whose answer is made now and arrives only when the result is called. */
const slowLoad = (): (() => Promise<void>) => {
  const held = deferred<void>();
  server.before = () => held.promise;
  const loading = players.load({ orderBy: { score: 'asc' } });
  server.before = () => Promise.resolve();
  return async () => {
    held.resolve();
    await loading;
  };
};

describe('what happens while a load runs', () => {
  it('[C-32] what was deleted is not brought back', async () => {
    const { PlayerProvider } = providersOf(server);
    const doomed = new Player({ ...player('02'), provider: PlayerProvider });
    const arrives = slowLoad();
    await doomed.delete();
    await arrives();
    expect(ids(players)).toEqual(['01', '03']);
    expect(players.getTotal()).toBe(2);
    await players.reload();
    expect(ids(players)).toEqual(['01', '03']);
    expect(players.getTotal()).toBe(2);
  });

  it('[C-32] what was deleted and made again is there in the next load', async () => {
    const row = { ...player('02', { score: 2 }) };
    const doomed = new Player({ ...row, provider: providersOf(server).PlayerProvider });
    const arrives = slowLoad();
    await doomed.delete();
    await arrives();
    server.rows.set('02', row);
    await players.reload();
    expect(ids(players)).toEqual(['01', '02', '03']);
  });

  it('[C-32] what was created stays in, where it sorts', async () => {
    const arrives = slowLoad();
    const draft = new Player({
      name: 'New',
      team: 'red',
      score: 2,
      provider: providersOf(server).PlayerProvider,
    });
    await draft.publish();
    await arrives();
    expect(ids(players)).toEqual(['01', '02', draft.id, '03']);
    expect(players.getTotal()).toBe(4);
    await players.reload();
    expect(players.getTotal()).toBe(4);
  });
});

describe('after the registry was cleared', () => {
  it('[C-33] an entity that comes back takes the place of its former item, and keeps it', async () => {
    await players.load({ orderBy: { score: 'asc' } });
    const former = players.get('01');
    RegistryFactory.clear('players');
    expect(ids(players)).toEqual(['01', '02', '03']);
    const again = new Player(player('01', { score: 9 }));
    expect(ids(players)).toEqual(['02', '03', '01']);
    former?.set({ score: 0 });
    expect(ids(players)).toEqual(['02', '03', '01']);
    expect(players.get('01')).toBe(again);
    expect(players.getTotal()).toBe(3);
  });

  it('[C-33] its former item leaves also where it comes back with values that do not belong', async () => {
    const reds = new Players();
    await reds.load({ where: { team: 'red' } });
    const kept = [new Player(player('1')), new Player(player('2'))];
    expect(ids(reds)).toEqual(['1', '2']);
    RegistryFactory.clear('players');
    const again = new Player(player('1', { team: 'blue' }));
    expect(ids(reds)).toEqual(['2']);
    again.set({ team: 'red' });
    expect(reds.get('1')).toBe(again);
    expect([kept[0]?.team, reds.size]).toEqual(['red', 2]);
  });

  it('[C-33] the same after a further page was loaded', async () => {
    await players.load({ where: { score: { in: [1, 2, 3] } }, orderBy: { score: 'asc' }, limit: 2 });
    const shown = players.size;
    RegistryFactory.clear('players');
    await players.loadNext();
    const before = ids(players);
    new Player(player(before[0] as string, { score: 9 }));
    expect([shown, before.length > shown, ids(players)]).toEqual([2, true, before.slice(1)]);
  });
});
