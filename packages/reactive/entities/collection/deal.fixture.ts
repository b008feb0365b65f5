import { z } from 'zod';
import { comparator, type ListResult, type ListSpecs, matcher, parseQuery } from '../../query';
import { Item, type ItemProvider, type PublishContext } from '../item';
import { Collection } from './collection';
import type { CollectionProvider } from './types';

/** An entity with a property of each kind that a filter can demand values of. */
export interface IDeal {
  id: string;
  stage: 'new' | 'won' | 'lost';
  owner: string | null;
  score: number;
  due: Date | null;
  /** No rule: a value of any kind. */
  tag: unknown;
}

const dealSchema = z.object({
  id: z.string(),
  stage: z.enum(['new', 'won', 'lost']),
  owner: z.string().nullable(),
  score: z.number(),
  due: z.date().nullable(),
});

type ProviderOption<P> = { readonly provider?: (new (parent: unknown) => P) | undefined };

const PROPERTIES = ['id', 'stage', 'owner', 'score', 'due', 'tag'] as const;

export class Deal extends Item<IDeal> {
  declare id: string;
  declare stage: 'new' | 'won' | 'lost';
  declare owner: string | null;
  declare score: number;
  declare due: Date | null;
  declare tag: unknown;

  constructor(specs: Partial<IDeal> & ProviderOption<ItemProvider<IDeal>> = {}) {
    super({ entity: 'deals', properties: [...PROPERTIES], ...specs });
  }

  protected override get schema() {
    return dealSchema;
  }
}

/** The same entity without a schema: filters may name everything, and compare values by their own kind. */
export class LooseDeal extends Item<IDeal & { isLate: boolean }> {
  declare id: string;
  declare stage: 'new' | 'won' | 'lost';
  declare score: number;
  declare tag: unknown;
  declare readonly isLate: boolean;

  constructor(specs: Partial<IDeal> & ProviderOption<ItemProvider<IDeal>> = {}) {
    super({
      entity: 'loose deals',
      properties: [...PROPERTIES],
      computed: [{ name: 'isLate', compute: ({ score }) => score < 0 }],
      ...specs,
    });
  }
}

export class Deals extends Collection<Deal> {
  constructor(specs: ProviderOption<CollectionProvider<IDeal>> = {}) {
    super({ entity: 'deals', item: Deal, ...specs });
  }
}

export class LooseDeals extends Collection<LooseDeal> {
  constructor() {
    super({ entity: 'loose deals', item: LooseDeal });
  }
}

export const deal = (id: string, values: Partial<IDeal> = {}): IDeal => ({
  id,
  stage: 'new',
  owner: null,
  score: 0,
  due: null,
  tag: null,
  ...values,
});

/** What the server does not tell of one of its rows. */
const HIDDEN = { score: undefined } as unknown as Partial<IDeal>;

/** A server of deals: its rows, and providers that answer from them at once. */
export const dealServer = () => {
  const rows = new Map<string, IDeal>();
  const server = { rows, refuses: false };
  class DealProvider implements ItemProvider<IDeal> {
    async load(id: string) {
      return rows.get(id);
    }
    async publish(data: Partial<IDeal>, context?: PublishContext) {
      if (server.refuses) throw new Error('refused');
      const id = data.id ?? '';
      const row = { ...(context?.isNew ? deal(id) : rows.get(id)), ...data } as IDeal;
      rows.set(id, row);
      return { status: 200, data: { ...row } };
    }
    async delete(id: string) {
      return rows.delete(id);
    }
  }
  class DealsProvider implements CollectionProvider<IDeal> {
    readonly itemProvider = DealProvider;
    async list({ next, ...specs }: ListSpecs<IDeal>): Promise<ListResult<IDeal>> {
      const { where, orderBy, limit } = parseQuery(undefined, specs);
      const matching = [...rows.values()].filter(matcher(where)).sort(comparator(orderBy));
      const start = Number(next ?? 0);
      const items = matching
        .slice(start, start + limit)
        .map((row) => ({ ...row, ...(row.id === '4' && HIDDEN) }));
      const isLast = start + limit >= matching.length;
      return { items, total: matching.length, next: isLast ? null : String(start + limit) };
    }
  }
  return { rows, server, DealProvider, DealsProvider };
};
