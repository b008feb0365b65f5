import { type IUser, userSchema } from '@myapp/core/entities/user';
import { fieldsOf, type ListSpecs, parseQuery } from 'reactive/query';
import { encodeCursor } from 'reactive/query/page';
import { afterEach, describe, expect, it } from 'vitest';
import { type Database, prisma, seedDemoUsers } from '../db';
import { UsersPrismaProvider } from '../providers/user.provider';
import { openTestDatabase, openTestServerDatabase } from './testing';

const COPIES = 100;
const SLOW = 120_000;

/** What a table of users in a page asks for, and the milliseconds it may take here, with room for a busy machine. */
const questions: Record<string, ListSpecs<IUser>> = {
  'first page by name': { orderBy: { name: 'asc' }, limit: 50 },
  'newest first': { orderBy: { createdAt: 'desc' }, limit: 50 },
  'text in name or e-mail, common': {
    where: { OR: [{ name: { contains: 'mar' } }, { email: { contains: 'mar' } }] },
    orderBy: { name: 'asc' },
    limit: 50,
  },
  'text in name or e-mail, absent': {
    where: { OR: [{ name: { contains: 'zzqx' } }, { email: { contains: 'zzqx' } }] },
    orderBy: { name: 'asc' },
    limit: 50,
  },
  'active admins by e-mail': {
    where: { role: 'admin', status: 'active' },
    orderBy: { email: 'asc' },
    limit: 50,
  },
  'by role, then newest': { orderBy: [{ role: 'asc' }, { createdAt: 'desc' }], limit: 50 },
};

let database: Database;
afterEach(() => database.close());

/** 100,000 users: the thousand demo users and copies of them under other ids, names, addresses and times. */
async function fillTable(): Promise<void> {
  await seedDemoUsers(1000);
  await prisma.$executeRawUnsafe(`
    INSERT INTO users (id, name, email, role, status, created_at, updated_at)
    SELECT overlay(id placing lpad(to_hex(copy), 4, '0') from 10 for 4), name || ' ' || copy, copy || '.' || email,
      role, status, created_at - copy * interval '7 hours', updated_at - copy * interval '5 hours'
    FROM users, generate_series(1, ${COPIES - 1}) AS copy`);
  await prisma.$executeRawUnsafe('VACUUM ANALYZE users');
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 9; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[4] ?? 0;
}

/** The page after 90,000 others by name. Paging there one by one would take the test's whole time. */
async function pageFarIn(): Promise<ListSpecs<IUser>> {
  const specs: ListSpecs<IUser> = { orderBy: { name: 'asc' }, limit: 50 };
  const [row] = await prisma.user.findMany({
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    skip: 90_000,
    take: 1,
  });
  const fields = fieldsOf(userSchema);
  return { ...specs, next: encodeCursor(parseQuery(fields, specs), row ?? {}, { fields }) };
}

async function measure(engine: string): Promise<number[]> {
  const provider = new UsersPrismaProvider();
  const figures: [string, number][] = [];
  const all = { ...questions, 'page after 90,000 rows by name': await pageFarIn() };
  for (const [name, specs] of Object.entries(all)) {
    figures.push([name, await medianMs(() => provider.list(specs))]);
  }
  const lines = figures.map(([name, ms]) => `  ${ms.toFixed(1).padStart(7)} ms  ${name}`);
  process.stdout.write(`100,000 users on ${engine}, page and total, median of 9:\n${lines.join('\n')}\n`);
  return figures.map(([, ms]) => ms);
}

describe('a list of 100,000 users', () => {
  it('is quick on a PostgreSQL server', { timeout: SLOW }, async () => {
    database = await openTestServerDatabase({ statementTimeoutMs: SLOW });
    await fillTable();
    expect(await prisma.user.count()).toBe(100_000);
    expect(Math.max(...(await measure('a PostgreSQL server')))).toBeLessThan(500);
  });

  it('is usable on the embedded database', { timeout: SLOW }, async () => {
    database = await openTestDatabase();
    await fillTable();
    expect(Math.max(...(await measure('PGlite')))).toBeLessThan(2000);
  });
});
