import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf } from '../../../scripts/figures.fixture';
import { type Database, prisma } from '../db';
import { runSchedules } from './schedules.fixture';
import { openTestDatabase } from './testing';

const SLOW = 120_000;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(() => prisma.user.deleteMany());
afterAll(() => database.close());

const ada = { data: { name: 'Ada', email: 'ada@example.org' } };
const grace = { data: { name: 'Grace', email: 'grace@example.org' } };

describe('requests around transactions of the embedded database, which has one connection', () => {
  const figures = figuresOf('requests around embedded transactions, short');

  it('neither join them nor wait for ever', { timeout: SLOW }, async () => {
    await runSchedules(figures, database.prisma, 30);
    expect(figures.violations).toEqual([]);
  });

  it('wait for one in which nothing happens until its time is over, and then it is undone', {
    timeout: SLOW,
  }, async () => {
    const began = performance.now();
    let wake = (): void => {};
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let inside = (): void => {};
    const started = new Promise<void>((resolve) => {
      inside = resolve;
    });
    const idle = prisma.$transaction(
      async (transaction) => {
        await transaction.user.create(ada);
        inside();
        await asleep;
        await transaction.user.create({ data: { name: 'Late', email: 'late@example.org' } });
      },
      { timeout: 1500 },
    );
    const outcome = idle.catch((error: unknown) => error);
    await started;
    await prisma.user.create(grace);
    expect(performance.now() - began).toBeLessThan(15_000);
    wake();
    expect(await outcome).toMatchObject({ code: 'unavailable', cause: { code: 'P2028' } });
    expect(await prisma.user.findMany({ select: { name: true } })).toEqual([{ name: 'Grace' }]);
  });

  it('of one that waits inside for what waits for it', { timeout: SLOW }, async () => {
    const knot = prisma.$transaction(
      async (transaction) => {
        await transaction.user.create(ada);
        await prisma.user.create(grace); // past the transaction that it stands in
        await transaction.user.count();
      },
      { timeout: 500 },
    );
    await expect(knot).rejects.toMatchObject({ code: 'unavailable', cause: { code: 'P2028' } });
    expect(await prisma.user.findMany({ select: { name: true } })).toEqual([{ name: 'Grace' }]);
  });

  it('one that gave up waiting for its turn does not take it later', { timeout: SLOW }, async () => {
    const long = prisma.$transaction(
      async (transaction) => {
        await transaction.user.create(ada);
        await delay(1000);
      },
      { timeout: 60_000, maxWait: 60_000 },
    );
    const impatient = prisma.$transaction((transaction) => transaction.user.create(grace), { maxWait: 100 });
    await expect(impatient).rejects.toMatchObject({ code: 'P2028' });
    await long;
    const began = performance.now();
    expect(await prisma.user.findMany({ select: { name: true } })).toEqual([{ name: 'Ada' }]);
    expect(performance.now() - began).toBeLessThan(4000);
  });
});
