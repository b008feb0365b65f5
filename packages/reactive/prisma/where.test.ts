import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Condition, fieldsOf, parseQuery, type Where } from '../query';
import { toPrismaWhere } from './where';

const schema = z.object({
  id: z.string(),
  name: z.string(),
  nickname: z.string().nullable(),
  age: z.int(),
  rank: z.int().nullable(),
  score: z.number(),
  active: z.boolean(),
  verified: z.boolean().nullable(),
});
const fields = fieldsOf(schema);
const nothing = { OR: [] };
const everything = {};

function translated(where: Where<z.infer<typeof schema>>): object {
  return toPrismaWhere([parseQuery(fields, { where }).where], fields);
}

describe('a Prisma filter', () => {
  it('[P-5] of no condition holds for every row', () => {
    expect(toPrismaWhere([], fields)).toEqual(everything);
    expect(toPrismaWhere([undefined, undefined], fields)).toEqual(everything);
    expect(toPrismaWhere([undefined, { op: 'or', conditions: [] }], fields)).toEqual(nothing);
  });

  it('[P-5] takes wildcards literally', () => {
    expect(translated({ name: { contains: '100%_\\' } })).toEqual({ name: { contains: '100\\%\\_\\\\' } });
    expect(translated({ NOT: { name: { endsWith: '%' } } })).toEqual({ name: { not: { endsWith: '\\%' } } });
  });

  it('[P-5] says of each complement what it holds for null', () => {
    expect(translated({ nickname: { not: 'a' } })).toEqual({
      OR: [{ nickname: { not: 'a' } }, { nickname: { equals: null } }],
    });
    expect(translated({ nickname: { notIn: ['a', null, 'b'] } })).toEqual({
      nickname: { notIn: ['a', 'b'] },
    });
    expect(translated({ nickname: { in: ['a', null] } })).toEqual({
      OR: [{ nickname: { equals: 'a' } }, { nickname: { equals: null } }],
    });
    expect(translated({ NOT: { nickname: { gt: 'a' } } })).toEqual({
      OR: [{ nickname: { lte: 'a' } }, { nickname: { equals: null } }],
    });
    expect(translated({ NOT: { nickname: null } })).toEqual({ nickname: { not: null } });
    expect(translated({ NOT: { name: { gt: 'a' } } })).toEqual({ name: { lte: 'a' } });
  });

  it('[P-5] writes no NOT around a condition', () => {
    const where = translated({ NOT: { AND: [{ name: 'a' }, { OR: [{ age: 1 }, { NOT: { score: 2 } }] }] } });
    expect(where).toEqual({
      OR: [{ name: { not: 'a' } }, { AND: [{ age: { not: 1 } }, { score: { equals: 2 } }] }],
    });
  });

  it('[P-5] does without lists and ranges of booleans, which Prisma has not', () => {
    expect(translated({ active: { in: [true, false] } })).toEqual(everything);
    expect(translated({ active: { notIn: [true, false] } })).toEqual(nothing);
    expect(translated({ verified: { in: [true, false] } })).toEqual({ verified: { not: null } });
    expect(translated({ verified: { notIn: [true, false] } })).toEqual({ verified: { equals: null } });
    expect(translated({ verified: { in: [true] } })).toEqual({ verified: { equals: true } });
  });

  it('[P-6] knows without asking how a number compares that an integer column can’t hold', () => {
    const huge = 3_000_000_000;
    expect(translated({ age: huge })).toEqual(nothing);
    expect(translated({ age: { not: huge } })).toEqual(everything);
    expect(translated({ age: { in: [huge, 5] } })).toEqual({ age: { equals: 5 } });
    expect(translated({ age: { notIn: [huge, 5] } })).toEqual({ age: { not: 5 } });
    expect(translated({ age: { lt: huge } })).toEqual(everything);
    expect(translated({ age: { gte: huge } })).toEqual(nothing);
    expect(translated({ age: { gt: -huge } })).toEqual(everything);
    expect(translated({ age: { lte: -huge } })).toEqual(nothing);
    expect(translated({ rank: { lte: huge } })).toEqual({ rank: { not: null } });
    expect(translated({ NOT: { rank: { lte: huge } } })).toEqual({ rank: { equals: null } });
    expect(translated({ rank: { not: huge } })).toEqual({
      OR: [{ rank: { not: null } }, { rank: { equals: null } }],
    });
    expect(translated({ score: huge })).toEqual({ score: { equals: huge } });
  });

  it('[P-6] takes the whole numbers on the right side of a fraction, as from a cursor of another kind', () => {
    const range = (op: 'gt' | 'gte' | 'lt' | 'lte', value: number): Condition => ({
      op,
      field: 'age',
      value,
    });
    expect(toPrismaWhere([range('gt', 1.5)], fields)).toEqual({ age: { gt: 1 } });
    expect(toPrismaWhere([range('gte', 1.5)], fields)).toEqual({ age: { gt: 1 } });
    expect(toPrismaWhere([range('lt', 1.5)], fields)).toEqual({ age: { lte: 1 } });
    expect(toPrismaWhere([range('lte', -1.5)], fields)).toEqual({ age: { lte: -2 } });
  });

  it('[P-5] compares with null as memory does: nothing is in a range of it', () => {
    const above: Condition = { op: 'gt', field: 'nickname', value: null };
    expect(toPrismaWhere([above], fields)).toEqual(nothing);
    expect(toPrismaWhere([{ op: 'not', condition: above }], fields)).toEqual(everything);
  });

  it('[P-5] refuses a condition about a field that is none', () => {
    const foreign: Condition = { op: 'equals', field: 'password', value: 'x' };
    expect(() => toPrismaWhere([foreign], fields)).toThrow('none of the entity: password');
  });
});
