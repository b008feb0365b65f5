import { comparator, type ListResult, type ListSpecs, matcher, parseQuery } from '../../query';
import type { ItemProvider, PublishContext } from '../item';
import { type IPlayer, player } from './player.fixture';
import type { CollectionProvider, ListContext } from './types';

/** A server of players as a test needs it: rows, answers that can be held back, and a log of what was asked. */
export class PlayerServer {
  readonly rows = new Map<string, IPlayer>();
  readonly asked: ListSpecs<IPlayer>[] = [];
  /** Runs before each answer, told to what; what it throws is the answer. */
  before: (operation: 'load' | 'publish' | 'delete' | 'list') => Promise<void> = () => Promise.resolve();

  constructor(count = 0) {
    for (let index = 1; index <= count; index++) {
      const id = String(index).padStart(2, '0');
      this.rows.set(id, player(id, { score: index }));
    }
  }

  list({ next, ...specs }: ListSpecs<IPlayer>): ListResult<IPlayer> {
    const { where, orderBy, limit } = parseQuery(undefined, specs);
    const compare = comparator(orderBy);
    const matching = [...this.rows.values()].filter(matcher(where)).sort(compare);
    const after: IPlayer | undefined = typeof next === 'string' ? JSON.parse(next) : undefined;
    const rest = matching.filter((row) => after === undefined || compare(row, after) > 0);
    const items = rest.slice(0, limit).map((row) => ({ ...row }));
    return { items, total: matching.length, next: rest.length > limit ? JSON.stringify(items.at(-1)) : null };
  }

  publish(data: Partial<IPlayer>, isNew: boolean): IPlayer {
    const id = data.id ?? `new-${this.rows.size}`;
    const row = { ...(isNew ? player(id) : this.rows.get(id)), ...data, id } as IPlayer;
    this.rows.set(id, row);
    return { ...row };
  }
}

/** The provider classes of a server. */
export const providersOf = (server: PlayerServer) => {
  class PlayerProvider implements ItemProvider<IPlayer> {
    async load(id: string) {
      await server.before('load');
      return server.rows.get(id);
    }
    async publish(data: Partial<IPlayer>, context?: PublishContext) {
      await server.before('publish');
      return { status: 200, data: server.publish(data, context?.isNew === true) };
    }
    async delete(id: string) {
      await server.before('delete');
      return server.rows.delete(id);
    }
  }
  class PlayersProvider implements CollectionProvider<IPlayer> {
    readonly itemProvider = PlayerProvider;
    async list(specs: ListSpecs<IPlayer>, context?: ListContext) {
      server.asked.push(specs);
      const answer = server.list(specs);
      await server.before('list');
      context?.signal?.throwIfAborted();
      return answer;
    }
  }
  return { PlayerProvider, PlayersProvider };
};
