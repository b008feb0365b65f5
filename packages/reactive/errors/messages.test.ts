import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Collection } from '../entities/collection';
import { Item, RegistryFactory } from '../entities/item';
import { history } from '../history';
import { ReactiveModel, setMaxListeners, transaction } from '../model';
import { applySnapshot } from '../patches';
import { fieldsOf } from '../query';
import { stream } from '../streams';
import { ReactiveArray } from '../structures/array';
import { ReactiveMap } from '../structures/map';
import { ReactiveTree } from '../structures/tree';

interface IBook {
  id: string;
  title: string;
  length?: number;
}

class Book extends Item<IBook> {
  declare id: string;
  declare title: string;
  constructor(specs: Partial<IBook> & { provider?: never } = {}) {
    super({
      entity: 'books',
      properties: ['id', 'title'],
      computed: [{ name: 'length', compute: (self: IBook) => self.title.length }],
      ...specs,
    });
  }
  protected override get schema() {
    return z.object({ id: z.string(), title: z.string() });
  }
}

class Books extends Collection<Book> {
  constructor() {
    super({ entity: 'books', item: Book });
  }
}

/** A class that declares something wrong. */
const declaring = (specs: object) => () => {
  class Shelf extends ReactiveModel<object> {
    constructor() {
      super(specs);
    }
  }
  return new Shelf();
};

class Refusing {
  delete() {
    return Promise.resolve(undefined);
  }
}

const book = (specs: object = {}): Book => new Book(specs);
const tree = new ReactiveTree<number>().add('a', 1);

/** What is done; what the message must name: where, what, what happened, and what to do. */
const cases: readonly (readonly [act: () => unknown, named: readonly string[]])[] = [
  [declaring({ properties: 'title' }), ['Shelf', "'properties'", 'must be an array', 'string']],
  [declaring({ properties: ['a', 'a'] }), ['Shelf', "'a'", 'declared twice', 'Leave one']],
  [declaring({ properties: ['then'] }), ['Shelf', "'then'", 'cannot be', 'Choose another']],
  [
    declaring({ properties: ['a'], computed: [{ name: 'b' }] }),
    ['Shelf', "'b'", "needs a 'compute' function"],
  ],
  [
    declaring({ properties: ['a'], computed: [{ name: 'b', dependencies: ['c'], compute: Number }] }),
    ['Shelf', "'b'", "'c'", 'not a property', 'Properties are: a'],
  ],
  [
    declaring({ computed: [{ name: 'b', dependencies: ['b'], compute: Number }] }),
    ['Shelf', 'b → b', 'in a ring', 'Compute one'],
  ],
  [() => book({ titel: 'x' }), ['Book', "'titel'", 'not a property', 'Properties are: id, title']],
  [() => book({ properties: ['isAdmin'] }), ['Book', 'one list of properties', 'declare a class for each']],
  [() => book({ provider: {} }), ['Book', "'provider'", 'must be a provider class']],
  [() => book({ id: {} }), ['Book', 'id', 'non-empty string or a number']],
  [() => Reflect.set(book(), 'length', 1), ['Book', "'length'", 'is computed', 'Change what']],
  [
    () => book().getProperty('titel' as 'title'),
    ['Book', "'titel'", 'no property', 'Properties are: id, title'],
  ],
  [() => Reflect.set(book(), 'title', 1), ['title', 'expected string']],
  [() => book().set(book()), ['Book', 'not values but a model', 'getProperties()']],
  [() => book().on('change', undefined as never), ['Book', "on('change')", 'needs a function', 'undefined']],
  [() => book().trigger('*' as 'change'), ['Book', "trigger('*')", 'all events', 'by its name']],
  [() => transaction(async () => {}), ['transaction', 'synchronous', 'await first']],
  [() => setMaxListeners(-1), ['setMaxListeners', 'needs a number', '-1']],
  [() => book().load(), ['load', 'books', 'no id yet', 'Publish it first']],
  [() => book({ id: '1' }).load(), ['load', 'books "1"', 'no provider', 'Make it with one']],
  [
    () => book({ id: '1', provider: Refusing }).delete(),
    ['books "1"', 'did not delete', 'delete() must answer true'],
  ],
  [() => book({ id: '1', provider: Refusing }).load(), ['books "1"', 'Refusing', 'has no load()']],
  [() => new Collection({ entity: '' } as never), ['collection', 'needs an entity name', "entity: 'users'"]],
  [() => new Collection({ entity: 'books' } as never), ['books', "'item'", 'item: User']],
  [() => new Books().addItems('x' as never), ['addItems()', 'array of Book']],
  [() => new Books().deleteAsync(['7']), ['books', '"7"']],
  [() => fieldsOf(7), ['fieldsOf()', 'Zod object schema', 'z.object']],
  [() => fieldsOf(z.object({ a: z.any() }), { a: {} }), ['fieldsOf()', '"a"', 'unknown', '`kind`']],
  [() => stream(book(), 'change', { limit: 0 }), ['limit', 'stream', 'from 1 on', '0']],
  [() => history(new Books()), ['history()', 'collection', 'give it the items']],
  [() => applySnapshot(book(), 7 as never), ['Book', 'object of property values', 'snapshot()']],
  [() => Reflect.set(new ReactiveArray([1]), '5', 1), ['ReactiveArray', 'index 5', 'no holes', 'push()']],
  [() => new ReactiveMap([1] as never), ['ReactiveMap', 'pairs', '[[key, value]']],
  [() => tree.add('a', 2), ['"a"', 'already']],
  [() => tree.add('b', 2, { index: 9 }), ['ReactiveTree', 'no place 9', '0 to 1']],
  [() => tree.move('x', {}), ['"x"', 'no node']],
];

describe('the sentence of an error', () => {
  beforeEach(() => RegistryFactory.clearAll());

  it.each(cases.map(([act, named]) => ({ act, named, what: named.join(', ') })))(
    '[E-13] says where, what happened and what to do: $what',
    async ({ act, named }) => {
      let error: unknown;
      try {
        await act();
      } catch (thrown) {
        error = thrown;
      }
      const message = error instanceof Error ? error.message : 'nothing was thrown';
      expect(named.filter((part) => !message.includes(part)).map((part) => `${part} | ${message}`)).toEqual(
        [],
      );
    },
  );
});
