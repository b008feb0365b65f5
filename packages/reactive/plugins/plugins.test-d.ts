import { describe, expectTypeOf, it } from 'vitest';
import { Item } from '../entities/item';
import type { SetChanges } from '../model';
import { type PluginOptions, usePlugin } from './index';

interface IUser {
  id: string;
  name: string;
}

class User extends Item<IUser> {
  declare id: string;
  declare name: string;
}

class Post extends Item<{ id: string; title: string }> {
  declare id: string;
  declare title: string;
}

describe('the types of a plugin', () => {
  it('[G-8] hooks are typed by the classes that are given', () => {
    usePlugin({
      name: 'typed',
      items: [User],
      beforeSet(user, values) {
        expectTypeOf(user).toEqualTypeOf<User>();
        expectTypeOf(values).toEqualTypeOf<Readonly<Partial<IUser>>>();
        return { ...values, name: 'Ada' };
      },
      afterSet: (_, changes) =>
        expectTypeOf(changes).toEqualTypeOf<SetChanges<IUser>>() as unknown as undefined,
      afterLoad: async (user, row) => Promise.resolve({ ...row, name: user.name }),
      beforePublish(_, data) {
        expectTypeOf(data.name).toEqualTypeOf<string | undefined>();
      },
    });
    usePlugin({
      name: 'several',
      items: [User, Post],
      beforeDelete(item) {
        expectTypeOf(item).toEqualTypeOf<User | Post>();
      },
    });
  });

  it('[G-8] without classes items are of any data', () => {
    usePlugin({
      name: 'any',
      entities: ['users'],
      beforeDelete: (item) => {
        if (item.draft) throw new Error(item.entity);
      },
    });
    expectTypeOf(usePlugin).returns.toEqualTypeOf<() => void>();
  });

  it('[G-8] a misspelt hook, a wrong answer or a class of no items does not compile', () => {
    expectTypeOf(usePlugin).parameter(1).toEqualTypeOf<PluginOptions | undefined>();
    // @ts-expect-error there is no such hook
    usePlugin({ name: 'p', beforeSave() {} });
    // @ts-expect-error a value of another kind
    usePlugin({ name: 'p', items: [User], beforeSet: () => ({ name: 5 }) });
    // @ts-expect-error afterSet is synchronous
    usePlugin({ name: 'p', items: [User], afterSet: async () => {} });
    // @ts-expect-error no class of items
    usePlugin({ name: 'p', items: [Date], beforeLoad() {} });
    // @ts-expect-error a plugin needs a name
    usePlugin({ beforeLoad() {} });
  });
});
