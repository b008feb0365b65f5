import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryQuery, arbitraryRow } from '../testing/arbitrary';
import { comparator, compareText, compareValues, parseQuery } from './index';
import { type Sample, sample, sampleFields } from './sample.fixture';

const byCodePoint = (a: string, b: string): number => {
  const [left, right] = [
    Array.from(a, (c) => c.codePointAt(0) ?? 0),
    Array.from(b, (c) => c.codePointAt(0) ?? 0),
  ];
  for (const [i, point] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    if (point !== other) return point - other;
  }
  return left.length - right.length;
};

const rows = arbitraryRow<Sample>(fc, sampleFields);
const orders = arbitraryQuery<Sample>(fc, sampleFields).map(
  ({ orderBy }) => parseQuery(sampleFields, { orderBy }).orderBy,
);
const sorted = (values: unknown[]): unknown[] => [...values].sort(compareValues);

describe('the order of values', () => {
  it('[Q-14] puts texts by code point, also past U+FFFF', () => {
    expect(['\uff5e', '😀'].sort()).toEqual(['😀', '\uff5e']);
    expect(['😀', '\uff5e', '\ue000', 'a', 'Z', 'é', ''].sort(compareText)).toEqual([
      '',
      'Z',
      'a',
      'é',
      '\ue000',
      '\uff5e',
      '😀',
    ]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(byCodePoint(a, b)));
        expect(Math.sign(compareText(a + b, a))).toBe(b ? 1 : 0);
      }),
    );
  });

  it('[Q-14] puts false before true, dates by time, null and undefined last', () => {
    expect(sorted([true, false])).toEqual([false, true]);
    expect(sorted([new Date(2), new Date(1)])).toEqual([new Date(1), new Date(2)]);
    expect(sorted([null, 'b', null, 'a'])).toEqual(['a', 'b', null, null]);
    expect(compareValues(null, undefined)).toBe(0);
    expect(sorted([10, Number.POSITIVE_INFINITY, 9, -1, 0])).toEqual([
      -1,
      0,
      9,
      10,
      Number.POSITIVE_INFINITY,
    ]);
    expect(compareValues(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(0);
    expect(Math.sign(compareValues('', null))).toBe(-1);
  });

  it('[Q-14] stays total between kinds and for values that are none', () => {
    const odd = fc.oneof(
      fc.constantFrom<unknown>(null, undefined, Number.NaN, new Date(Number.NaN), {}, [], true, false),
      fc.string(),
      fc.double(),
      fc.date({ noInvalidDate: false }),
    );
    fc.assert(
      fc.property(odd, odd, odd, (a, b, c) => {
        expect(compareValues(a, a)).toBe(0);
        expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
        const [low, middle, high] = [a, b, c].sort(compareValues);
        expect(compareValues(low, middle)).toBeLessThanOrEqual(0);
        expect(compareValues(middle, high)).toBeLessThanOrEqual(0);
        expect(compareValues(low, high)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('the order of rows', () => {
  const ids = (list: Sample[], orderBy: unknown) =>
    [...list].sort(comparator(parseQuery(sampleFields, { orderBy }).orderBy)).map(({ id }) => id);

  it('[Q-14] puts nulls last in asc and first in desc, and breaks ties by id', () => {
    const list = [
      sample({ id: 'd', nickname: null }),
      sample({ id: 'c', nickname: 'x' }),
      sample({ id: 'b', nickname: 'y' }),
      sample({ id: 'a', nickname: null }),
    ];
    expect(ids(list, { nickname: 'asc' })).toEqual(['c', 'b', 'a', 'd']);
    expect(ids(list, { nickname: 'desc' })).toEqual(['a', 'd', 'b', 'c']);
    expect(ids(list, [{ role: 'desc' }, { id: 'desc' }])).toEqual(['d', 'c', 'b', 'a']);
  });

  it('[Q-14] takes ids of numbers, as numbers', () => {
    const order = parseQuery(undefined, {}).orderBy;
    expect([{ id: 10 }, { id: 9 }].sort(comparator(order))).toEqual([{ id: 9 }, { id: 10 }]);
  });

  it('[Q-14] is total: reflexive, antisymmetric, transitive, and equal only for one id', () => {
    fc.assert(
      fc.property(fc.tuple(rows, rows, rows), orders, ([a, b, c], orderBy) => {
        const compare = comparator(orderBy);
        expect(compare(a, a)).toBe(0);
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
        const equal = orderBy.every(({ field }) => compareValues(a[field as 'id'], b[field as 'id']) === 0);
        expect(compare(a, b) === 0).toBe(equal);
        const [low, middle, high] = [a, b, c].sort(compare) as [Sample, Sample, Sample];
        expect(compare(low, middle)).toBeLessThanOrEqual(0);
        expect(compare(middle, high)).toBeLessThanOrEqual(0);
        expect(compare(low, high)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
