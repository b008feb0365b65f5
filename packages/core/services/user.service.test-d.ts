import type { ErrorCode, FieldErrors, ReactiveError } from 'reactive/errors';
import { expectTypeOf, test } from 'vitest';
import type { User } from '../entities/user';
import { memoryUsers } from '../entities/user/memory.fixture';
import { type UserImportResult, UserService } from './user.service';

const { user: item, users: collection } = memoryUsers();
const service = new UserService({ item, collection });

test('providers are handed in, each in its place', () => {
  // @ts-expect-error the collection is missing
  expectTypeOf(new UserService({ item })).toExtend<UserService>();
  // @ts-expect-error a provider of lists cannot load one user
  expectTypeOf(new UserService({ item: collection, collection })).toExtend<UserService>();
  // @ts-expect-error classes are handed in, not objects
  expectTypeOf(new UserService({ item: new item(null), collection })).toExtend<UserService>();
});

test('a registration needs name and e-mail; role and status are optional, the rest is not to be given', () => {
  expectTypeOf(service.register({ name: 'Ada', email: 'a@example.org' })).toEqualTypeOf<Promise<User>>();
  expectTypeOf(service.register).parameter(0).toEqualTypeOf<{
    name: string;
    email: string;
    role?: 'user' | 'admin' | undefined;
    status?: 'active' | 'inactive' | undefined;
    id?: string;
  }>();
  const body: unknown = {};
  // @ts-expect-error what came from outside has to be parsed first
  expectTypeOf(service.register(body)).toExtend<Promise<User>>();
});

test('a transfer names both users, and answers both', () => {
  const transfer = service.transferAdmin({ fromId: '1', toId: '2' });
  expectTypeOf(transfer).resolves.toEqualTypeOf<{ readonly from: User; readonly to: User }>();
  // @ts-expect-error nobody is named who becomes an admin
  expectTypeOf(service.transferAdmin({ fromId: '1' })).toExtend<Promise<unknown>>();
});

test('an import says what to do with duplicates, and takes rows that nobody has parsed', () => {
  const rows: AsyncIterable<unknown> = (async function* () {})();
  const imported = service.importUsers(rows, {
    duplicates: 'update',
    onProgress: (result) => expectTypeOf(result).toEqualTypeOf<UserImportResult>(),
  });
  expectTypeOf(imported).resolves.toEqualTypeOf<{
    readonly results: readonly UserImportResult[];
    readonly error?: ReactiveError;
  }>();
  // @ts-expect-error what happens to duplicates is nothing to guess
  expectTypeOf(service.importUsers([], {})).toExtend<Promise<unknown>>();
  // @ts-expect-error there is no such way
  expectTypeOf(service.importUsers([], { duplicates: 'skip' })).toExtend<Promise<unknown>>();
  // @ts-expect-error one row is not rows
  expectTypeOf(service.importUsers({ name: 'Ada' }, { duplicates: 'refuse' })).toExtend<Promise<unknown>>();
});

test('a result says either which user it is, or why the row was refused', () => {
  const read = (result: UserImportResult) => {
    expectTypeOf(result.row).toEqualTypeOf<number>();
    if (result.status !== 'refused') return expectTypeOf(result.id).toEqualTypeOf<string>();
    expectTypeOf(result.code).toEqualTypeOf<ErrorCode>();
    return expectTypeOf(result.errors).toEqualTypeOf<FieldErrors>();
  };
  expectTypeOf(read).parameter(0).toEqualTypeOf<UserImportResult>();
});
