import { z } from 'zod';
import { Item, type ItemProvider } from '../item';
import { Collection } from './collection';
import type { CollectionProvider } from './types';

export interface IPlayer {
  id: string;
  name: string;
  team: 'red' | 'blue';
  score: number;
}

const playerSchema = z.object({
  id: z.string(),
  name: z.string().min(1),
  team: z.enum(['red', 'blue']),
  score: z.number().int(),
});

type ProviderOption<P> = { readonly provider?: (new (parent: unknown) => P) | undefined };

export class Player extends Item<IPlayer> {
  declare id: string;
  declare name: string;
  declare team: 'red' | 'blue';
  declare score: number;

  constructor(specs: Partial<IPlayer> & ProviderOption<ItemProvider<IPlayer>> = {}) {
    super({ entity: 'players', properties: ['id', 'name', 'team', 'score'], ...specs });
  }

  protected override get schema() {
    return playerSchema;
  }
}

export class Players extends Collection<Player> {
  constructor(specs: ProviderOption<CollectionProvider<IPlayer>> = {}) {
    super({ entity: 'players', item: Player, ...specs });
  }
}

/** A promise that the test settles. */
export const deferred = <V>() => {
  let resolve!: (value: V) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<V>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
};

export const player = (id: string, values: Partial<IPlayer> = {}): IPlayer => ({
  id,
  name: `Player ${id}`,
  team: 'red',
  score: 0,
  ...values,
});

export const ids = (players: Iterable<Player>): (string | undefined)[] => [...players].map(({ id }) => id);
