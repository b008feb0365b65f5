import { beforeEach, expect, it } from 'vitest';
import type { ListSpecs } from '../../query';
import { RegistryFactory } from '../item';
import { type IPlayer, ids, Players } from './player.fixture';
import { PlayerServer, providersOf } from './player-server.fixture';
import { copyOf } from './specs';
import type { ListContext } from './types';

beforeEach(() => RegistryFactory.clearAll());

it('[C-2] asks for what was specified when it was loaded, whatever the caller does to that', async () => {
  const server = new PlayerServer(5);
  const players = new Players({ provider: providersOf(server).PlayersProvider });
  const where = { score: { in: [1, 2, 3] } };
  const specs = { where, orderBy: [{ score: 'asc' as const }], limit: 1 };
  await players.load(specs);
  where.score.in.length = 1;
  specs.orderBy.length = 0;
  await players.loadNext();
  expect(ids(players)).toEqual(['01', '02']);
  expect(ids(await players.reload())).toEqual(['01']);
  expect(players.getTotal()).toBe(3);
  const asked = { where: { score: { in: [1, 2, 3] } }, orderBy: [{ score: 'asc' }], limit: 1 };
  expect(server.asked).toMatchObject([asked, asked, asked]);
});

it('[C-2] asks for the same again, whatever its provider does to what it is given', async () => {
  const server = new PlayerServer(5);
  class Careless extends providersOf(server).PlayersProvider {
    override async list(specs: ListSpecs<IPlayer>, context?: ListContext) {
      const answer = await super.list({ ...specs }, context);
      Object.assign(specs.where as object, { team: 'blue' });
      delete (specs as { limit?: number }).limit;
      return answer;
    }
  }
  const players = new Players({ provider: Careless });
  await players.load({ where: { team: 'red' }, limit: 2 });
  expect(ids(await players.loadNext())).toEqual(['01', '02', '03', '04']);
  expect(ids(await players.reload())).toEqual(['01', '02']);
});

it('[C-2] takes a copy of the dates in what is specified', () => {
  const at = new Date(0);
  const specs = copyOf({ where: { at: { gt: at } } } as never);
  at.setTime(1);
  expect(specs).toEqual({ where: { at: { gt: new Date(0) } } });
});
