import { describe, expect, it } from 'vitest';
import { statementNames } from './statement-names';

const times = (count: number, name: () => string): string[] => Array.from({ length: count }, name);

describe('names of statements', () => {
  it('are given to what is sent again and again, each its own', () => {
    const nameOf = statementNames();
    const [first, second, third, ...later] = times(10, () => nameOf({ sql: 'SELECT 1' }));
    expect([first, second]).toEqual(['', '']);
    expect(third).toMatch(/^[\w-]{43}$/); // PostgreSQL cuts off what is longer than 63 bytes
    expect(new Set(later)).toEqual(new Set([third]));
    expect(times(3, () => nameOf({ sql: 'SELECT 2' }))[2]).not.toBe(third);
  });

  it('are given to so many at most, and not for being sent once each', () => {
    const nameOf = statementNames();
    for (let n = 0; n < 5000; n++) expect(nameOf({ sql: `SELECT ${n}` })).toBe('');
    const named = Array.from(
      { length: 1000 },
      (_, n) => times(3, () => nameOf({ sql: `SELECT 'x${n}'` }))[2],
    );
    expect(new Set(named.filter(Boolean)).size).toBe(300);
    expect(nameOf({ sql: `SELECT 'x0'` })).toBe(named[0]);
  });
});
