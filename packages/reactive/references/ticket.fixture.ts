import { z } from 'zod';
import { Item, type ItemProvider, type ProviderClass } from '../entities/item';
import { reference, references } from './index';

export interface IAuthor {
  id: string;
  name: string;
  ticketIds: string[];
}

export interface ITicket {
  id: string;
  title: string;
  authorId: string | null;
  watcherIds: string[];
  rank: number;
  authorName: string | undefined;
}

type Specs<T extends object> = Partial<T> & { provider?: ProviderClass<ItemProvider<T>> | undefined };

export class Author extends Item<IAuthor> {
  declare id: string;
  declare name: string;
  declare ticketIds: string[];

  constructor(specs: Specs<IAuthor> = {}) {
    super({ entity: 'authors', properties: ['id', 'name', 'ticketIds'], ...specs });
  }

  get tickets() {
    return references(this, 'ticketIds', { item: Ticket });
  }
}

export class Ticket extends Item<ITicket> {
  declare id: string;
  declare title: string;
  declare authorId: string | null;
  declare watcherIds: string[];
  declare rank: number;
  declare readonly authorName: string | undefined;

  constructor(specs: Specs<ITicket> = {}) {
    super({
      entity: 'tickets',
      properties: ['id', 'title', 'authorId', 'watcherIds', 'rank'],
      computed: [{ name: 'authorName', compute: (ticket: Ticket) => ticket.author.item?.name }],
      ...specs,
    });
  }

  protected override get schema() {
    return z.object({
      id: z.string(),
      title: z.string(),
      // As ids are, which no local key is.
      authorId: z.string().max(10).nullable(),
      watcherIds: z.array(z.string().max(10)),
      rank: z.number().optional(),
    });
  }

  get author() {
    return reference(this, 'authorId', { item: Author });
  }

  get watchers() {
    return references(this, 'watcherIds', { item: Author });
  }
}
