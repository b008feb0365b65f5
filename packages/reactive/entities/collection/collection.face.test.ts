import { beforeEach, describe, expect, it } from 'vitest';
import { RegistryFactory } from '../item';
import { ids, Player, Players, player } from './player.fixture';
import { PlayerServer, providersOf } from './player-server.fixture';

let server: PlayerServer;

beforeEach(() => {
  RegistryFactory.clearAll();
  server = new PlayerServer(5);
});

const stored = () => new Players({ provider: providersOf(server).PlayersProvider });

describe('what a collection tells of itself', () => {
  it('[C-28] is its entity, its item class and its provider, which is made once', () => {
    const { PlayersProvider } = providersOf(server);
    const players = new Players({ provider: PlayersProvider });
    expect([players.entity, players.Item]).toEqual(['players', Player]);
    expect(players.provider).toBeInstanceOf(PlayersProvider);
    expect(players.provider).toBe(players.provider);
    expect(new Players().provider).toBeUndefined();
  });

  it('[C-24] is the values of its items, as plain data', () => {
    const players = new Players();
    players.setItems([player('1'), player('2')]);
    expect(players.serialize()).toEqual([player('1'), player('2')]);
    expect(players.getItemProperties()).toEqual(players.serialize());
  });

  it('[C-8] is whether more can be shown, known here or at the provider', async () => {
    const players = stored();
    await players.load({ orderBy: { id: 'asc' }, limit: 2 });
    expect([players.hasMore, players.size]).toEqual([true, 2]);
    await players.loadNext();
    await players.loadNext();
    expect([players.hasMore, players.size, players.getNext()]).toEqual([false, 5, null]);
    const local = new Players();
    await local.load({ limit: 4 });
    expect([local.hasMore, local.size]).toEqual([true, 4]);
    await local.loadNext();
    expect([local.hasMore, local.size]).toEqual([false, 5]);
  });

  it('[C-7] ends the next page, too, with the signal that it was asked for with', async () => {
    const players = stored();
    await players.load({ limit: 2 });
    server.before = () => new Promise(() => {});
    const giveUp = new AbortController();
    const next = players.load({ update: true, signal: giveUp.signal });
    giveUp.abort();
    await expect(next).rejects.toMatchObject({ code: 'aborted' });
    expect(players.size).toBe(2);
  });

  it('[C-26] deletes one by its id alone, and names what is not there', async () => {
    const players = stored();
    await players.load();
    await expect(players.deleteAsync('03')).resolves.toEqual([true]);
    expect(ids(players)).toEqual(['01', '02', '04', '05']);
    await expect(players.deleteAsync('03')).rejects.toThrow('There is no players "03" here.');
  });

  it('[C-22] keeps what is there, unless told to clear', () => {
    const players = new Players();
    players.setItems([player('1')]);
    players.setItems([player('2')]);
    expect(ids(players)).toEqual(['1', '2']);
  });

  it('[C-34] ends with the block that uses it', () => {
    const players = new Players();
    let ended = 0;
    players.on('dispose', () => ended++);
    players[Symbol.dispose]();
    new Player(player('1'));
    expect([ended, players.size]).toEqual([1, 0]);
  });
});
