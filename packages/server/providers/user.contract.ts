import { type IUser, userSchema } from '@myapp/core/entities/user';
import { fieldsOf } from 'reactive/query';
import { providerContract, type TestRunner } from 'reactive/testing';
import { emptyUsers } from '../database/testing';
import { UserPrismaProvider, UsersPrismaProvider } from './user.provider';

/** The provider contract on whatever database is open, emptied for each test. */
export function userProviderContract(name: string, runner: TestRunner): void {
  providerContract<IUser>({
    name,
    runner,
    async setup() {
      await emptyUsers();
      return { items: new UserPrismaProvider(), collection: new UsersPrismaProvider() };
    },
    fields: fieldsOf(userSchema),
    draft: (n) => ({ name: `User ${n}`, email: `user${n}@example.org`, role: 'user', status: 'active' }),
    vary: ['name', 'role', 'status'],
    unique: 'email',
    idempotent: false, // requests are told apart where they arrive, whatever they write
  });
}
