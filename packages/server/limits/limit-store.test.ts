import { describe, expect, it, onTestFinished } from 'vitest';
import { openLimitStore } from './index';
import { limitContract, passed } from './limits.contract';
import { leaseOf } from './rate-limiter';

describe('in memory', () => {
  limitContract(() => openLimitStore({}));
});

describe('a lease', () => {
  it.each([
    [1, 1],
    [5, 1],
    [100, 2],
    [997, 1],
    [1000, 20],
    [1_000_000, 20_000],
  ])('of a limit of %i has %i points', (points, size) => {
    expect(leaseOf(points)).toBe(size);
  });
});

describe.each([
  ['Redis', { redisUrl: 'redis://127.0.0.1:1' }, 'redis'],
  ['PostgreSQL', { databaseUrl: 'postgres://postgres@127.0.0.1:1/postgres' }, 'postgresql'],
])('without the %s that is configured', (_, options, kind) => {
  it('this process counts for itself, and says so once', async () => {
    const reported: Error[] = [];
    const store = await openLimitStore({ ...options, report: (error) => reported.push(error) });
    onTestFinished(() => store.close());
    const limiter = store.limiter({ name: 'insured', points: 100, seconds: 60 });
    expect(await passed(300, () => limiter.consume('a'))).toBe(100);
    expect(store.kind).toBe(kind);
    await expect.poll(() => reported.length).toBe(1);
    expect(reported[0]?.message).toContain('ECONNREFUSED');
  });
});
