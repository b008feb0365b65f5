import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServerDatabase } from '../database/testing';
import type { Database } from '../db';
import { userProviderContract } from './user.contract';

let database: Database;
beforeAll(async () => {
  database = await openTestServerDatabase();
});
afterAll(() => database.close());

userProviderContract('Prisma on a PostgreSQL server', { describe, it, expect });
