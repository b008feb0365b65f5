import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryQuery, arbitraryRow } from '../../testing/arbitrary';
import { comparator, type ListSpecs, matcher, parseQuery, type Query } from '../index';
import { refusalOf, type Sample, sample, sampleFields } from '../sample.fixture';
import { afterCursor, decodeCursor, encodeCursor, runQuery } from './index';

const parse = (specs: unknown) => parseQuery(sampleFields, specs);
const queries = arbitraryQuery<Sample>(fc, sampleFields);
const rows = arbitraryRow<Sample>(fc, sampleFields);
const tables = fc.uniqueArray(rows, { maxLength: 30, selector: ({ id }) => id });

const read = (query: Query, next: string) => decodeCursor({ ...query, next }, { fields: sampleFields });
const foreign = { next: ['This cursor belongs to no page of this query'] };

/** All pages, one after the other; `between` may change the table after each. */
function paged(
  list: Sample[],
  specs: ListSpecs<Sample>,
  between: (page: number) => void = () => {},
): Sample[] {
  const found: Sample[] = [];
  let next: string | null | undefined;
  for (let page = 0; page < 100; page++) {
    const result = runQuery(list, parse({ ...specs, next }));
    found.push(...result.items);
    next = result.next;
    if (!next) return found;
    between(page);
  }
  throw new Error('No end of pages');
}

describe('a cursor', () => {
  it('[Q-17] is text for a URL that brings the order values back', () => {
    fc.assert(
      fc.property(queries, rows, (specs, row) => {
        const query = parse(specs);
        const cursor = encodeCursor(query, row);
        expect(cursor).toMatch(/^[\w-]+$/);
        const values = query.orderBy.map(({ field }) => row[field as 'name'] ?? null);
        expect(decodeCursor(query)).toBeUndefined();
        expect(read(query, cursor)).toEqual(values);
        expect(decodeCursor(parse({ ...specs, next: cursor }))).toEqual(values);
      }),
    );
  });

  it('[Q-17] leads through all rows, in order, each once', () => {
    fc.assert(
      fc.property(tables, queries, (list, specs) => {
        const { where, orderBy } = parse(specs);
        const all = list.filter(matcher(where)).sort(comparator(orderBy));
        expect(paged(list, specs)).toEqual(all);
        expect(runQuery(list, parse(specs)).total).toBe(all.length);
      }),
    );
  });

  it('[Q-17] shows each row that stays exactly once while others come and go', () => {
    fc.assert(
      fc.property(tables, tables, queries, (list, later, specs) => {
        const known = new Set(list.map(({ id }) => id));
        const arriving = later.filter(({ id }) => !known.has(id));
        const table = [...list, ...arriving.splice(0, 5)];
        const leaving = new Set(table.slice(list.length).map(({ id }) => id));
        const shown = paged(table, specs, (page) => {
          const arrived = arriving.pop();
          if (arrived) table.push(arrived);
          if (page === 1) table.splice(0, table.length, ...table.filter(({ id }) => !leaving.has(id)));
        });
        const { where, orderBy } = parse(specs);
        const stable = list.filter(matcher(where)).sort(comparator(orderBy));
        expect(shown.filter(({ id }) => known.has(id))).toEqual(stable);
        expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
      }),
    );
  });

  it('[Q-19] has a condition that holds for exactly the rows after it', () => {
    fc.assert(
      fc.property(fc.tuple(rows, rows), fc.tuple(queries, fc.boolean()), ([last, row], [specs, schema]) => {
        const fields = schema ? sampleFields : undefined;
        const first = parseQuery(fields, specs);
        expect(afterCursor(first, { fields })).toBeUndefined();
        const query = parseQuery(fields, { ...specs, next: encodeCursor(first, last) });
        expect(matcher(afterCursor(query, { fields }))(row)).toBe(comparator(query.orderBy)(row, last) > 0);
      }),
      { numRuns: 1000 },
    );
  });

  it('[Q-19] gives a database a bound to seek by', () => {
    const next = encodeCursor(parse({ orderBy: { name: 'asc' } }), sample({ id: 'x', name: 'Bob' }));
    expect(afterCursor(parse({ orderBy: { name: 'asc' }, next }), { fields: sampleFields })).toEqual({
      op: 'and',
      conditions: [
        { op: 'gte', field: 'name', value: 'Bob' },
        {
          op: 'or',
          conditions: [
            { op: 'gt', field: 'name', value: 'Bob' },
            {
              op: 'and',
              conditions: [
                { op: 'equals', field: 'name', value: 'Bob' },
                { op: 'gt', field: 'id', value: 'x' },
              ],
            },
          ],
        },
      ],
    });
    const byId = encodeCursor(parse({}), sample({ id: 'x' }));
    expect(afterCursor(parse({ next: byId }))).toEqual({ op: 'gt', field: 'id', value: 'x' });
  });

  it('[Q-18] is refused with another filter, order or key, but not with the same in other words', () => {
    const where = { role: 'admin', age: { in: [1, 2] } };
    const orderBy = { name: 'asc' };
    const next = encodeCursor(parse({ where, orderBy }), sample());
    const same = {
      where: { age: { in: [2, 1] }, role: { equals: 'admin' } },
      orderBy: [orderBy],
      limit: 3,
      next,
    };
    expect(decodeCursor(parse(same))).toEqual(['Ann', 'a']);
    for (const other of [
      { where: { role: 'user' } },
      { where: undefined },
      { orderBy: { name: 'desc' } },
      { orderBy: undefined },
    ]) {
      const specs = { where, orderBy, next, ...other };
      expect(refusalOf(() => afterCursor(parse(specs)))).toEqual(foreign);
      expect(refusalOf(() => runQuery([], parse(specs)))).toEqual(foreign);
    }
    fc.assert(
      fc.property(queries, queries, rows, (specs, other, row) => {
        const [query, another] = [parse(specs), parse(other)];
        fc.pre(JSON.stringify(query.where) !== JSON.stringify(another.where));
        fc.pre(query.orderBy.length !== another.orderBy.length);
        expect(refusalOf(() => read(another, encodeCursor(query, row)))).toEqual(foreign);
      }),
    );
  });

  it('[Q-18] is bound to a key, if there is one', () => {
    const next = encodeCursor(parse({}), sample(), { key: 'ann' });
    const query = parse({ next });
    expect(decodeCursor(query, { key: 'ann' })).toEqual(['a']);
    expect(refusalOf(() => decodeCursor(query, { key: 'bob' }))).toEqual(foreign);
    expect(refusalOf(() => decodeCursor(query))).toEqual(foreign);
  });

  it('[Q-18] is refused when a single character is changed, added or missing', () => {
    const query = parse({ orderBy: { name: 'asc' } });
    const cursor = encodeCursor(query, sample({ name: 'Ånn 😀' }));
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spoilt = Array.from(cursor).flatMap((character, at) => [
      ...Array.from(
        alphabet.replace(character, ''),
        (other) => cursor.slice(0, at) + other + cursor.slice(at + 1),
      ),
      cursor.slice(0, at),
      cursor.slice(at + 1),
    ]);
    const odd = [
      `${cursor}A`,
      `${cursor}=`,
      ` ${cursor}`,
      cursor.replace(/.$/, '+'),
      '!',
      'x'.repeat(100_000),
    ];
    for (const next of [...spoilt, ...odd]) expect(refusalOf(() => read(query, next))).toEqual(foreign);
    for (const next of [7, {}, [], [cursor], true, '', new Date()]) {
      expect(refusalOf(() => parse({ next }))).toEqual({ next: ['Expected a cursor'] });
    }
  });

  it('[Q-18] is refused when it is longer than an address may be, however well it is sealed', () => {
    const query = parse({ orderBy: { name: 'asc' } });
    const sealed = (length: number) => encodeCursor(query, sample({ name: 'n'.repeat(length) }));
    expect(read(query, sealed(6000))).toEqual(['n'.repeat(6000), 'a']);
    expect(refusalOf(() => read(query, sealed(6200)))).toEqual(foreign);
  });

  it('[Q-18] is refused when it is sealed well but holds what the order can not', () => {
    const query = parse({ orderBy: { createdAt: 'asc' } });
    const forged = (values: object) => encodeCursor(query, values);
    expect(read(query, forged({ createdAt: new Date(5), id: 'a' }))).toEqual([new Date(5), 'a']);
    expect(read(query, forged({ createdAt: {}, id: Number.NaN }))).toEqual([null, null]);
    for (const values of [
      { createdAt: 'soon', id: 'a' },
      { createdAt: new Date(5), id: 7 },
    ]) {
      expect(refusalOf(() => read(query, forged(values)))).toEqual(foreign);
    }
  });
});
