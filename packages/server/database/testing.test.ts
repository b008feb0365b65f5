import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, prisma } from '../db';
import { openTestDatabase } from './testing';

let database: Database;

beforeEach(async () => {
  database = await openTestDatabase();
});

afterEach(() => database.close());

describe('a test database', () => {
  it('is migrated, and what prisma stands for', async () => {
    expect(database.migrations).toEqual({ applied: [], unknown: [] });
    await prisma.user.create({ data: { name: 'Ada', email: 'ada@example.org' } });
    expect(await database.prisma.user.count()).toBe(1);
    await expect(database.ping()).resolves.toBeUndefined();
  });

  it('is empty, whatever was in the one before', async () => {
    expect(await prisma.user.count()).toBe(0);
  });

  it('is the only one at a time, and nothing when closed', async () => {
    await expect(openTestDatabase()).rejects.toThrow('A database is open already');
    await database.close();
    expect(() => prisma.user).toThrow('No database is open: call openDatabase()');
    await database.close();
  });
});
