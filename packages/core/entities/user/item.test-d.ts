import { expectTypeOf, test } from 'vitest';
import { type IUser, type IUserProvider, User, Users } from '.';

class Provider implements IUserProvider {
  load = (_id: string): Promise<IUser> => Promise.reject(new Error('none'));
  publish = (_data: Partial<IUser>): Promise<{ status: number; data: IUser }> =>
    Promise.reject(new Error('none'));
}

test('a user has the properties of IUser', () => {
  const user = new User({ id: '1', provider: Provider });
  expectTypeOf(user).toExtend<IUser>();
  expectTypeOf(user.getProperties()).toEqualTypeOf<Partial<IUser>>();
  expectTypeOf(user.provider).toEqualTypeOf<IUserProvider | undefined>();
});

test('a misspelt property, a wrong value and a wrong provider do not compile', () => {
  // @ts-expect-error a user has no property 'nam'
  expectTypeOf(new User({ nam: 'Ada' })).toExtend<User>();
  // @ts-expect-error 'owner' is no role
  expectTypeOf(new User({ role: 'owner' })).toExtend<User>();
  // @ts-expect-error a Date is no provider
  expectTypeOf(new User({ provider: Date })).toExtend<User>();
  // @ts-expect-error a user has no field 'nam'
  expectTypeOf(new Users().load({ where: { nam: 'Ada' } })).toExtend<Promise<unknown>>();
});

test('data that nobody parsed does not compile as a user', () => {
  const body: unknown = {};
  // @ts-expect-error what came from outside has to be parsed first
  expectTypeOf(new User({ ...body, provider: Provider })).toExtend<User>();
});

test('users are users', () => {
  expectTypeOf(new Users().items).toEqualTypeOf<readonly User[]>();
  expectTypeOf(new Users().getItemProperties()).toEqualTypeOf<Partial<IUser>[]>();
});

test('a question about permissions names an action, and a field that it can be about', () => {
  const user = new User();
  expectTypeOf(user.can('update', 'role')).toEqualTypeOf<boolean>();
  expectTypeOf(user.whyNot('delete')).toEqualTypeOf<string | undefined>();
  // @ts-expect-error a change is one of a field
  expectTypeOf(user.can('update')).toExtend<boolean>();
  // @ts-expect-error nobody changes a version
  expectTypeOf(user.can('update', 'version')).toExtend<boolean>();
  // @ts-expect-error there is no such action
  expectTypeOf(user.can('promote')).toExtend<boolean>();
  // @ts-expect-error of a list, only the creation is asked
  expectTypeOf(new Users().can('delete')).toExtend<boolean>();
});
