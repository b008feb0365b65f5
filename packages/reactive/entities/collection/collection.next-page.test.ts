import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effect } from '../../model';
import { RegistryFactory } from '../item';
import { settled } from '../item/task.fixture';
import { deferred, ids, Players, player } from './player.fixture';
import { PlayerServer, providersOf } from './player-server.fixture';

let server: PlayerServer;
let players: Players;

beforeEach(() => {
  RegistryFactory.clearAll();
  server = new PlayerServer(5);
  players = new Players({ provider: providersOf(server).PlayersProvider });
});

afterEach(() => players.dispose());

describe('a further page', () => {
  it('[C-8] asked for a further page before there was any, load gives the first one', async () => {
    await players.load({ where: { score: { gt: 2 } }, limit: 2, update: true });
    expect(ids(players)).toEqual(['03', '04']);
    await players.load({ where: { score: { gt: 2 } }, limit: 2, update: true });
    expect(ids(players)).toEqual(['03', '04', '05']);
  });

  it('[C-8] loadNext shows a page more; asked twice, it is one load; at the end it does nothing', async () => {
    await players.load({ orderBy: { score: 'asc' }, limit: 2 });
    await Promise.all([players.loadNext(), players.loadNext()]);
    expect(ids(players)).toEqual(['01', '02', '03', '04']);
    await players.load({ update: true });
    expect(ids(players)).toEqual(['01', '02', '03', '04', '05']);
    expect(players.hasMore).toBe(false);
    const asked = server.asked.length;
    await players.loadNext();
    expect(server.asked.length).toBe(asked);
  });

  it.each(['runs', 'waits'])(
    '[C-5] a page more that %s is overtaken by a load that is begun after it',
    async (state) => {
      const byScore = { orderBy: { score: 'asc' }, limit: 2 } as const;
      await players.load(byScore);
      const told: unknown[] = [];
      players.on('load', () => told.push([ids(players), players.fetching]));
      const held = deferred<void>();
      server.before = () => held.promise;
      const reloading = state === 'waits' ? players.load(byScore) : undefined;
      const more = players.loadNext();
      await settled();
      server.before = () => Promise.resolve();
      expect(ids(await players.load({ orderBy: { score: 'desc' }, limit: 2 }))).toEqual(['05', '04']);
      held.resolve();
      await Promise.all([reloading, more]);
      expect([ids(players), players.error, told]).toEqual([['05', '04'], undefined, [[['05', '04'], false]]]);
      expect(ids(await players.loadNext())).toEqual(['05', '04', '03', '02']);
    },
  );

  it('[C-8] a page more that is asked for while two loads run is one of the newer', async () => {
    const held = [deferred<void>(), deferred<void>()] as const;
    server.before = () => held[0].promise;
    const older = players.load({ orderBy: { score: 'asc' }, limit: 2 });
    const first = players.loadNext();
    server.before = () => held[1].promise;
    const newer = players.load({ orderBy: { score: 'desc' }, limit: 2 });
    const more = players.loadNext();
    for (const { resolve } of held) resolve();
    await Promise.all([older, first, newer, more]);
    expect(ids(players)).toEqual(['05', '04', '03', '02']);
  });

  it('[C-5] is told as one load, whoever waits for it, and at the end as none', async () => {
    let told = 0;
    players.on('load', () => told++);
    await players.load({ orderBy: { score: 'asc' }, limit: 3 });
    expect(told).toBe(1);
    await Promise.all([players.loadNext(), players.loadNext()]);
    expect([told, players.hasMore]).toEqual([2, false]);
    await players.loadNext();
    expect(told).toBe(2);
  });

  it('[C-8] loadNext waits for the load that is running', async () => {
    const loading = players.load({ limit: 2 });
    const more = players.loadNext();
    await Promise.all([loading, more]);
    expect(ids(players)).toEqual(['01', '02', '03', '04']);
  });

  it('[C-8] the signals of those who wait for one page end their own wait, and the load when nobody waits', async () => {
    await players.load({ orderBy: { score: 'asc' }, limit: 2 });
    const held = deferred<void>();
    server.before = () => held.promise;
    const [first, second] = [new AbortController(), new AbortController()];
    const given = players.loadNext({ signal: first.signal });
    const waiting = players.loadNext({ signal: second.signal });
    first.abort();
    await expect(given).rejects.toMatchObject({ code: 'aborted' });
    expect(players.fetching).toBe(true);
    held.resolve();
    expect(ids(await waiting)).toEqual(['01', '02', '03', '04']);
    const last = players.loadNext({ signal: second.signal });
    second.abort();
    await expect(last).rejects.toMatchObject({ code: 'aborted' });
    expect([ids(players), players.error]).toEqual([['01', '02', '03', '04'], undefined]);
    await expect(players.loadNext({ signal: second.signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(ids(await players.loadNext())).toEqual(['01', '02', '03', '04', '05']);
    expect(server.asked.length).toBe(3);
  });

  it('[C-8] a page that was given up before its turn is not asked for', async () => {
    const held = deferred<void>();
    server.before = () => held.promise;
    const loading = players.load({ limit: 2 });
    const controller = new AbortController();
    const given = players.loadNext({ signal: controller.signal });
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: 'aborted' });
    held.resolve();
    await loading;
    await settled();
    expect([ids(players), server.asked.length]).toEqual([['01', '02'], 1]);
  });

  it('[C-8] the signal reaches the provider', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    class Watched {
      list = (_: object, context?: { signal?: AbortSignal | undefined }) => {
        signals.push(context?.signal);
        return signals.length === 1
          ? Promise.resolve({ items: [player('01')], next: 'more' })
          : new Promise<never>(() => {});
      };
    }
    const watched = new Players({ provider: Watched });
    await watched.load({ limit: 1 });
    const controller = new AbortController();
    const loading = watched.loadNext({ signal: controller.signal });
    await settled();
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, false]);
    controller.abort();
    await expect(loading).rejects.toMatchObject({ code: 'aborted' });
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, true]);
  });

  it('[C-8] loadNext shows a page more also while what is missing in the window is fetched', async () => {
    await players.load({ orderBy: { score: 'asc' }, limit: 2 });
    const held = deferred<void>();
    server.before = () => held.promise;
    server.rows.delete('01');
    await players.get('01')?.delete({ skipProvider: true });
    expect(players.stale).toBe(true);
    const loading = players.loadNext();
    held.resolve();
    await loading;
    expect(ids(players)).toEqual(['02', '03', '04', '05']);
  });

  it.each(['load', 'meta:changed', 'an effect'])(
    '[C-8] is the one after that which has just ended, when %s asks for it',
    async (who) => {
      const goOn = () => {
        if (players.hasMore && !players.fetching) void players.loadNext();
      };
      if (who !== 'an effect') players.on(who as 'load', goOn);
      await players.load({ orderBy: { score: 'asc' }, limit: 1 });
      const stop = who === 'an effect' ? effect(goOn) : undefined;
      for (let turn = 0; turn < 20; turn++) await settled();
      expect([ids(players), server.asked.length]).toEqual([['01', '02', '03', '04', '05'], 5]);
      stop?.();
    },
  );

  it('[C-8] is the one after that also without a provider', async () => {
    const local = new Players();
    local.setItems(['1', '2', '3', '4'].map((id) => player(id)));
    local.on('load', () => {
      if (local.hasMore) void local.loadNext();
    });
    await local.load({ limit: 1 });
    await settled();
    expect(ids(local)).toEqual(['1', '2', '3', '4']);
  });
});
