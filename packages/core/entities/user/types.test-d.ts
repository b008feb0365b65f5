import { expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { IUser, UserCreate, UserPatch, userCreateSchema, userSchema } from './types';

test('the schema and the interface say the same', () => {
  expectTypeOf<z.output<typeof userSchema>>().toEqualTypeOf<IUser>();
});

test('a create needs name and e-mail only and comes out with its defaults', () => {
  expectTypeOf<{ name: string; email: string }>().toExtend<z.input<typeof userCreateSchema>>();
  expectTypeOf<UserCreate['role']>().toEqualTypeOf<IUser['role']>();
});

test('a patch is part of a user, without what the store keeps', () => {
  expectTypeOf<UserPatch>().toExtend<Partial<IUser>>();
  expectTypeOf<keyof UserPatch>().toEqualTypeOf<'name' | 'email' | 'role' | 'status'>();
});
