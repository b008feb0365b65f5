import { beforeEach, describe, expect, it } from 'vitest';
import { ReactiveModel } from '../../model';
import { RegistryFactory } from '../item';
import { deferred, Player, Players, player } from './player.fixture';
import { PlayerServer, providersOf } from './player-server.fixture';

interface ITeam {
  captain: Player;
  bench: Players;
}

class Team extends ReactiveModel<ITeam> {
  declare captain: Player;
  declare bench: Players;

  constructor() {
    super({
      properties: [
        { name: 'captain', value: Player },
        { name: 'bench', value: Players },
      ],
    });
  }
}

let server: PlayerServer;

beforeEach(() => {
  RegistryFactory.clearAll();
  server = new PlayerServer(4);
});

/** A draft whose publish waits for its answer. */
const publishing = (score: number) => {
  const { PlayerProvider } = providersOf(server);
  const draft = new Player({ name: 'New', team: 'red', score, provider: PlayerProvider });
  const answer = deferred<void>();
  server.before = () => answer.promise;
  const published = draft.publish();
  server.before = () => Promise.resolve();
  return { draft, published, answer };
};

describe('a draft that gets its id', () => {
  it.each([
    ['in the order of arrival', {}],
    ['in an order', { orderBy: { score: 'asc' } }],
    ['among equal ones', { orderBy: { team: 'asc' } }],
    ['in a window', { orderBy: { score: 'desc' }, limit: 3 }],
    ['in a filtered list', { where: { score: { gt: 1 } }, orderBy: { score: 'desc' } }],
  ] as const)('[I-48] keeps its place %s', async (_what, specs) => {
    const players = new Players({ provider: providersOf(server).PlayersProvider });
    await players.load(specs);
    const { draft, published, answer } = publishing(3);
    const { items } = players;
    expect(items).toContain(draft);
    const { localKey } = draft;
    let told = 0;
    players.on('items.changed', () => told++);
    answer.resolve();
    await published;
    expect([draft.id, draft.localKey, told]).toEqual(['new-4', localKey, 0]);
    expect(players.items).toBe(items);
    expect(players.get('new-4')).toBe(draft);
  });

  it('[I-48] keeps its place, object and key where a list has brought its row before', async () => {
    const [players, others] = [1, 2].map(
      () => new Players({ provider: providersOf(server).PlayersProvider }),
    ) as [Players, Players];
    await players.load({ orderBy: { score: 'desc' } });
    const { draft, published, answer } = publishing(9);
    const { localKey } = draft;
    expect(players.items[0]).toBe(draft);
    // It was created, and the answer is still on its way.
    server.rows.set('new-5', player('new-5', { score: 9 }));
    await others.load({ where: { score: 9 } });
    expect(others.items.map(({ localKey: key }) => key)).toEqual(['string:new-5']);
    expect(players.size).toBe(6);
    answer.resolve();
    await published;
    expect(players.items[0]).toBe(draft);
    expect(others.items).toEqual([draft]);
    expect(players.items.map((item) => item.localKey)).toEqual([
      localKey,
      ...['04', '03', '02', '01'].map((id) => `string:${id}`),
    ]);
  });

  it('[I-48] stays what the properties of others hold', async () => {
    const team = new Team();
    const { draft, published, answer } = publishing(9);
    team.captain = draft;
    team.bench.addItems([draft, player('x')]);
    team.saveChanges();
    answer.resolve();
    await published;
    expect([team.captain, team.bench.items[0], team.unpublished]).toEqual([draft, draft, false]);
    expect(team.serialize()).toMatchObject({
      captain: { id: 'new-4' },
      bench: [{ id: 'new-4' }, { id: 'x' }],
    });
  });
});
