import { describe, expect, it } from 'vitest';
import type { FieldErrors } from '../errors';
import { type Fields, matcher, parseQuery } from './index';
import { fromAnotherRealm } from './realm.fixture';
import { refusalOf, sampleFields } from './sample.fixture';

type Known = Fields | 'no schema';

/** The messages that a query is refused with. */
function refused(specs: unknown, fields: Known = sampleFields): FieldErrors {
  return refusalOf(() => parseQuery(fields === 'no schema' ? undefined : fields, specs));
}

const refusedWhere = (where: unknown, fields?: Known): string[] => Object.keys(refused({ where }, fields));
const condition = (where: unknown) => parseQuery(sampleFields, { where }).where;

describe('a query', () => {
  it('[Q-9] is what it says, in one form', () => {
    const createdAt = new Date(5);
    expect(
      parseQuery(sampleFields, {
        where: {
          role: 'admin',
          name: { contains: 'a', not: 'b' },
          createdAt: { gte: createdAt },
          OR: [{ age: 1 }, { NOT: { age: { notIn: [2] } } }],
        },
        orderBy: [{ name: 'desc' }],
        limit: 7,
        next: null,
      }),
    ).toEqual({
      where: {
        op: 'and',
        conditions: [
          { op: 'equals', field: 'role', value: 'admin' },
          {
            op: 'and',
            conditions: [
              { op: 'contains', field: 'name', value: 'a' },
              { op: 'not', condition: { op: 'equals', field: 'name', value: 'b' } },
            ],
          },
          { op: 'gte', field: 'createdAt', value: createdAt },
          {
            op: 'or',
            conditions: [
              { op: 'equals', field: 'age', value: 1 },
              { op: 'not', condition: { op: 'not', condition: { op: 'in', field: 'age', values: [2] } } },
            ],
          },
        ],
      },
      orderBy: [
        { field: 'name', direction: 'desc' },
        { field: 'id', direction: 'asc' },
      ],
      limit: 7,
      next: undefined,
    });
  });

  it('[Q-9] asks for 20 rows by id when it says nothing', () => {
    const byId = {
      where: undefined,
      orderBy: [{ field: 'id', direction: 'asc' }],
      limit: 20,
      next: undefined,
    };
    for (const specs of [
      undefined,
      {},
      { where: undefined, orderBy: undefined, limit: undefined, next: undefined },
    ]) {
      expect(parseQuery(sampleFields, specs)).toMatchObject(byId);
    }
    expect(parseQuery(undefined, {}, { idField: 'key', limits: { pageSize: 3 } })).toMatchObject({
      orderBy: [{ field: 'key' }],
      limit: 3,
    });
  });

  it('[Q-9] is frozen, and keeps no value of the caller', () => {
    const seenAt = new Date(1);
    const names = ['a', 'b'];
    const query = parseQuery(sampleFields, {
      where: { seenAt, name: { in: names }, NOT: { age: 1 } },
      orderBy: { age: 'asc' },
    });
    const before = structuredClone(query);
    seenAt.setTime(99);
    names.push('c');
    expect(query).toEqual(before);
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || value instanceof Date) return;
      expect(Object.isFrozen(value)).toBe(true);
      Object.values(value).forEach(visit);
    };
    visit(query);
  });

  it('[Q-2] refuses a field that the schema has not', () => {
    expect(refused({ where: { nome: 'a' } })).toEqual({ 'where.nome': ['Unknown field'] });
    expect(refusedWhere({ tags: 'a' })).toEqual(['where.tags']);
    expect(refusedWhere({ OR: [{ name: 'a' }, { AND: [{ nome: 'a' }] }] })).toEqual([
      'where.OR.1.AND.0.nome',
    ]);
    expect(refused({ orderBy: { nome: 'asc' } })).toEqual({ 'orderBy.nome': ['Unknown field'] });
    expect(refused({ filter: {}, page: 1 })).toEqual({ filter: ['Unknown key'], page: ['Unknown key'] });
    for (const specs of [null, [], 'x', 7, new Map(), () => {}]) expect(refused(specs)).toHaveProperty(['']);
    for (const where of [null, [], 'x', 7, new Date(), new Map([['role', 'x']])]) {
      expect(refusedWhere(where)).toEqual(['where']);
    }
  });

  it('[Q-2] refuses names that reach for a prototype, with and without a schema', () => {
    for (const fields of [sampleFields, 'no schema'] as const) {
      for (const name of ['__proto__', 'constructor', 'prototype']) {
        const hostile = JSON.parse(`{ "${name}": { "equals": "x" } }`);
        expect(refused({ where: hostile }, fields)).toHaveProperty([`where.${name}`]);
        expect(refused({ where: { AND: [hostile] } }, fields)).toHaveProperty([`where.AND.0.${name}`]);
        expect(refused({ orderBy: JSON.parse(`{ "${name}": "asc" }`) }, fields)).toHaveProperty([
          `orderBy.${name}`,
        ]);
        expect(refused({ where: { name: hostile } }, fields)).toHaveProperty([`where.name.${name}`]);
        expect(refused(hostile, fields)).toHaveProperty([name]);
      }
    }
    expect(Object.prototype).not.toHaveProperty('equals');
  });

  it('[Q-2] refuses inherited keys, class instances and symbols', () => {
    class Filter {
      name = 'a';
    }
    expect(refusedWhere(Object.create({ name: 'a' }))).toEqual(['where']);
    expect(refusedWhere(new Filter())).toEqual(['where']);
    expect(refusedWhere({ name: new Filter() })).toEqual(['where.name']);
    expect(refusedWhere({ name: Object.create({ contains: 'a' }) })).toEqual(['where.name']);
    expect(refusedWhere({ [Symbol('name')]: 'a' })).toEqual(['where']);
    expect(refusedWhere({ name: { [Symbol.iterator]: 'a' } })).toEqual([
      'where.name.Symbol(Symbol.iterator)',
    ]);
    expect(refused({ [Symbol('where')]: {} })).toEqual({ 'Symbol(where)': ['Unknown key'] });
    expect(refused({ orderBy: { [Symbol('name')]: 'asc' } })).toHaveProperty(['orderBy']);
    const nothingInherited = Object.assign(Object.create(null), { name: 'a' });
    expect(condition(nothingInherited)).toEqual({ op: 'equals', field: 'name', value: 'a' });
    expect(condition(fromAnotherRealm('({ name: "a" })'))).toEqual({
      op: 'equals',
      field: 'name',
      value: 'a',
    });
  });

  it('[Q-3] refuses an unknown operator, and one that the field has not', () => {
    expect(refused({ where: { name: { like: 'a' } } })).toEqual({ 'where.name.like': ['Unknown operator'] });
    for (const where of [
      { name: { $regex: 'a' } },
      { name: { some: {} } },
      { name: { mode: 'insensitive' } },
      { name: { toString: 'a' } },
      { name: { AND: [] } },
      { age: { contains: '1' } },
      { active: { gt: false } },
      { role: { startsWith: 'a' } },
      { createdAt: { endsWith: 'Z' } },
    ]) {
      const [[field, operators] = []] = Object.entries(where);
      expect(refusedWhere(where)).toEqual([`where.${field}.${Object.keys(operators ?? {})[0]}`]);
    }
  });

  it('[Q-4] refuses undefined and emptiness where something is expected', () => {
    for (const [where, path] of [
      [{ name: undefined }, 'where.name'],
      [{ name: { equals: undefined } }, 'where.name.equals'],
      [{ name: { not: undefined } }, 'where.name.not'],
      [{ name: { in: undefined } }, 'where.name.in'],
      [{ name: { in: [] } }, 'where.name.in'],
      [{ name: { notIn: [] } }, 'where.name.notIn'],
      [{ name: { in: [undefined] } }, 'where.name.in'],
      [{ name: { in: Array<string>(2) } }, 'where.name.in'],
      [{ name: {} }, 'where.name'],
      [{ name: { contains: '' } }, 'where.name.contains'],
      [{ name: { startsWith: '' } }, 'where.name.startsWith'],
      [{ name: { endsWith: '' } }, 'where.name.endsWith'],
      [{ AND: [] }, 'where.AND'],
      [{ OR: [] }, 'where.OR'],
      [{ OR: undefined }, 'where.OR'],
      [{ AND: {} }, 'where.AND'],
      [{ AND: [{}] }, 'where.AND.0'],
      [{ OR: [{ name: 'a' }, {}] }, 'where.OR.1'],
      [{ OR: [undefined] }, 'where.OR.0'],
      [{ NOT: {} }, 'where.NOT'],
      [{ NOT: undefined }, 'where.NOT'],
      [{ NOT: [{ name: 'a' }] }, 'where.NOT'],
    ] as const) {
      expect(refusedWhere(where)).toEqual([path]);
      expect(refusedWhere(where, 'no schema')).toEqual([path]);
    }
    expect(refused({ orderBy: [] })).toHaveProperty('orderBy');
    expect(refused({ orderBy: {} })).toHaveProperty('orderBy');
    expect(refused({ orderBy: [{}] })).toHaveProperty(['orderBy.0']);
    expect(refused({ next: '' })).toHaveProperty('next');
  });

  it('[Q-4] lets a filter without conditions stand for every row, and an empty text for itself', () => {
    expect(condition({})).toBeUndefined();
    expect(condition({ name: '' })).toEqual({ op: 'equals', field: 'name', value: '' });
    expect(condition({ name: { not: '' } })).toMatchObject({ op: 'not' });
  });

  it('[Q-5] refuses values that the field can not have', () => {
    const wrong: Record<string, unknown[]> = {
      name: [
        1,
        true,
        new Date(),
        null,
        ['a'],
        'a\0b',
        'a\ud800',
        '\udc00a',
        'x'.repeat(1001),
        Symbol('a'),
        1n,
        () => 'a',
      ],
      age: ['1', 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, true, null, [1], new Date()],
      active: ['true', 0, null, 'x'],
      role: ['root', 'Admin', '', null, 0],
      createdAt: [
        '2024-01-01T00:00:00Z',
        0,
        new Date(Number.NaN),
        new Date(8.64e15),
        new Date('0000-01-01T00:00:00Z'),
        null,
      ],
    };
    for (const [field, values] of Object.entries(wrong)) {
      for (const value of values) {
        expect(refusedWhere({ [field]: value })).toEqual([`where.${field}`]);
        expect(refusedWhere({ [field]: { equals: value } })).toEqual([`where.${field}.equals`]);
        expect(refusedWhere({ [field]: { not: value } })).toEqual([`where.${field}.not`]);
        expect(refusedWhere({ [field]: { in: [value] } })).toEqual([`where.${field}.in`]);
      }
    }
    expect(refused({ where: { role: 'root' } })).toEqual({
      'where.role': ['Expected one of user, admin, owner'],
    });
    expect(refusedWhere({ name: { in: 'a' } })).toEqual(['where.name.in']);
    for (const operator of ['gt', 'gte', 'lt', 'lte']) {
      expect(refusedWhere({ seenAt: { [operator]: null } })).toEqual([`where.seenAt.${operator}`]);
    }
    expect(refusedWhere({ nickname: { contains: null } })).toEqual(['where.nickname.contains']);
  });

  it('[Q-5] takes values at the edge', () => {
    for (const where of [
      { nickname: null },
      { nickname: { in: [null, 'a'] } },
      { name: '😀' },
      { name: 'x'.repeat(1000) },
      { age: -(2 ** 53) + 1 },
      { score: 1e308 },
      { createdAt: new Date('0001-01-01T00:00:00Z') },
      { createdAt: new Date('9999-12-31T23:59:59.999Z') },
    ]) {
      expect(condition(where)).toBeDefined();
    }
    expect(condition({ age: -0 })).toEqual({ op: 'equals', field: 'age', value: 0 });
  });

  it('[Q-14] ends its order with the id, once', () => {
    const orderOf = (orderBy: unknown) =>
      parseQuery(sampleFields, { orderBy }).orderBy.map(({ field, direction }) => `${field} ${direction}`);
    expect(orderOf({ name: 'desc' })).toEqual(['name desc', 'id asc']);
    expect(orderOf({ id: 'desc' })).toEqual(['id desc']);
    expect(orderOf([{ age: 'asc' }, { id: 'desc' }, { name: 'asc' }])).toEqual(['age asc', 'id desc']);
  });

  it('[Q-10] goes by the kinds of its values where there is no schema', () => {
    const { where } = parseQuery(undefined, {
      where: { a: 1, b: { contains: 'x' }, c: { in: [true, null] }, d: { gt: new Date(5) } },
    });
    const matches = matcher(where);
    expect(matches({ a: 1, b: 'axb', c: undefined, d: new Date(6) })).toBe(true);
    expect(matches({ a: '1', b: 'axb', c: true, d: new Date(6) })).toBe(false);
    expect(refusedWhere({ a: { contains: 1 } }, 'no schema')).toEqual(['where.a.contains']);
    expect(refusedWhere({ a: { gt: true } }, 'no schema')).toEqual(['where.a.gt']);
    expect(refusedWhere({ a: Number.NaN }, 'no schema')).toEqual(['where.a']);
    expect(refusedWhere({ a: { like: 'x' } }, 'no schema')).toEqual(['where.a.like']);
  });
});
