import { describe, expect, it } from 'vitest';
import type { FieldErrors } from '../errors';
import { type Fields, parseQuery } from './index';
import { refusalOf, sampleFields } from './sample.fixture';

type Known = Fields | 'no schema';

/** The messages that a query is refused with. */
function refused(specs: unknown, fields: Known = sampleFields): FieldErrors {
  return refusalOf(() => parseQuery(fields === 'no schema' ? undefined : fields, specs));
}

const refusedWhere = (where: unknown, fields?: Known): string[] => Object.keys(refused({ where }, fields));
const condition = (where: unknown) => parseQuery(sampleFields, { where }).where;

describe('a query past its limits', () => {
  it('[Q-6] refuses what is repeated or mixed', () => {
    expect(refused({ where: { name: { in: ['a', 'b', 'a'] } } })).toEqual({
      'where.name.in': ['A value is repeated'],
    });
    expect(refusedWhere({ createdAt: { notIn: [new Date(1), new Date(1)] } })).toEqual([
      'where.createdAt.notIn',
    ]);
    expect(refusedWhere({ nickname: { in: [null, null] } })).toEqual(['where.nickname.in']);
    expect(refusedWhere({ anything: { in: [1, '1'] } }, 'no schema')).toEqual(['where.anything.in']);
    expect(refused({ orderBy: [{ name: 'asc' }, { name: 'desc' }] })).toHaveProperty('orderBy');
    expect(refused({ orderBy: { name: 'asc', age: 'asc' } })).toHaveProperty('orderBy');
    expect(refused({ orderBy: [{ name: 'asc', age: 'asc' }] })).toHaveProperty(['orderBy.0']);
  });

  it('[Q-6] refuses an order that is none', () => {
    for (const orderBy of [null, 'name', 7, [null], ['name'], [[{ name: 'asc' }]], new Map()]) {
      expect(Object.keys(refused({ orderBy }))[0]).toMatch(/^orderBy/);
    }
    for (const direction of ['ASC', 'up', 1, null, undefined, { sort: 'asc' }]) {
      expect(refused({ orderBy: { name: direction } })).toEqual({ 'orderBy.name': ['Expected asc or desc'] });
    }
    expect(
      refused({ orderBy: Array.from({ length: 5000 }, (_, i) => ({ [`f${i}`]: 'asc' })) }, 'no schema'),
    ).toHaveProperty('orderBy');
  });

  it('[Q-7] refuses a page that is none of 1 to 100 rows', () => {
    for (const limit of [
      0,
      -1,
      101,
      1e9,
      1.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      '20',
      null,
      [20],
      {},
      20n,
    ]) {
      expect(refused({ limit })).toEqual({ limit: ['Expected a whole number from 1 to 100'] });
    }
    for (const limit of [1, 100]) expect(parseQuery(sampleFields, { limit }).limit).toBe(limit);
    expect(parseQuery(sampleFields, { limit: 500 }, { limits: { maxPageSize: 500 } }).limit).toBe(500);
  });

  it('[Q-7] refuses a filter that is too deep, too wide or too long', () => {
    const nest = (levels: number): unknown => (levels === 0 ? { age: 1 } : { AND: [nest(levels - 1)] });
    expect(condition(nest(5))).toEqual({ op: 'equals', field: 'age', value: 1 });
    expect(refusedWhere(nest(6))).toEqual([`where${'.AND.0'.repeat(5)}.AND.0`]);
    const wide = (count: number) => ({ OR: Array.from({ length: count }, (_, age) => ({ age })) });
    expect(condition(wide(49))).toMatchObject({ op: 'or' });
    expect(refused({ where: wide(50) })).toEqual({ where: ['At most 50 conditions'] });
    const operators = { gt: 1, gte: 1, lt: 9, lte: 9, not: 5 };
    expect(condition({ OR: Array.from({ length: 9 }, () => ({ age: operators })) })).toMatchObject({
      op: 'or',
    });
    expect(refused({ where: { OR: Array.from({ length: 10 }, () => ({ age: operators })) } })).toEqual({
      where: ['At most 50 conditions'],
    });
    const list = (length: number) => ({ age: { in: Array.from({ length }, (_, age) => age) } });
    expect(condition(list(100))).toMatchObject({ op: 'in' });
    expect(refusedWhere(list(101))).toEqual(['where.age.in']);
  });

  it('[Q-7] answers a monstrous filter shortly, without overflowing the stack', () => {
    let deep: unknown = { age: 1 };
    for (let i = 0; i < 200_000; i++) deep = { NOT: deep };
    expect(refusedWhere(deep)).toHaveLength(1);
    const cyclic: Record<string, unknown> = {};
    cyclic['AND'] = [cyclic];
    expect(refusedWhere(cyclic)).toHaveLength(1);
    const unknown = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`f${i}`, 1]));
    expect(refusedWhere(unknown).length).toBeLessThanOrEqual(51);
    expect(refusedWhere({ OR: Array.from({ length: 100_000 }, () => ({})) }).length).toBeLessThanOrEqual(51);
    expect(refusedWhere({ OR: Array.from({ length: 100_000 }, () => null) }).length).toBeLessThanOrEqual(51);
    expect(refusedWhere({ age: { in: Array.from({ length: 1e6 }, () => 1) } })).toEqual(['where.age.in']);
  });

  it('[Q-8] names all that is wrong at once, by path', () => {
    expect(
      refused({
        where: { nome: 1, role: 'root', OR: [{ age: 'x' }, { name: { like: '' } }] },
        orderBy: [{ x: 'asc' }, { name: 'up' }],
        limit: 0,
        foo: 1,
      }),
    ).toEqual({
      'where.nome': ['Unknown field'],
      'where.role': ['Expected one of user, admin, owner'],
      'where.OR.0.age': ['Expected a number'],
      'where.OR.1.name.like': ['Unknown operator'],
      'orderBy.0.x': ['Unknown field'],
      'orderBy.1.name': ['Expected asc or desc'],
      limit: ['Expected a whole number from 1 to 100'],
      foo: ['Unknown key'],
    });
  });
});
