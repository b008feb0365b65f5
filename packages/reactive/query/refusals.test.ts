import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldsOf, parseQuery } from './index';
import { refusalOf, sampleFields } from './sample.fixture';

const refused = (specs: unknown, options?: Parameters<typeof parseQuery>[2]) =>
  refusalOf(() => parseQuery(sampleFields, specs, options));

const manyFields = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ [`field${index}`]: 'asc' }));

describe('a refusal', () => {
  it.each([
    ['a text', {}, { '': ['Expected an object'] }],
    [7, {}, { where: ['Expected an object'] }],
    [{ [Symbol('name')]: 1 }, {}, { where: ['A symbol is no field'] }],
    [{ surname: 'a' }, {}, { 'where.surname': ['Unknown field'] }],
    [{ name: {} }, {}, { 'where.name': ['Expected a value or an operator'] }],
    [{ name: { like: 'a' } }, {}, { 'where.name.like': ['Unknown operator'] }],
    [{ active: { gt: true } }, {}, { 'where.active.gt': ['This field has only equals, not, in, notIn'] }],
    [{ name: { contains: '' } }, {}, { 'where.name.contains': ['Expected a text that is not empty'] }],
    [{ nickname: { gt: null } }, {}, { 'where.nickname.gt': ['Expected a text, a number or a date'] }],
    [{ name: { in: [] } }, {}, { 'where.name.in': ['Expected a list of at least one value'] }],
    [{ name: { in: ['a', 'b', 'c'] } }, { maxListLength: 2 }, { 'where.name.in': ['At most 2 values'] }],
    [{ name: { in: ['a', 'a'] } }, {}, { 'where.name.in': ['A value is repeated'] }],
    [{ OR: [] }, {}, { 'where.OR': ['Expected a list of at least one filter'] }],
    [{ NOT: {} }, {}, { 'where.NOT': ['Expected a filter with at least one condition'] }],
    [
      { NOT: { NOT: { name: 'a' } } },
      { maxDepth: 1 },
      { 'where.NOT.NOT': ['AND, OR and NOT may be nested 1 levels deep'] },
    ],
    [{ name: 'a', age: 1, active: true }, { maxNodes: 2 }, { where: ['At most 2 conditions'] }],
  ])('[Q-8] says what is wrong with the filter %j', (where, limits, errors) => {
    expect(refused(where === 'a text' ? where : { where }, { limits })).toEqual(errors);
  });

  it('[Q-8] says that the values of a list are mixed, also where nothing is known of the field', () => {
    const mixed = () => parseQuery(undefined, { where: { name: { in: ['a', 1] } } });
    expect(refusalOf(mixed)).toEqual({ 'where.name.in': ['Expected values of one kind'] });
  });

  it.each([
    [[], { orderBy: ['Expected at least one field'] }],
    [['name'], { 'orderBy.0': ["Expected { field: 'asc' } or { field: 'desc' }"] }],
    [{ name: 'asc', age: 'asc' }, { orderBy: ['Expected exactly one field'] }],
    [{ name: 'up' }, { 'orderBy.name': ['Expected asc or desc'] }],
    [[{ name: 'asc' }, { name: 'desc' }], { orderBy: ['A field is repeated'] }],
    [
      ['name', {}, { surname: 'asc' }, { name: 'up' }],
      {
        'orderBy.0': ["Expected { field: 'asc' } or { field: 'desc' }"],
        'orderBy.1': ['Expected exactly one field'],
        'orderBy.2.surname': ['Unknown field'],
        'orderBy.3.name': ['Expected asc or desc'],
      },
    ],
    [
      ['name', 'name'],
      {
        'orderBy.0': ["Expected { field: 'asc' } or { field: 'desc' }"],
        'orderBy.1': ["Expected { field: 'asc' } or { field: 'desc' }"],
      },
    ],
  ])('[Q-8] says what is wrong with the order %j, and nothing else', (orderBy, errors) => {
    expect(refused({ orderBy })).toEqual(errors);
  });

  it('[Q-6] tells too many fields from repeated ones where there is no schema', () => {
    expect(parseQuery(undefined, { orderBy: manyFields(100) }).orderBy).toHaveLength(101);
    expect(refusalOf(() => parseQuery(undefined, { orderBy: manyFields(101) }))).toEqual({
      orderBy: ['At most 100 fields'],
    });
  });
});

describe('a filter that says the same', () => {
  it('[Q-9] is the same: one alternative is no choice', () => {
    const { where } = parseQuery(sampleFields, { where: { name: 'a' } });
    expect(parseQuery(sampleFields, { where: { OR: [{ name: 'a' }] } }).where).toEqual(where);
    expect(parseQuery(sampleFields, { where: { AND: [{ name: 'a' }] } }).where).toEqual(where);
  });
});

describe('a union', () => {
  const field = (schema: z.ZodType) => fieldsOf(z.object({ field: schema })).get('field');

  it('[Q-2] is as wide as its members', () => {
    expect(field(z.union([z.string(), z.email()]))).toMatchObject({ kind: 'string', nullable: false });
    expect(field(z.union([z.string(), z.email().nullable()]))).toMatchObject({ nullable: true });
    expect(field(z.union([z.string(), z.null()]))).toMatchObject({ nullable: true });
    expect(field(z.union([z.int(), z.int().min(3)]))).toMatchObject({ kind: 'number', integer: true });
    expect(field(z.union([z.int(), z.number()]))).toMatchObject({ kind: 'number', integer: false });
  });

  it('[Q-2] with a member that can not be compared is left out, and so is a literal of no such kind', () => {
    expect(field(z.union([z.string(), z.object({})]))).toBeUndefined();
    expect(field(z.union([z.object({}), z.string()]))).toBeUndefined();
    expect(field(z.literal(5n))).toBeUndefined();
  });
});
