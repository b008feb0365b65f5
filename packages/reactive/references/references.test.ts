import { beforeEach, describe, expect, it } from 'vitest';
import { Collection } from '../entities/collection';
import { RegistryFactory } from '../entities/item';
import { DefinitionError, NotFoundError, ScopeError, ValidationError } from '../errors';
import { effect } from '../model';
import { Scope } from '../registry';
import { authors } from './authors.fixture';
import { reference, references } from './index';
import { Author, Ticket } from './ticket.fixture';

beforeEach(() => RegistryFactory.clearAll());

describe('a reference to one item', () => {
  it('[F-1] is the item of the id in the scope, the same object for all who refer to it', () => {
    const ticket = new Ticket({ id: '1', authorId: 'a' });
    const other = new Ticket({ id: '2', authorId: 'a' });
    const { item } = ticket.author;
    expect(item).toBeInstanceOf(Author);
    expect([item?.id, ticket.author.item === item, other.author.item === item]).toEqual(['a', true, true]);
    new Author({ id: 'a', name: 'Ada' });
    expect([item?.name, item?.ready]).toEqual(['Ada', true]);
    const known = new Author({ id: 'b', name: 'Bea' });
    ticket.authorId = 'b';
    expect(ticket.author.item).toBe(known);
  });

  it('[F-1] is the same for every object of the holder, and made once', () => {
    const [ticket, again] = [new Ticket({ id: '1', authorId: 'a' }), new Ticket({ id: '1' })];
    expect(ticket.author).toBe(again.author);
    expect(ticket.author).toBe(ticket.author);
    expect(Object.keys(ticket)).not.toContain('author');
  });

  it.each([null, undefined, ''])('[F-1] of %j is nothing', (authorId) => {
    const ticket = new Ticket({ id: '1', authorId: authorId as null });
    expect(ticket.author.item).toBeUndefined();
  });

  it('[F-1] is in the scope of its holder, whatever the current one is', () => {
    const scopes = [new Scope(), new Scope()];
    const [one, two] = scopes.map((scope) => scope.run(() => new Ticket({ id: '1', authorId: 'a' })));
    const known = scopes[0]?.run(() => new Author({ id: 'a', name: 'Ada' }));
    expect(one?.author.item).toBe(known);
    expect(two?.author.item).not.toBe(known);
    expect(two?.author.item?.name).toBeUndefined();
    expect(() => {
      if (two !== undefined) two.author.item = known;
    }).toThrow(ScopeError);
  });

  it('[F-2] follows the id, and writing it writes the id', () => {
    const ticket = new Ticket({ id: '1', authorId: 'a', title: 'x' });
    const [a, b] = [new Author({ id: 'a' }), new Author({ id: 'b' })];
    ticket.author.item = b;
    expect([ticket.authorId, ticket.author.item, ticket.changedProperties]).toEqual(['b', b, ['authorId']]);
    ticket.revert();
    expect(ticket.author.item).toBe(a);
    ticket.author.item = null;
    expect([ticket.authorId, ticket.author.item]).toEqual([null, undefined]);
    expect(() => {
      ticket.author.item = new Author({ id: 'much too long for it' });
    }).toThrow(ValidationError);
    expect(ticket.authorId).toBeNull();
  });

  it('[F-2] refuses what is no item of the class, or was deleted', async () => {
    const ticket = new Ticket({ id: '1' });
    expect(() => {
      ticket.author.item = ticket as never;
    }).toThrow(/'authorId' of tickets "1": Must be an item of Author/);
    const gone = new Author({ id: 'a' });
    await gone.delete();
    expect(() => {
      ticket.author.item = gone;
    }).toThrow(/cannot refer to authors "a": it was deleted/);
  });

  it('[F-3] is tracked: computed properties, effects and events follow the id and what is read inside', () => {
    const ticket = new Ticket({ id: '1', authorId: 'a' });
    const ada = new Author({ id: 'a', name: 'Ada' });
    new Author({ id: 'b', name: 'Bea' });
    const seen: unknown[] = [];
    const told: unknown[] = [];
    const end = effect(() => void seen.push(ticket.author.item?.name));
    ticket.on('authorName.changed', ({ value }) => told.push(value));
    const stop = ticket.author.on('item.changed', ({ value, previous }) =>
      told.push([previous?.id, value?.id]),
    );
    ada.name = 'Ada L.';
    ticket.authorId = 'b';
    ticket.rank = 7;
    ada.name = 'nobody looks';
    ticket.authorId = null;
    expect(seen).toEqual(['Ada', 'Ada L.', 'Bea', undefined]);
    expect(told).toEqual(['Ada L.', ['a', 'b'], 'Bea', ['b', undefined], undefined]);
    end();
    stop();
    ticket.authorId = 'a';
    expect([seen.length, told.length]).toEqual([4, 6]);
  });

  it('[F-3] may be read by computations while a collection of its class is live', () => {
    class Authors extends Collection<Author> {
      constructor() {
        super({ entity: 'authors', item: Author });
      }
    }
    using all = new Authors();
    const ticket = new Ticket({ id: '1', authorId: 'a' });
    const seen: unknown[] = [];
    effect(() => void seen.push([all.size, ticket.authorName]));
    new Author({ id: 'a', name: 'Ada' });
    expect(seen.at(-1)).toEqual([1, 'Ada']);
  });

  it('[F-4] loads the item, through its own provider or the given one', async () => {
    const { provider, calls } = authors('a', 'b');
    const ticket = new Ticket({ id: '1', authorId: 'a' });
    await expect(ticket.author.load()).rejects.toThrow(/authors "a": it has no provider/);
    expect((await ticket.author.load({ provider }))?.name).toBe('Author a');
    await ticket.author.load();
    expect(calls.length).toBe(2);
    const own = new Ticket({ id: '2', authorId: 'b' });
    const withProvider = reference(own, 'authorId', { item: Author, provider });
    expect((await withProvider.load())?.name).toBe('Author b');
    own.authorId = null;
    expect(await own.author.load()).toBeUndefined();
    own.authorId = 'nobody';
    await expect(own.author.load()).rejects.toBeInstanceOf(NotFoundError);
    expect(own.author.item?.found).toBe(false);
    await expect(own.author.load({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });

  it('[F-5] a deleted target stays, and says so; made again, it is the new one', async () => {
    const ticket = new Ticket({ id: '1', authorId: 'a' });
    const ada = new Author({ id: 'a', name: 'Ada' });
    const seen: unknown[] = [];
    effect(() => void seen.push(ticket.author.item?.deleted));
    await ada.delete();
    expect(ticket.author.item).toBe(ada);
    expect([seen[0], seen.at(-1)]).toEqual([false, true]);
    await expect(ticket.author.load()).rejects.toThrow(/it was deleted/);
    const again = new Author({ id: 'a', name: 'Ada, again' });
    expect(ticket.author.item).toBe(again);
  });

  it('[F-5] after the registry was cleared it is what comes back under the id', () => {
    const ticket = new Ticket({ id: '1', authorId: 'a' });
    const former = ticket.author.item;
    RegistryFactory.clear('authors');
    expect(ticket.author.item).toBe(former);
    const present = new Author({ id: 'a' });
    expect(ticket.author.item).toBe(present);
  });

  it('[F-10] a property that there is not, or that refers elsewhere already, is a DefinitionError', () => {
    const ticket = new Ticket({ id: '1' });
    expect(() => reference(ticket, 'nobodyId' as 'authorId', { item: Author })).toThrow(
      /Ticket has no property 'nobodyId' to refer by/,
    );
    expect(ticket.author.item).toBeUndefined();
    expect(() => reference(ticket, 'authorId', { item: Ticket })).toThrow(DefinitionError);
    expect(() => references(ticket, 'authorId' as never, { item: Author })).toThrow(/refers to two things/);
  });
});

describe('references to many items', () => {
  it('[F-6] are the items in the order of their ids, in the same array until they change', () => {
    const ticket = new Ticket({ id: '1', watcherIds: ['c', 'a'] });
    const { items } = ticket.watchers;
    expect(items.map(({ id }) => id)).toEqual(['c', 'a']);
    expect(ticket.watchers.items).toBe(items);
    ticket.watcherIds = ['c', 'a'];
    expect(ticket.watchers.items).toBe(items);
    ticket.watcherIds = ['a', 'b', 'c'];
    expect(ticket.watchers.items.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect([ticket.watchers.items[0] === items[1], ticket.watchers.items[2] === items[0]]).toEqual([
      true,
      true,
    ]);
    expect(Object.isFrozen(ticket.watchers.items)).toBe(true);
    expect(new Ticket({ id: '2' }).watchers.items).toEqual([]);
  });

  it('[F-6] are written, added and removed as ids', () => {
    const ticket = new Ticket({ id: '1', watcherIds: ['a'] });
    const [b, c] = [new Author({ id: 'b' }), new Author({ id: 'c' })];
    ticket.watchers.add(b);
    expect(ticket.watcherIds).toEqual(['a', 'b']);
    ticket.watchers.items = [c, b];
    expect([ticket.watcherIds, ticket.watchers.items]).toEqual([
      ['c', 'b'],
      [c, b],
    ]);
    expect([ticket.watchers.remove(c), ticket.watchers.remove(c)]).toEqual([true, false]);
    expect([ticket.watcherIds, ticket.changedProperties]).toEqual([['b'], ['watcherIds']]);
  });

  it('[F-7] refuse an item twice; an id that comes twice is shown once, and cannot be published', async () => {
    const ticket = new Ticket({ id: '1', watcherIds: ['a'], title: 'x' });
    const a = ticket.watchers.items[0] as Author;
    const twice = expect.objectContaining({
      message: `'watcherIds' of tickets "1": Refers twice to "a".`,
      errors: { watcherIds: ['Refers twice to "a".'] },
    });
    expect(() => ticket.watchers.add(a)).toThrow(twice);
    expect(() => {
      ticket.watchers.items = [a, a];
    }).toThrow(twice);
    expect(ticket.watcherIds).toEqual(['a']);
    ticket.watcherIds = ['b', 'a', 'b'];
    expect(ticket.watchers.items.map(({ id }) => id)).toEqual(['b', 'a']);
    await expect(ticket.publish()).rejects.toThrow(/Refers twice to "b"/);
    expect(ticket.unpublished).toBe(true);
  });

  it('[F-3] are tracked: effects and events follow the ids and what is read inside', () => {
    const ticket = new Ticket({ id: '1', watcherIds: ['a', 'b'] });
    const seen: unknown[] = [];
    let told = 0;
    effect(() => void seen.push(ticket.watchers.items.map(({ name }) => name ?? '?').join()));
    ticket.watchers.on('items.changed', () => told++);
    const b = ticket.watchers.items[1] as Author;
    new Author({ id: 'a', name: 'Ada' });
    b.name = 'Bea';
    ticket.watchers.remove(b);
    ticket.rank = 7;
    b.name = 'nobody looks';
    expect([seen, told]).toEqual([['?,?', 'Ada,?', 'Ada,Bea', 'Ada'], 1]);
  });

  it('[F-4] are loaded in one call; one that is missing is a failure when all the others are loaded', async () => {
    const { provider, calls } = authors('a', 'b', 'c');
    const [one, two] = [
      new Ticket({ id: '1', watcherIds: ['a', 'b'] }),
      new Ticket({ id: '2', watcherIds: ['b', 'c'] }),
    ];
    await Promise.all([one.watchers.load({ provider }), two.watchers.load({ provider })]);
    expect(two.watchers.items.map(({ name }) => name)).toEqual(['Author b', 'Author c']);
    expect(calls).toEqual([{ operation: 'loadMany', ids: ['a', 'b', 'c'] }]);
    one.watcherIds = ['nobody', 'c', 'a'];
    await expect(one.watchers.load({ provider })).rejects.toBeInstanceOf(NotFoundError);
    expect(one.watchers.items.map(({ found }) => found)).toEqual([false, true, true]);
  });
});
