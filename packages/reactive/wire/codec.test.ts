import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ValidationError } from '../errors';
import { type Decimal, decimal, decode, encode, parse } from './index';
import { rowSchemaOf } from './row-form';

/** Money of a library that is not ours: its value shows only through its methods. */
class Money {
  readonly #cents: bigint;
  constructor(cents: bigint) {
    this.#cents = cents;
  }
  get cents(): bigint {
    return this.#cents;
  }
}

const money = z.codec(z.bigint().min(0n), z.instanceof(Money), {
  decode: (cents) => new Money(cents),
  encode: ({ cents }) => cents,
});
const upper = z.codec(z.string(), z.string(), {
  decode: (text) => text.toUpperCase(),
  encode: (text) => text.toLowerCase(),
});
const order = z.strictObject({
  total: money,
  parts: z.array(money.nullable()).default([]),
  code: upper.optional(),
  by: z.map(z.string(), money),
});

const row = {
  total: new Money(5n),
  parts: [null, new Money(7n)],
  code: 'ABC',
  by: new Map([['a', new Money(9n)]]),
};
const json = { total: '5', parts: [null, '7'], code: 'abc', by: [['a', '9']] };

const centsOf = ({ total, parts, code, by }: z.output<typeof order>) => [
  total.cents,
  parts.map((part) => part?.cents),
  code,
  [...by].map(([name, { cents }]) => [name, cents]),
];

const errorsOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    if (error instanceof ValidationError) return error.errors;
    throw error;
  }
  return 'nothing';
};

describe('codecs of one’s own', () => {
  it('[W-5] are asked both ways, and what they make is encoded in turn', () => {
    expect(encode(order, row)).toEqual(json);
    expect(centsOf(decode(order, json))).toEqual(centsOf(row));
    expect(centsOf(parse(order, json))).toEqual(centsOf(row));
    expect(decode(z.stringbool(), encode(z.stringbool(), true))).toBe(true);
  });

  it('[W-5] blame what they cannot encode or decode on its field', () => {
    const wrong = { ...row, total: new Money(-1n), by: new Map([['a', 'no money']]) };
    expect(errorsOf(() => encode(order, wrong))).toEqual({
      total: [expect.stringContaining('>=0')],
      'by.a': [expect.stringContaining('Money')],
    });
    expect(errorsOf(() => parse(order, { ...json, total: '-1', parts: ['x'] }))).toEqual({
      total: [expect.stringContaining('>=0')],
      'parts.0': [expect.stringContaining('bigint')],
    });
    expect(decode(order, { ...json, total: '-1' })).toMatchObject({ total: '-1' });
  });

  it('[W-5] are told apart in a union by what they hold', () => {
    const schema = z.array(z.union([money, upper.refine((text) => /^[A-Z]+$/.test(text)), z.date()]));
    const at = new Date(5);
    expect(encode(schema, [new Money(1n), 'ABC', at])).toEqual(['1', 'abc', at.toISOString()]);
    expect(errorsOf(() => encode(z.union([z.string(), money]), new Money(1n)))).toEqual({
      '': [expect.any(String)],
    });
  });
});

describe('the schema of rows', () => {
  it('[W-9] is the schema itself where it has no codec', () => {
    const schema = z.object({ at: z.date(), name: z.string().pipe(z.string()) });
    expect(rowSchemaOf(schema)).toBe(schema);
    expect(rowSchemaOf(undefined)).toBe(undefined);
  });

  it('[W-9] takes what codecs decode to, with all rules and defaults, again and again', () => {
    const schema = rowSchemaOf(
      order.refine(({ total }) => total.cents < 100n, { path: ['total'], error: 'Too much' }),
    );
    expect(centsOf(schema.parse(schema.parse(row)))).toEqual(centsOf(row));
    expect(schema.parse({ total: row.total, by: new Map() }).parts).toEqual([]);
    const refused = schema.safeParse({ ...row, total: new Money(500n), more: 1 });
    expect(refused.error?.issues.map(({ message }) => message)).toEqual([
      'Unrecognized key: "more"',
      'Too much',
    ]);
    expect(schema.safeParse({ ...row, total: new Money(500n) }).error?.issues[0]?.message).toBe('Too much');
    expect(schema.safeParse({ ...row, total: 5n }).success).toBe(false);
    expect(
      rowSchemaOf(upper.refine((text) => text !== 'NO', 'Not that')).safeParse('NO').error?.issues[0]
        ?.message,
    ).toBe('Not that');
  });

  it('[W-9] reaches into everything, recursion included', () => {
    const node = z.object({
      value: money,
      get next() {
        return z.union([node, z.null()]);
      },
      list: z.lazy(() => z.tuple([money], money).or(z.record(z.string(), money))),
      set: z.set(money).readonly(),
      both: z.intersection(z.object({ a: money }), z.object({ b: money })),
    });
    const value = new Money(1n);
    const leaf = {
      value,
      next: null,
      list: { a: value },
      set: new Set([value]),
      both: { a: value, b: value },
    };
    const whole = { ...leaf, next: { ...leaf, list: [value, value] as [Money, Money] } };
    expect(rowSchemaOf(node).safeParse(whole).error).toBeUndefined();
    expect(
      rowSchemaOf(node).safeParse({ ...whole, next: { ...leaf, value: 1n } }).error?.issues[0]?.path,
    ).toEqual(['next']);
    expect(JSON.stringify(encode(node, whole))).toContain('"next":{"value":"1"');
  });
});

describe('decimals', () => {
  it.each([
    ['012.50', '12.5'],
    ['-0.00', '0'],
    ['-0.10', '-0.1'],
    ['0', '0'],
    ['100', '100'],
    ['1.05', '1.05'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
  ])('[W-10] %s is %s in its normal form', (given, normal) => {
    expect(decimal().parse(given)).toBe(normal);
    expect(decode(decimal(), encode(decimal(), normal))).toBe(normal);
  });

  it.each([
    '',
    '.',
    '1.',
    '.5',
    '1e3',
    '+1',
    '1,5',
    ' 1',
    'NaN',
    '--1',
    '1\n',
    5,
    5n,
    null,
    '1'.repeat(2000),
  ])('[W-10] %s is none', (given) => {
    expect(decimal().safeParse(given).error?.issues).toHaveLength(1);
  });

  it('[W-10] have limits, in digits', () => {
    const price = decimal({ precision: 5, scale: 2 });
    for (const fits of ['999.99', '-999.99', '0.01', '100', '1.100'] satisfies Decimal[]) {
      expect(price.safeParse(fits).success).toBe(true);
    }
    for (const long of ['1000', '0.001', '1000.5']) {
      expect(price.safeParse(long).error?.issues[0]?.message).toBe(
        'Must have at most 3 digits before the point and 2 after it',
      );
    }
  });
});
