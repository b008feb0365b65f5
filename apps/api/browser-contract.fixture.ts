import { UserBrowserProvider, UsersBrowserProvider } from '@myapp/client/providers/user';
import { type IUser, userSchema } from '@myapp/core/entities/user';
import { emptyUsers } from '@myapp/server/database/testing';
import type { Database } from '@myapp/server/db';
import { fieldsOf } from 'reactive/query';
import { providerContract } from 'reactive/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, runApi } from './api.fixture';

/** The contract of every provider, over HTTP against the running API on the database that `open` makes. */
export function browserContract(name: string, open: () => Promise<Database>): void {
  let api: RunningApi;
  beforeAll(async () => {
    api = await runApi(await open());
  });
  afterAll(() => api.close());

  providerContract<IUser>({
    name,
    runner: { describe, it, expect },
    async setup() {
      await emptyUsers();
      const connection = { baseUrl: api.url };
      return {
        items: new (UserBrowserProvider.using(connection))(),
        collection: new (UsersBrowserProvider.using(connection))(),
      };
    },
    fields: fieldsOf(userSchema),
    draft: (n) => ({ name: `User ${n}`, email: `user${n}@example.org`, role: 'user', status: 'active' }),
    vary: ['name', 'role', 'status'],
    unique: 'email',
    blind: 'refused',
  });
}
