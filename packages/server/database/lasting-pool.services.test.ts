import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastingPool } from './lasting-pool';
import { testServerUrl } from './testing';

let pool: ReturnType<typeof lastingPool>;
beforeEach(() => {
  pool = lastingPool({ connectionString: testServerUrl(), max: 1 });
  pool.on('error', () => {});
});
afterEach(() => pool.end());

const pid = async (): Promise<number> =>
  (await pool.query<{ pid: number }>({ text: 'SELECT pg_backend_pid() AS pid' })).rows[0]?.pid ?? 0;

describe('a connection of the pool', () => {
  it.each([
    ['a division by nothing', 'SELECT 1 / 0', '22012'],
    ['a wrong statement', 'SELEC 1', '42601'],
    ['one that took too long', "SET statement_timeout = '1ms'; SELECT pg_sleep(1)", '57014'],
  ])('serves on after %s was refused', async (_, text, code) => {
    const before = await pid();
    await expect(pool.query({ text })).rejects.toMatchObject({ code });
    expect(await pid()).toBe(before);
  });

  it('is replaced once the server has ended it', async () => {
    const before = await pid();
    await expect(pool.query({ text: 'SELECT pg_terminate_backend(pg_backend_pid())' })).rejects.toMatchObject(
      { code: '57P01' },
    );
    expect(await pid()).not.toBe(before);
  });

  it('is given back by every statement, with what it answers', async () => {
    const answers = Array.from({ length: 20 }, async (_, n) => {
      const { rows } = await pool.query<{ n: number }>({ text: 'SELECT $1::int AS n', values: [n] });
      return rows[0]?.n;
    });
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect([pool.idleCount, pool.waitingCount]).toEqual([1, 0]);
  });
});
