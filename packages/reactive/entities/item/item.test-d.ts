import { describe, expectTypeOf, it } from 'vitest';
import type { PropertyChange } from '../../model';
import {
  type Edit,
  type IdOf,
  Item,
  type ItemProvider,
  type ProviderClass,
  type PublishContext,
} from './index';

interface IUser {
  id: number;
  name: string;
  age: number | null;
}

interface Special extends ItemProvider<IUser> {
  special(): string;
}

class User extends Item<IUser, Special, { greeted: string }> {
  declare id: number;
  declare name: string;
  declare age: number | null;
  constructor(specs: Partial<IUser> & { provider?: ProviderClass<Special> | undefined } = {}) {
    super({ entity: 'users', properties: ['id', 'name', 'age'], generated: ['id'], ...specs });
  }
}

class Provider implements Special {
  constructor(readonly parent: unknown) {}
  special = () => 'special';
  load(id: number) {
    return Promise.resolve({ id, name: 'Ada' });
  }
  publish(data: Partial<IUser>, context?: PublishContext) {
    return Promise.resolve({ status: context?.isNew === true ? 201 : 200, data });
  }
}

declare const user: User;

describe('the types of an item', () => {
  it('[I-90] operations and their events are those of its data', () => {
    expectTypeOf(user.load()).toEqualTypeOf<Promise<User>>();
    expectTypeOf(user.publish({ name: 'Ada' })).toEqualTypeOf<Promise<User>>();
    expectTypeOf(user.delete()).toEqualTypeOf<Promise<true>>();
    expectTypeOf(user.provider).toEqualTypeOf<Special | undefined>();
    expectTypeOf(user.registry.state).toEqualTypeOf<'draft' | 'published' | 'deleted'>();
    user.on('load', (row) => expectTypeOf(row).toEqualTypeOf<Partial<IUser>>());
    user.on('publish', (row) => expectTypeOf(row).toEqualTypeOf<Partial<IUser>>());
    user.on('delete', (payload) => expectTypeOf(payload).toEqualTypeOf<undefined>());
    user.on('greeted', (name) => expectTypeOf(name).toEqualTypeOf<string>());
    user.on('age.changed', (change) => expectTypeOf(change).toEqualTypeOf<PropertyChange<number | null>>());
  });

  it('[I-90] an edit has the item’s properties, and their errors by name', () => {
    const edit = user.edit();
    expectTypeOf(edit).toEqualTypeOf<Edit<IUser>>();
    expectTypeOf(edit.name).toEqualTypeOf<string>();
    expectTypeOf(edit.errors.name).toEqualTypeOf<string[] | undefined>();
    // @ts-expect-error there is no 'nam'
    expectTypeOf(edit.errors.nam).toBeAny();
  });

  it('[I-90] an edit has none of the models and lists that an item holds', () => {
    interface IHolder {
      id: string;
      title: string | undefined;
      home: User;
      former: User | undefined;
    }
    class Holder extends Item<IHolder> {
      declare id: string;
    }
    const edit = {} as Edit<IHolder>;
    expectTypeOf(new Holder({ entity: 'holders', properties: ['id'] } as never).edit()).toEqualTypeOf(edit);
    expectTypeOf(edit.title).toEqualTypeOf<string | undefined>();
    // @ts-expect-error it is edited where it is
    expectTypeOf(edit.home).toBeAny();
    // @ts-expect-error so is what may be none
    expectTypeOf(edit.former).toBeAny();
  });

  it('[I-90] a provider that does not fit does not compile', () => {
    expectTypeOf(new User({ provider: Provider })).toEqualTypeOf<User>();
    expectTypeOf<IdOf<IUser>>().toEqualTypeOf<number>();
    class WrongId {
      special = () => 'special';
      load(id: boolean) {
        return Promise.resolve({ id: 1, name: String(id) });
      }
    }
    class WrongRow {
      special = () => 'special';
      load() {
        return Promise.resolve({ id: 1, name: 7 });
      }
    }
    class NoStatus {
      special = () => 'special';
      publish(data: Partial<IUser>) {
        return Promise.resolve({ data });
      }
    }
    // @ts-expect-error ids are numbers
    expectTypeOf(new User({ provider: WrongId })).toEqualTypeOf<User>();
    // @ts-expect-error a name is a text
    expectTypeOf(new User({ provider: WrongRow })).toEqualTypeOf<User>();
    // @ts-expect-error a publish answers with a status
    expectTypeOf(new User({ provider: NoStatus })).toEqualTypeOf<User>();
    // @ts-expect-error an instance is no class
    expectTypeOf(new User({ provider: new Provider(null) })).toEqualTypeOf<User>();
  });

  it('[I-90] a misspelt name does not compile', () => {
    // @ts-expect-error there is no 'nam'
    expectTypeOf(user.publish({ nam: 'Ada' })).toEqualTypeOf<Promise<User>>();
    // @ts-expect-error there is no 'loaded'
    expectTypeOf(user.off('loaded', () => {})).toEqualTypeOf<void>();
    // @ts-expect-error there is no 'nam'
    expectTypeOf(new Item<IUser>({ entity: 'users', properties: ['nam'] }).entity).toEqualTypeOf<string>();
  });
});
