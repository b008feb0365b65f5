import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ValidationError } from '../errors';
import { same } from '../model/equality';
import { decodeInput } from './encode';
import { decode, encode, parse } from './index';

const text = '2024-02-29T12:30:00.000Z';
const date = new Date(text);

interface Thread {
  at: Date;
  answers: Thread[];
}
const thread: z.ZodType<Thread> = z.object({ at: z.date(), answers: z.lazy(() => z.array(thread)) });
const tree = z.object({
  size: z.bigint(),
  get below() {
    return z.array(tree);
  },
});

const event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paid'), amount: z.bigint() }),
  z.object({ kind: z.enum(['shipped', 'lost']), at: z.date() }),
]);

/** What comes of a value that is sent: through text, as over a socket. */
const sent = (schema: z.ZodType, value: unknown): unknown =>
  decode(schema, JSON.parse(JSON.stringify(encode(schema, value))));

const blamed = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    if (error instanceof ValidationError) return error.errors;
    throw error;
  }
  return 'nothing';
};

describe('values on the wire', () => {
  it.each([
    ['a date', z.date(), date, text],
    ['a bigint', z.bigint(), -12345678901234567890n, '-12345678901234567890'],
    ['no bigint at all', z.bigint().nullable(), null, null],
    ['bytes', z.instanceof(Uint8Array), new Uint8Array([0, 255, 62, 63]), 'AP8+Pw=='],
    ['a map', z.map(z.string(), z.date()), new Map([['a', date]]), [['a', text]]],
    ['a map of bigints', z.map(z.bigint(), z.null()), new Map([[1n, null]]), [['1', null]]],
    ['a set', z.set(z.bigint()), new Set([1n, 2n]), ['1', '2']],
    ['a bigint literal', z.literal([5n, 'five']), 5n, '5'],
    ['instances of built-in classes', z.instanceof(Map), new Map([['a', 1]]), [['a', 1]]],
    ['a set of anything', z.instanceof(Set), new Set(['a']), ['a']],
    ['a date by its class', z.instanceof(Date), date, text],
  ] as const)('[W-2] brings %s', (...[, schema, value, json]) => {
    expect(encode(schema, value)).toEqual(json);
    expect(decode(schema, json)).toEqual(value);
    expect(parse(schema, json)).toEqual(value);
  });

  it.each([
    ['an object', z.object({ a: z.object({ at: z.date() }) }), { a: { at: date } }],
    ['a list', z.array(z.date().nullable()), [date, null]],
    ['a record', z.record(z.string(), z.bigint()), { a: 1n }],
    ['a tuple', z.tuple([z.string(), z.date()], z.bigint()), [text, date, 1n, 2n]],
    ['wrappers', z.bigint().nullable().optional().default(null).readonly().catch(null), 5n],
    ['a union with null', z.union([z.date(), z.null()]), date],
    ['a union', z.union([z.bigint(), z.boolean(), z.object({ at: z.date() })]), { at: date }],
    [
      'a discriminated union',
      z.array(event),
      [
        { kind: 'paid', amount: 5n },
        { kind: 'lost', at: date },
      ],
    ],
    [
      'an intersection',
      z.intersection(z.object({ at: z.date() }), z.object({ n: z.bigint() })),
      { at: date, n: 1n },
    ],
    ['what a loose object holds', z.object({ n: z.bigint() }).catchall(z.date()), { n: 1n, a: date }],
    ['a lazy recursive schema', thread, { at: date, answers: [{ at: date, answers: [] }] }],
    ['a recursive schema', tree, { size: 1n, below: [{ size: 2n, below: [] }] }],
    [
      'maps in maps',
      z.map(z.string(), z.map(z.string(), z.set(z.bigint()))),
      new Map([['a', new Map([['b', new Set([1n])]])]]),
    ],
  ] as const)('[W-2] reaches into %s', (_, schema, value) => {
    expect(sent(schema, value)).toEqual(value);
  });

  it('[W-2] copies nothing that is JSON already', () => {
    const schema = z.object({
      name: z.string(),
      tags: z.array(z.string()),
      age: z.number(),
      at: z.date().nullable(),
    });
    const row = { name: 'Ada', tags: ['a'], age: 36, at: null };
    expect(encode(schema, row)).toBe(row);
    expect(decode(schema, row)).toBe(row);
  });

  it('[W-2] encodes rows of one list whatever fields each has', () => {
    const schema = z.array(
      z.object({ a: z.bigint().optional(), b: z.set(z.bigint()).optional(), c: z.string().optional() }),
    );
    const rows = [{ a: 1n, c: 'x' }, { b: new Set([2n]), c: 'x' }, { c: 'x', a: 2n }, {}, { a: 3n }];
    expect(sent(schema, rows)).toEqual(rows);
  });

  it('[W-2] carries bytes of any length', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
    expect(same(sent(z.instanceof(Uint8Array), bytes), bytes)).toBe(true);
  });
});

describe('what JSON would change', () => {
  it.each([
    ['NaN', z.number(), Number.NaN],
    ['an infinity', z.number(), -Infinity],
    ['minus zero', z.number(), -0],
    ['NaN by its schema', z.nan(), Number.NaN],
    ['an invalid date', z.date(), new Date(Number.NaN)],
    ['a bigint of more than 4,096 digits', z.bigint(), 10n ** 4096n],
    ['nothing in a list', z.union([z.undefined(), z.string()]), undefined],
    ['a function', z.unknown(), () => 1],
    ['a symbol', z.symbol(), Symbol('x')],
  ] as const)('[W-3] refuses %s by its field', (_, schema, value) => {
    const list = z.object({ list: z.array(schema), name: z.string() });
    expect(blamed(() => encode(list, { list: [null, value], name: 'Ada' }))).toEqual({
      'list.1': [expect.any(String)],
    });
  });

  it('[W-3] blames everything at once, in maps and records too', () => {
    const schema = z.object({
      a: z.number(),
      m: z.map(z.string(), z.date()),
      r: z.record(z.string(), z.tuple([z.string(), z.number()])),
    });
    const row = { a: Infinity, m: new Map([['x', new Date(Number.NaN)]]), r: { y: ['ok', Number.NaN] } };
    expect(blamed(() => encode(schema, row))).toEqual({
      a: ['Infinity has no form in JSON.'],
      'm.x': ['Is no valid date.'],
      'r.y.1': ['NaN has no form in JSON.'],
    });
  });

  it('[W-3] refuses what has no end', () => {
    const ring: Record<string, unknown> = {};
    ring['ring'] = ring;
    expect(Object.values(Object(blamed(() => encode(undefined, ring))))).toEqual([['Is nested too deep.']]);
    expect(Object.values(Object(blamed(() => encode(z.unknown(), ring))))).toEqual([['Is nested too deep.']]);
  });

  it('[W-3] leaves out what is undefined, as JSON does', () => {
    expect(JSON.stringify(encode(z.object({ n: z.bigint().optional() }), { n: undefined }))).toBe('{}');
  });
});

describe('what is no wire form', () => {
  it.each([
    ['yesterday', z.date()],
    ['2024', z.date()],
    ['2024-02-29', z.date()],
    ['2023-02-29T00:00:00Z', z.date()],
    ['2024-01-01T25:00:00Z', z.date()],
    ['+999999-01-01T00:00:00Z', z.date()],
    ['', z.date()],
    [0, z.date()],
    [null, z.date()],
    [[text], z.date()],
    ['1.0', z.bigint()],
    ['0x10', z.bigint()],
    [' 1', z.bigint()],
    ['01', z.bigint()],
    ['-0', z.bigint()],
    ['', z.bigint()],
    [1, z.bigint()],
    ['9'.repeat(5000), z.bigint()],
    ['AP8', z.instanceof(Uint8Array)],
    ['AP8+Px==', z.instanceof(Uint8Array)],
    ['AP8 Pw==', z.instanceof(Uint8Array)],
    ['AP8-Pw==', z.instanceof(Uint8Array)],
    [[0, 255], z.instanceof(Uint8Array)],
    [{ a: text }, z.map(z.string(), z.date())],
    [[['a']], z.map(z.string(), z.date())],
    [
      [
        ['a', text],
        ['a', text],
      ],
      z.map(z.string(), z.date()),
    ],
    [['1', '1'], z.set(z.bigint())],
    [{ 0: '1' }, z.set(z.bigint())],
    ['5', z.literal(['5', 5n])],
  ] as const)('[W-4] leaves %j as it came', (json, schema) => {
    expect(decode(schema, json)).toBe(json);
  });

  it('[W-4] is blamed by the schema, field by field', () => {
    const schema = z.strictObject({
      at: z.date(),
      n: z.bigint(),
      m: z.map(z.string(), z.bigint()),
      name: z.string(),
    });
    const json = {
      at: 'never',
      n: 1,
      m: [
        ['a', '1'],
        ['b', 'x'],
      ],
      name: 5,
      more: 1,
    };
    expect(Object.keys(Object(blamed(() => parse(schema, json)))).sort()).toEqual([
      'at',
      'm.b',
      'more',
      'n',
      'name',
    ]);
    expect(parse(schema, { at: text, n: '1', m: [['a', '1']], name: 'Ada' })).toEqual({
      at: date,
      n: 1n,
      m: new Map([['a', 1n]]),
      name: 'Ada',
    });
  });

  it('[W-4] understands offsets', () => {
    expect(decode(z.date(), '2024-02-29T00:30:00+02:00')).toEqual(new Date('2024-02-28T22:30:00Z'));
  });

  it('[W-4] goes by the side of a pipe that the JSON stands for', () => {
    const schema = z.object({ at: z.iso.datetime().pipe(z.coerce.date()) });
    expect(decodeInput(schema, { at: text })).toEqual({ at: text });
    expect(decode(schema, { at: text })).toEqual({ at: date });
    expect(parse(schema, encode(schema, { at: date }))).toEqual({ at: date });
  });
});

describe('unions', () => {
  it('[W-6] a text stays a text where the union allows one', () => {
    expect(decode(z.union([z.date(), z.string()]), text)).toBe(text);
    expect(decode(z.union([z.object({ at: z.date() }), z.object({ at: z.string() })]), { at: text })).toEqual(
      { at: text },
    );
  });

  it('[W-6] refuses to send what would be read back as another member', () => {
    const schema = z.object({ value: z.union([z.bigint(), z.string()]) });
    expect(sent(schema, { value: 'five' })).toEqual({ value: 'five' });
    expect(blamed(() => encode(schema, { value: 5n }))).toEqual({
      value: [expect.stringContaining('discriminatedUnion')],
    });
  });

  it('[W-6] tells members apart by their literals, of unions without a discriminator too', () => {
    const schema = z.union([
      z.object({ kind: z.literal('a'), value: z.string() }),
      z.object({ kind: z.literal('b'), value: z.bigint() }),
      z.object({ kind: z.literal('c'), value: z.date() }),
    ]);
    for (const value of [
      { kind: 'a', value: '5' },
      { kind: 'b', value: 5n },
      { kind: 'c', value: date },
    ])
      expect(sent(schema, value)).toEqual(value);
    expect(decode(schema, { kind: 'd', value: text })).toEqual({ kind: 'd', value: text });
    expect(decode(schema, { value: '5' })).toEqual({ value: '5' });
    expect(encode(schema, { kind: 'd', value: 5n })).toEqual({ kind: 'd', value: '5' });
  });
});

describe('what the schema does not say', () => {
  class Point {
    constructor(readonly x: number) {}
  }

  it.each([
    ['a date', date, 'Date'],
    ['a bigint', 1n, 'bigint'],
    ['a map', new Map(), 'Map'],
    ['an object of a class', new Point(1), 'Point'],
  ] as const)('[W-7] refuses %s under an unknown field, with the remedy', (_, value, name) => {
    const schema = z.object({ payload: z.record(z.string(), z.unknown()) });
    const errors = blamed(() => encode(schema, { payload: { a: [value] } }));
    expect(errors).toEqual({ 'payload.a.0': [expect.stringMatching(`^Is a ${name}, .*z\\.codec`)] });
    expect(sent(schema, { payload: { a: [1, 'b', { c: null }] } })).toEqual({
      payload: { a: [1, 'b', { c: null }] },
    });
  });

  it('[W-8] encodes what no field is, and what has no schema, by what it is', () => {
    const schema = z.object({ name: z.string() });
    const values = {
      at: date,
      n: 5n,
      b: new Uint8Array([1]),
      m: new Map([['a', 1n]]),
      s: new Set([date]),
      p: new Point(1),
    };
    const json = { at: text, n: '5', b: 'AQ==', m: [['a', '1']], s: [text], p: { x: 1 } };
    expect(encode(schema, { name: 'Ada', ...values })).toEqual({ name: 'Ada', ...json });
    expect(encode(undefined, values)).toEqual(json);
    expect(encode(undefined, { self: { toJSON: () => ({ n: 1n }) } })).toEqual({ self: { n: '1' } });
  });

  it('[W-8] changes neither its input nor what the schema does not know', () => {
    const schema = z.object({ at: z.date() });
    const json = JSON.parse(`{"at":"${text}","__proto__":{"x":1},"more":"${text}"}`);
    const revived = decode(schema, json);
    expect(json.at).toBe(text);
    expect(revived).toMatchObject({ at: date, more: text });
    expect(Object.getPrototypeOf(revived)).toBe(Object.prototype);
    expect(Object.keys(revived)).toContain('__proto__');
    expect(decode(schema, 'no object')).toBe('no object');
    const row = Object.freeze({ at: date });
    expect(encode(schema, row)).toEqual({ at: text });
    expect(row.at).toBe(date);
  });

  it('[W-8] takes __proto__ for a name as any other', () => {
    const schema = z.record(z.string(), z.bigint());
    const json = JSON.parse('{"__proto__":"5","constructor":"6"}');
    const row = decode(schema, json);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(Object.entries(row)).toEqual([
      ['__proto__', 5n],
      ['constructor', 6n],
    ]);
    expect(JSON.stringify(encode(schema, row))).toBe(JSON.stringify(json));
  });
});
