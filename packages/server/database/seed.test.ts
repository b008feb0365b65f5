import { userSchema } from '@myapp/core/entities/user';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, prisma, seedDemoUsers } from '../db';
import { demoUsers } from './demo-users';
import { openTestDatabase } from './testing';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe('the demo users', () => {
  it('are the same ones each time, valid, and all different', () => {
    const users = demoUsers(1000);
    expect(demoUsers(1000)).toEqual(users);
    expect(demoUsers(10)).toEqual(users.slice(0, 10));
    for (const user of users) expect(userSchema.parse(user)).toEqual(user);
    for (const field of ['id', 'email'] as const) {
      expect(new Set(users.map((user) => user[field])).size).toBe(1000);
    }
  });

  it('look like a population: few admins, some inactive, ids in the order of creation', () => {
    const users = demoUsers(1000);
    const admins = users.filter(({ role }) => role === 'admin').length;
    const inactive = users.filter(({ status }) => status === 'inactive').length;
    expect(admins).toBeGreaterThan(10);
    expect(admins).toBeLessThan(100);
    expect(inactive).toBeGreaterThan(50);
    expect(inactive).toBeLessThan(300);
    expect(users[0]).toMatchObject({ role: 'admin', status: 'active' });
    const byId = users.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const times = byId.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('are put into an empty database only', async () => {
    expect(await seedDemoUsers(50)).toBe(50);
    expect(await seedDemoUsers(50)).toBe(0);
    expect(
      await prisma.user.findMany({
        orderBy: { id: 'asc' },
        omit: { emailVerified: true },
      }),
    ).toEqual(demoUsers(50).toSorted((a, b) => (a.id < b.id ? -1 : 1)));
    await prisma.$executeRaw`ALTER TABLE "users" DISABLE TRIGGER "users_keep_an_admin_deleted"`;
    await prisma.user.deleteMany();
    expect(await seedDemoUsers(50)).toBe(0);
  });
});
