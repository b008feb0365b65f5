import { ConflictError, ReactiveError, ValidationError } from 'reactive/errors';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, prisma } from '../db';
import { openTestDatabase } from './testing';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const data = { name: 'Ada', email: 'ada@example.org' };

it('says what a statement was refused for, whichever way it came', async () => {
  const { id } = await prisma.user.create({ data });
  await expect(prisma.user.create({ data })).rejects.toBeInstanceOf(ConflictError);
  await expect(
    prisma.$executeRaw`UPDATE users SET role = 'king', version = 2 WHERE id = ${id}`,
  ).rejects.toBeInstanceOf(ValidationError);
  await expect(
    prisma.$transaction((client) => client.session.create({ data: { id: 'no such columns' } as never })),
  ).rejects.toBeInstanceOf(ReactiveError);
  const [one] = await prisma.$transaction([prisma.user.count(), prisma.user.findMany()]);
  expect(one).toBe(1);
});
