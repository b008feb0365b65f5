import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyUsers, openTestServerDatabase, type TestServerDatabase } from '../database/testing';
import { prisma } from '../db';
import { Accounts } from './accounts';
import { appointFirstAdmin } from './first-admin';

const ROUNDS = 10;
const STARTING = 8;

let database: TestServerDatabase;
beforeAll(async () => {
  database = await openTestServerDatabase();
});
afterAll(() => database.close());

it('the first admin is one, however many processes that would make one start at the same time', async () => {
  const sent: string[] = [];
  const accounts = new Accounts({
    secret: 'a secret of at least thirty-two characters',
    https: false,
    pageUrl: () => 'http://127.0.0.1:3000',
    outbox: { post: ({ to }) => void sent.push(to), flush: () => Promise.resolve() },
    proveAddresses: false,
    openSignUp: true,
  });
  for (let round = 1; round <= ROUNDS; round++) {
    await emptyUsers();
    const emails = Array.from({ length: STARTING }, (_, nth) => `root-${round}-${nth}@example.org`);
    const made = await Promise.all(emails.map((email) => appointFirstAdmin(accounts, email)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await prisma.user.count()).toBe(1);
    expect(sent).toHaveLength(round);
  }
});
