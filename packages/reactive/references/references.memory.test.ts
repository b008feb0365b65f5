import { describe, expect, it } from 'vitest';
import { REFERENCES } from '../model/referrer';
import { STATE } from '../model/symbols';
import { Scope } from '../registry';
import { leftAtMost, survivors } from '../registry/garbage.fixture';
import { Author, Ticket } from './ticket.fixture';

describe('what references keep', () => {
  it('[F-11] is nothing for an item whose references were not used', () => {
    const scope = new Scope();
    const [ticket, author] = scope.run(() => [
      new Ticket({ id: '1', authorId: 'a' }),
      new Author({ id: 'a' }),
    ]);
    expect(Object.hasOwn(ticket[STATE], REFERENCES)).toBe(false);
    expect(Object.getOwnPropertyNames(ticket)).toEqual([]);
    expect(ticket.author.item).toBe(author);
    expect(Object.hasOwn(ticket[STATE], REFERENCES)).toBe(true);
    expect(Object.getOwnPropertyNames(ticket)).toEqual([]);
  });

  it('[F-11] is what the holder refers to, as long as somebody refers to the holder', async () => {
    const scope = new Scope();
    const kept: Ticket[] = [];
    await survivors(() => {
      const ticket = scope.run(() => new Ticket({ id: '1', authorId: 'a' }));
      ticket.author.item?.set({ name: 'Ada' });
      kept.push(ticket);
      return [];
    });
    expect(kept[0]?.author.item?.name).toBe('Ada');
  });

  it('[F-11] is no ring that nobody refers to, whatever was read, written, computed or listened to', async () => {
    const scope = new Scope();
    const family = (n: number): object[] => {
      const ticket = new Ticket({ id: `t${n}`, authorId: `a${n}`, watcherIds: [`a${n}`] });
      const author = ticket.author.item as Author;
      author.ticketIds = [`t${n}`];
      const draft = new Author({ name: 'draft' });
      ticket.watchers.items = [...ticket.watchers.items, draft];
      ticket.on('authorName.changed' as never, () => {});
      ticket.author.on('item.changed', () => {});
      author.tickets.on('items.changed', () => ticket.title);
      return [ticket, author, draft, ticket.author, author.tickets, author.tickets.items[0] as object];
    };
    const kept = await survivors(() =>
      scope.run(() =>
        Array.from({ length: 20 }, (_, n) => family(n).map((each) => new WeakRef(each))).flat(),
      ),
    );
    expect(kept.filter(Boolean).length).toBeLessThanOrEqual(leftAtMost(120));
  });

  it('[F-11] is no holder by what it refers to', async () => {
    const scope = new Scope();
    const target = scope.run(() => new Author({ id: 'a', name: 'Ada' }));
    const draft = scope.run(() => new Author({ name: 'draft' }));
    const kept = await survivors(() =>
      scope.run(() =>
        Array.from({ length: 40 }, (_, n) => {
          const ticket = new Ticket({ id: `t${n}`, authorId: 'a' });
          ticket.watchers.items = [ticket.author.item as Author, draft];
          return new WeakRef(ticket);
        }),
      ),
    );
    expect(kept.filter(Boolean).length).toBeLessThanOrEqual(leftAtMost(40));
    expect([target.name, draft.isDraft]).toEqual(['Ada', true]);
  });
});
