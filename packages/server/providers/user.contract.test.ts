import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../database/testing';
import type { Database } from '../db';
import { userProviderContract } from './user.contract';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

userProviderContract('Prisma on PGlite', { describe, it, expect });
