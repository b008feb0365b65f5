import { describe, expectTypeOf, it } from 'vitest';
import type { ListResult, ListSpecs, OrderBy, Where } from './index';

interface Row {
  id: string;
  name: string;
  nickname: string | null;
  age: number;
  score?: number;
  active: boolean;
  role: 'user' | 'admin';
  level: 1 | 2 | 3;
  createdAt: Date;
  tags: string[];
  address: { city: string };
}

describe('a filter', () => {
  it('[Q-1] takes the operators of the kind of the field', () => {
    const accepted: Where<Row>[] = [
      {},
      { name: 'a' },
      { name: { equals: 'a', not: 'b', contains: 'c', startsWith: 'd', endsWith: 'e', gt: 'f', lte: 'g' } },
      { name: { in: ['a'] as readonly string[], notIn: ['b'] } },
      { nickname: null },
      { nickname: { in: ['a', null] } },
      { score: null },
      { age: { gt: 1, gte: 2, lt: 3, lte: 4, in: [5] } },
      { active: true },
      { active: { not: false } },
      { role: { in: ['user', 'admin'] } },
      { level: { notIn: [1, 2] } },
      { createdAt: { gte: new Date() } },
      { AND: [{ name: 'a' }], OR: [{ age: 1 }, { NOT: { role: 'admin' } }] },
    ];
    expectTypeOf(accepted).toExtend<Where<Row>[]>();
  });

  it('[Q-1] refuses a wrong field, operator or value when it is compiled', () => {
    const refused: Where<Row>[] = [
      // @ts-expect-error -- there is no such field
      { nome: 'a' },
      // @ts-expect-error -- a list can't be compared
      { tags: ['a'] },
      // @ts-expect-error -- an object can't be compared
      { address: { city: 'x' } },
      // @ts-expect-error -- no such operator
      { name: { like: 'a' } },
      // @ts-expect-error -- a number has no texts in it
      { age: { contains: '1' } },
      // @ts-expect-error -- a boolean has no range
      { active: { gt: false } },
      // @ts-expect-error -- an enum has no parts
      { role: { contains: 'adm' } },
      // @ts-expect-error -- no such role
      { role: 'root' },
      // @ts-expect-error -- no such role
      { role: { in: ['root'] } },
      // @ts-expect-error -- a text is no number
      { age: '1' },
      // @ts-expect-error -- a text is no date
      { createdAt: '2024-01-01' },
      // @ts-expect-error -- this field is never null
      { name: null },
      // @ts-expect-error -- undefined is no value
      { name: undefined },
      // @ts-expect-error -- undefined is no value
      { name: { equals: undefined } },
      // @ts-expect-error -- nothing is greater than null
      { nickname: { gt: null } },
      // @ts-expect-error -- AND takes a list
      { AND: { name: 'a' } },
      // @ts-expect-error -- the fields are checked at any depth
      { OR: [{ NOT: { nome: 'a' } }] },
    ];
    expectTypeOf(refused).toExtend<Where<Row>[]>();
  });

  it('[Q-1] is open for a class without types of its own', () => {
    const where: Where<Record<string, unknown>> = { anything: { contains: 'a' }, other: 1 };
    expectTypeOf(where).toExtend<object>();
    // @ts-expect-error -- the operators stay the same
    expectTypeOf({ anything: { like: 'a' } } satisfies Where<Record<string, unknown>>).toBeObject();
  });
});

describe('an order', () => {
  it('[Q-1] names one field at a time', () => {
    const accepted: OrderBy<Row>[] = [
      { name: 'asc' },
      [{ role: 'asc' }, { createdAt: 'desc' }],
      { active: 'desc' },
    ];
    expectTypeOf(accepted).toExtend<OrderBy<Row>[]>();
    const refused: OrderBy<Row>[] = [
      // @ts-expect-error -- which of the two comes first would depend on how they were written
      { name: 'asc', age: 'desc' },
      // @ts-expect-error -- no such direction
      { name: 'up' },
      // @ts-expect-error -- a list can't be sorted by
      { tags: 'asc' },
      // @ts-expect-error -- no such field
      [{ nome: 'asc' }],
    ];
    expectTypeOf(refused).toExtend<OrderBy<Row>[]>();
  });
});

describe('a page', () => {
  it('[Q-1] has rows of the type asked for', () => {
    expectTypeOf<ListResult<Row>['items']>().toEqualTypeOf<Row[]>();
    const first: ListSpecs<Row> = { where: undefined, limit: 20, next: null };
    expectTypeOf(first).toExtend<ListSpecs<Row>>();
    // @ts-expect-error -- there is no page number
    const refused: ListSpecs<Row> = { page: 2 };
    expectTypeOf(refused).toExtend<ListSpecs<Row>>();
  });
});
