import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../errors';
import { parseQuery, type Query, type Where } from '../index';
import { type Sample, sample, sampleFields } from '../sample.fixture';
import { decodeCursor, encodeCursor, runQuery } from './index';

const parse = (specs: object): Query => parseQuery(sampleFields, specs);
const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => sample({ id }));

/** Filters of which none means what another one does. */
const filters: readonly Where<Sample>[] = [
  {},
  { age: 1 },
  { age: 2 },
  { age: { not: 1 } },
  { age: { gt: 1 } },
  { score: 1 },
  { age: { in: [1, 2] } },
  { age: { in: [1, 3] } },
  { score: { in: [1, 2] } },
  { age: { notIn: [1, 2] } },
  { name: { in: ['1', '2'] } },
  { AND: [{ age: { gt: 1 } }, { score: 2 }] },
  { AND: [{ age: { gt: 1 } }, { score: 3 }] },
  { NOT: { AND: [{ age: { gt: 1 } }, { score: 3 }] } },
  { NOT: { OR: [{ age: { gt: 2 } }, { score: 2 }] } },
  { OR: [{ age: { gt: 1 } }, { score: 2 }] },
  { NOT: { OR: [{ age: { gt: 1 } }, { score: 2 }] } },
  { OR: [{ age: { gt: 1 } }, { NOT: { score: 2 } }] },
  { createdAt: new Date(1) },
  { createdAt: new Date(2) },
  { createdAt: { in: [new Date(1), new Date(2)] } },
  { seenAt: null },
];

describe('a page', () => {
  it('[Q-17] has as many rows as were asked for, and a cursor just where more follow', () => {
    for (const limit of [1, 2, 4, 5, 6]) {
      const { items, total, next } = runQuery(rows, parse({ limit }));
      expect([items.length, total, next === null]).toEqual([Math.min(limit, 5), 5, limit >= 5]);
    }
    expect(runQuery([], parse({ limit: 2 }))).toEqual({ items: [], total: 0, next: null });
  });
});

describe('a cursor', () => {
  it('[Q-18] is one of its own filter alone', () => {
    const takenBy = (next: string): Where<Sample>[] =>
      filters.filter((where) => {
        try {
          return decodeCursor(parse({ where, next }), { fields: sampleFields })?.join() === 'a';
        } catch (error) {
          if (error instanceof ValidationError && error.errors?.['next'] !== undefined) return false;
          throw error;
        }
      });
    for (const where of filters) expect(takenBy(encodeCursor(parse({ where }), sample()))).toEqual([where]);
  });

  it('[Q-18] is one of its filter in whatever order that is written', () => {
    const [one, other]: readonly Where<Sample>[] = [{ age: { gt: 1 } }, { score: { in: [1, 2, 3] } }];
    const next = encodeCursor(parse({ where: { OR: [one, other] } }), sample());
    const turned = parse({ where: { OR: [{ score: { in: [3, 1, 2] } }, one] }, next });
    expect(decodeCursor(turned, { fields: sampleFields })).toEqual(['a']);
  });

  it('[Q-18] is as long as it may be, and no longer', () => {
    const next = encodeCursor(parse({}), sample({ id: 'x'.repeat(500) }));
    expect(decodeCursor(parse({ next }), { fields: sampleFields })).toEqual(['x'.repeat(500)]);
  });
});
