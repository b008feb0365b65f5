import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryQuery, arbitraryRow } from '../testing/arbitrary';
import { compareValues, equalities, fieldsUsed, matcher, parseQuery } from './index';
import { type Sample, sample, sampleFields } from './sample.fixture';

const matches = (where: unknown, values: Partial<Sample>): boolean =>
  matcher(parseQuery(sampleFields, { where }).where)(sample(values));

type Filter = Record<string, unknown>;

const same = (value: unknown, operand: unknown): boolean => compareValues(value ?? null, operand) === 0;
const some = (value: unknown, operand: unknown): boolean =>
  (operand as unknown[]).some((one) => same(value, one));
const order = (value: unknown, operand: unknown): number =>
  value === null ? Number.NaN : compareValues(value, operand);
const text = (value: unknown): string => (typeof value === 'string' ? value : '\0');

const meaning: Record<string, (value: unknown, operand: unknown) => boolean> = {
  equals: same,
  not: (value, operand) => !same(value, operand),
  in: some,
  notIn: (value, operand) => !some(value, operand),
  contains: (value, operand) => text(value).indexOf(operand as string) >= 0,
  startsWith: (value, operand) => text(value).indexOf(operand as string) === 0,
  endsWith: (value, operand) => text(value).slice(-(operand as string).length) === operand,
  gt: (value, operand) => order(value, operand) > 0,
  gte: (value, operand) => order(value, operand) >= 0,
  lt: (value, operand) => order(value, operand) < 0,
  lte: (value, operand) => order(value, operand) <= 0,
};

/** The language read straight off its description, slowly. */
function naive(where: Filter, row: Filter): boolean {
  return Object.entries(where).every(([key, asked]) => {
    if (key === 'AND') return (asked as Filter[]).every((inner) => naive(inner, row));
    if (key === 'OR') return (asked as Filter[]).some((inner) => naive(inner, row));
    if (key === 'NOT') return !naive(asked as Filter, row);
    const plain = typeof asked === 'object' && asked !== null && !(asked instanceof Date);
    return Object.entries(plain ? asked : { equals: asked }).every(([operator, operand]) =>
      meaning[operator]?.(row[key] ?? null, operand),
    );
  });
}

const rows = arbitraryRow<Sample>(fc, sampleFields);
const filters = arbitraryQuery<Sample>(fc, sampleFields)
  .map(({ where }) => where)
  .filter((where) => where !== undefined);

describe('a filter', () => {
  it('[Q-11] matches every row when it has no condition', () => {
    expect(matches(undefined, {})).toBe(true);
    expect(matches({}, {})).toBe(true);
  });

  it('[Q-12] compares by value: case, kind, time, and null as undefined', () => {
    expect(matches({ name: 'ann' }, { name: 'Ann' })).toBe(false);
    expect(matches({ name: 'é' }, { name: 'e\u0301' })).toBe(false);
    expect(matches({ createdAt: new Date(5) }, { createdAt: new Date(5) })).toBe(true);
    expect(matches({ createdAt: { in: [new Date(4), new Date(5)] } }, { createdAt: new Date(5) })).toBe(true);
    expect(matches({ createdAt: { in: [new Date(4)] } }, { createdAt: new Date(5) })).toBe(false);
    expect(matches({ seenAt: { in: [new Date(4), null] } }, { seenAt: null })).toBe(true);
    expect(matches({ nickname: null }, { nickname: null })).toBe(true);
    expect(matches({ nickname: { in: ['a', null] } }, { nickname: null })).toBe(true);
    expect(matches({ score: null }, {})).toBe(true);
    expect(matches({ score: { in: [null] } }, {})).toBe(true);
    expect(matches({ score: { equals: 0 } }, {})).toBe(false);
    expect(matcher(parseQuery(undefined, { where: { a: 1 } }).where)({ a: '1' })).toBe(false);
    expect(matcher(parseQuery(undefined, { where: { a: 1 } }).where)({ a: new Date(1) })).toBe(false);
  });

  it('[Q-11] includes null rows in not and notIn, as the exact complement', () => {
    expect(matches({ nickname: { not: 'x' } }, { nickname: null })).toBe(true);
    expect(matches({ nickname: { notIn: ['x'] } }, { nickname: null })).toBe(true);
    expect(matches({ nickname: { not: null } }, { nickname: null })).toBe(false);
    expect(matches({ NOT: { nickname: { gt: 'a' } } }, { nickname: null })).toBe(true);
    fc.assert(
      fc.property(filters, rows, (where, row) => {
        const holds = (filter: unknown) => matcher(parseQuery(sampleFields, { where: filter }).where)(row);
        expect(holds({ NOT: where })).toBe(!holds(where));
        expect(holds({ AND: [where] })).toBe(holds(where));
        expect(holds({ OR: [where, { NOT: where }] })).toBe(true);
        expect(holds({ AND: [where, { NOT: where }] })).toBe(false);
      }),
    );
  });

  it('[Q-13] keeps null out of every range and every text', () => {
    for (const operator of ['gt', 'gte', 'lt', 'lte']) {
      expect(matches({ score: { [operator]: 0 } }, {})).toBe(false);
      expect(matches({ seenAt: { [operator]: new Date() } }, { seenAt: null })).toBe(false);
      expect(matches({ nickname: { [operator]: 'a' } }, { nickname: null })).toBe(false);
    }
    for (const operator of ['contains', 'startsWith', 'endsWith']) {
      expect(matches({ nickname: { [operator]: 'null' } }, { nickname: null })).toBe(false);
    }
  });

  it('[Q-13] takes texts literally and ranges by code point', () => {
    expect(matches({ name: { contains: '%' } }, { name: 'abc' })).toBe(false);
    expect(matches({ name: { contains: '_' } }, { name: 'a_c' })).toBe(true);
    expect(matches({ name: { startsWith: 'a\\' } }, { name: 'a\\b' })).toBe(true);
    expect(matches({ name: { endsWith: 'C' } }, { name: 'abc' })).toBe(false);
    expect(matches({ name: { gt: '\uff5e' } }, { name: '😀' })).toBe(true);
    expect(matches({ age: { gte: 30, lt: 31 } }, { age: 30 })).toBe(true);
    expect(matches({ age: { lte: 29 } }, { age: 30 })).toBe(false);
    expect(matches({ createdAt: { lt: new Date(6) } }, { createdAt: new Date(5) })).toBe(true);
  });

  it('[Q-15] means what a straightforward reading of the language says', () => {
    fc.assert(
      fc.property(filters, rows, (where, row) => {
        const compiled = matcher(parseQuery(sampleFields, { where }).where);
        expect(compiled(row)).toBe(naive(where, row));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what decides about a row', () => {
  const parsed = (specs: unknown) => parseQuery(sampleFields, specs);

  it('[Q-16] is told by the fields of filter and order', () => {
    const specs = {
      where: { role: 'admin', OR: [{ age: { gt: 1 } }, { NOT: { name: { in: ['a'] } } }] },
      orderBy: { seenAt: 'asc' },
    };
    expect(fieldsUsed(parsed(specs))).toEqual(new Set(['role', 'age', 'name', 'seenAt', 'id']));
    expect(fieldsUsed(parsed({}))).toEqual(new Set(['id']));
  });

  it('[Q-16] is not changed by another field', () => {
    fc.assert(
      fc.property(filters, rows, rows, (where, row, other) => {
        const query = parsed({ where });
        const used = fieldsUsed(query);
        const kept = Object.entries(row).filter(([name]) => used.has(name));
        expect(matcher(query.where)({ ...other, ...Object.fromEntries(kept) })).toBe(
          matcher(query.where)(row),
        );
      }),
    );
  });

  it('[Q-16] is demanded by equality: no row without one of the values matches', () => {
    const specs = {
      where: {
        role: 'admin',
        AND: [{ age: { in: [1, 2] } }, { age: { equals: 1 } }],
        OR: [{ name: 'a' }, { name: 'b' }],
        NOT: { active: true },
      },
    };
    expect(equalities(parsed(specs).where)).toEqual(
      new Map<string, unknown>([
        ['role', ['admin']],
        ['age', [1]],
      ]),
    );
    expect(equalities(undefined)).toEqual(new Map());
    fc.assert(
      fc.property(filters, rows, (where, row) => {
        const query = parsed({ where });
        fc.pre(matcher(query.where)(row));
        for (const [field, values] of equalities(query.where)) {
          expect(values.some((value) => compareValues(row[field as keyof Sample], value) === 0)).toBe(true);
        }
      }),
    );
  });
});
