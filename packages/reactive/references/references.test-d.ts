import { expectTypeOf, it } from 'vitest';
import { Item } from '../entities/item';
import { stream } from '../streams';
import { type Reference, type References, reference, references } from './index';
import type { Author, ITicket, Ticket } from './ticket.fixture';

declare const ticket: Ticket;
declare const author: Author;
declare const AuthorClass: typeof Author;

interface ICounted {
  id: number;
  parentId: number | null;
  name: string;
}

class Counted extends Item<ICounted> {
  declare id: number;
  declare parentId: number | null;
  declare name: string;

  get parent() {
    return reference(this, 'parentId', { item: Counted });
  }
}

it('[F-13] references have the types of what they refer to, in both directions', () => {
  expectTypeOf(ticket.author).toEqualTypeOf<Reference<Author>>();
  expectTypeOf(ticket.watchers).toEqualTypeOf<References<Author>>();
  expectTypeOf(author.tickets.items).toEqualTypeOf<readonly Ticket[]>();
  expectTypeOf(ticket.author.item).toEqualTypeOf<Author | undefined>();
  expectTypeOf(ticket.author.load()).resolves.toEqualTypeOf<Author | undefined>();
  expectTypeOf(ticket.watchers.load()).resolves.toEqualTypeOf<readonly Author[]>();
  expectTypeOf(ticket.author.item?.tickets.items[0]?.author.item?.name).toEqualTypeOf<string | undefined>();
  expectTypeOf(new Counted({} as never).parent.item?.parentId).toEqualTypeOf<number | null | undefined>();
  ticket.author.on('item.changed', ({ value }) => expectTypeOf(value).toEqualTypeOf<Author | undefined>());
  expectTypeOf(stream(ticket.watchers, 'items.changed').next()).resolves.toHaveProperty('value');
  ticket.author.item = null;
});

it('[F-13] a wrong property, id, item or event does not compile', () => {
  // @ts-expect-error there is no such property
  reference(ticket, 'autorId', { item: AuthorClass });
  // @ts-expect-error these are many
  reference(ticket, 'watcherIds', { item: AuthorClass });
  // @ts-expect-error this is one
  references(ticket, 'authorId', { item: AuthorClass });
  // @ts-expect-error its ids are numbers
  reference(ticket, 'authorId', { item: Counted });
  // @ts-expect-error a model of values is no item
  reference(ticket, 'authorId', { item: Date });
  // @ts-expect-error another class of items
  ticket.author.item = ticket;
  // @ts-expect-error another class of items
  ticket.watchers.add(ticket);
  // @ts-expect-error there is no such event
  ticket.author.on('items.changed', () => {});
  expectTypeOf<ITicket['authorId']>().toEqualTypeOf<string | null>();
});
