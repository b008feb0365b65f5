import { ReactiveModel } from '../../model';
import { Scope } from '../../registry';
import { ReactiveArray } from '../../structures/array';
import { Collection } from '../collection';
import { Item, type ItemProvider, type ProviderClass } from './index';

export class Base extends ReactiveModel<{ city: string; zip: string }> {
  declare city: string;
  declare zip: string;
  constructor(specs: { city?: string; zip?: string } = {}) {
    super({ properties: ['city', 'zip'], ...specs });
  }
}

export class Tags extends ReactiveArray<string> {}

export interface IPerson {
  id: string;
  name: string;
  version: number;
}

type Specs<T extends object> = {
  readonly [K in keyof T]?: unknown;
} & { readonly provider?: ProviderClass<ItemProvider<T>> };

export class Person extends Item<IPerson> {
  declare id: string;
  declare name: string;
  declare version: number;
  constructor(specs: Specs<IPerson> = {}) {
    super({ entity: 'people', properties: ['id', 'name', 'version'], ...(specs as object) });
  }
}

export class People extends Collection<Person> {
  constructor(specs: object = {}) {
    super({ entity: 'people', item: Person, ...specs });
  }
}

/** A model that is no entity, and holds one. */
export class Board extends ReactiveModel<{ chair: Person }> {
  declare chair: Person;
  constructor(specs: { chair?: object } = {}) {
    super({ properties: [{ name: 'chair', value: Person }], ...(specs as object) });
  }
}

export interface ICrew {
  id: string;
  title: string;
  version: number;
  base: Base;
  tags: Tags;
  lead: Person;
  board: Board;
  members: People;
}

/** An item with everything that a property can hold. */
export class Crew extends Item<ICrew> {
  declare id: string;
  declare title: string;
  declare version: number;
  declare base: Base;
  declare tags: Tags;
  declare lead: Person;
  declare board: Board;
  declare members: People;
  constructor(specs: Specs<ICrew> = {}) {
    super({
      entity: 'crews',
      properties: [
        'id',
        'title',
        'version',
        { name: 'base', value: Base },
        { name: 'tags', value: Tags },
        { name: 'lead', value: Person },
        { name: 'board', value: Board },
        { name: 'members', value: People },
      ],
      ...(specs as object),
    });
  }
}

/** Makes things in a scope of their own. */
export const scoped = <R>(make: () => R): R => new Scope().run(make);

export const namesOf = (people: Iterable<Person>): string[] => [...people].map(({ name }) => name);

export const idsOf = (people: Iterable<Person>): string[] => [...people].map(({ id }) => id);
