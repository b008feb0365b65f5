import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ValidationError } from '../errors';
import { arbitraryQuery } from '../testing/arbitrary';
import { fieldsOf, type ListSpecs, parseQuery } from './index';
import { encodeCursor } from './page';
import { refusalOf, type Sample, sampleFields } from './sample.fixture';
import { fromSearchParams, toSearchParams } from './url';

const read = (url: string) => fromSearchParams<Sample>(new URLSearchParams(url), sampleFields);
const write = (specs: ListSpecs<Sample>) => toSearchParams(specs).toString();

const refused = (url: string): string[] => Object.keys(refusalOf(() => read(url)));

/** The specs that are read, or the field errors; anything else that is thrown passes through. */
function outcomeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch {
    return refusalOf(run);
  }
}

const where = (filter: unknown): string => `where=${encodeURIComponent(JSON.stringify(filter))}`;

describe('the URL form', () => {
  it('[Q-20] is short where it can be', () => {
    expect(write({})).toBe('');
    expect(write({ where: undefined, orderBy: undefined, limit: undefined, next: null })).toBe('');
    expect(write({ where: { role: 'admin', age: 7, active: false }, limit: 50, next: 'abc' })).toBe(
      'role=admin&age=7&active=false&limit=50&next=abc',
    );
    expect(
      decodeURIComponent(
        write({ where: { name: { contains: 'a' }, role: 'admin' }, orderBy: { name: 'asc' } }),
      ),
    ).toBe('role=admin&where={"name":{"contains":"a"}}&orderBy={"name":"asc"}');
    expect(decodeURIComponent(write({ where: { name: '', nickname: null } }))).toBe(
      'where={"name":"","nickname":null}',
    );
    expect(decodeURIComponent(write({ where: { createdAt: new Date(0) } }))).toBe(
      'createdAt=1970-01-01T00:00:00.000Z',
    );
    const params = toSearchParams<{ limit: number; next: string }>({ where: { limit: 3, next: 'x' } });
    expect(decodeURIComponent(params.toString())).toBe('where={"limit":3,"next":"x"}');
  });

  it('[Q-20] brings exactly the same query back', () => {
    fc.assert(
      fc.property(arbitraryQuery<Sample>(fc, sampleFields), (specs) => {
        expect(read(write(specs))).toEqual(specs);
      }),
      { numRuns: 1000 },
    );
    expect(read(write({ where: {} }))).toEqual({ where: {} });
    expect(fromSearchParams(toSearchParams({ limit: 5 }), sampleFields)).toEqual({ limit: 5 });
    const next = encodeCursor(parseQuery(sampleFields, {}), { id: 'a' });
    expect(read(write({ next }))).toEqual({ next });
  });

  it('[Q-20] is not made of a query that would lose something on the way', () => {
    // @ts-expect-error -- undefined is no value, and JSON would drop it
    expect(() => write({ where: { role: undefined } })).toThrow(ValidationError);
    expect(() => write({ where: { age: Number.NaN } })).toThrow(ValidationError);
    expect(() => write({ where: { age: { in: [] } } })).toThrow(ValidationError);
    expect(() => write({ limit: 0 })).toThrow(ValidationError);
    // @ts-expect-error -- there is no such field
    expect(() => toSearchParams<Sample>({ where: { nome: 'a' } }, sampleFields)).toThrow(ValidationError);
  });

  it('[Q-20] keeps fields apart that are called as its parameters are', () => {
    const names = ['where', 'orderBy', 'limit', 'next'];
    const fields = fieldsOf(z.object(Object.fromEntries(names.map((name) => [name, z.string()]))));
    const specs = { where: Object.fromEntries(names.map((name) => [name, 'x'])), limit: 5 };
    expect(fromSearchParams(toSearchParams(specs, fields), fields)).toEqual(specs);
  });

  it('[Q-22] decodes by the kind of the field', () => {
    expect(read('name=5&age=5&active=true&createdAt=2024-02-29T10:00:00Z')).toEqual({
      where: { name: '5', age: 5, active: true, createdAt: new Date('2024-02-29T10:00:00Z') },
    });
    expect(read('name=null&score=-1.5e3&verified=false')).toEqual({
      where: { name: 'null', score: -1500, verified: false },
    });
    expect(
      read(where({ createdAt: { gte: '2024-01-01T00:00:00.5Z', not: '2024-01-01T00:00:00Z' } })),
    ).toEqual({
      where: {
        createdAt: { gte: new Date('2024-01-01T00:00:00.500Z'), not: new Date('2024-01-01T00:00:00Z') },
      },
    });
    const first = '2024-01-01T00:00:00.000Z';
    expect(
      read(
        where({
          OR: [{ seenAt: { in: [first, null] } }, { NOT: { AND: [{ seenAt: first }] } }],
          name: first,
        }),
      ),
    ).toEqual({
      where: {
        OR: [{ seenAt: { in: [new Date(first), null] } }, { NOT: { AND: [{ seenAt: new Date(first) }] } }],
        name: first,
      },
    });
    expect(read(`role=admin&${where({ age: { gt: 1 } })}`)).toEqual({
      where: { role: 'admin', age: { gt: 1 } },
    });
  });

  it('[Q-21] refuses unknown, repeated and empty parameters', () => {
    for (const [url, names] of [
      ['foo=1', ['foo']],
      ['tags=a', ['tags']],
      ['__proto__=x', ['__proto__']],
      ['constructor=x', ['constructor']],
      ['AND=x', ['AND']],
      ['role=user&role=admin', ['role']],
      ['limit=1&limit=2', ['limit']],
      ['where={}&where={}', ['where']],
      ['role=', ['role']],
      ['name=', ['name']],
      ['limit=', ['limit']],
      ['next=', ['next']],
      ['where=', ['where']],
      ['orderBy=', ['orderBy']],
      ['=x', ['']],
      [`name=a&${where({ name: 'b' })}`, ['name']],
      ['role[]=user', ['role[]']],
      ['foo=1&limit=x&role=', ['foo', 'limit', 'role']],
    ] as const) {
      expect(refused(url)).toEqual(names);
    }
  });

  it('[Q-8] says of each parameter what is wrong with it', () => {
    const url = `foo=1&limit=x&role=&name=a&name=b&orderBy={&age=1&${where({ age: 2 })}`;
    expect(refusalOf(() => read(url))).toEqual({
      foo: ['Unknown parameter'],
      limit: ['Expected a whole number'],
      role: ['Expected a value'],
      name: ['Given more than once'],
      orderBy: ['Expected JSON'],
      age: ['Given more than once'],
    });
  });

  it('[Q-21] reads JSON up to what servers take as a URL', () => {
    const padded = (length: number): string => `where=${'{}'.padEnd(length)}`;
    expect(read(padded(65_536))).toEqual({ where: {} });
    expect(refused(padded(65_537))).toEqual(['where']);
  });

  it('[Q-21] refuses texts that stand for no value of the field', () => {
    for (const parameter of [
      ...[
        '0',
        '-1',
        '101',
        '1e3',
        '0x10',
        '1.0',
        '+5',
        ' 5',
        '5 ',
        '05',
        '1_0',
        'NaN',
        'Infinity',
        '٣',
        '99999999999',
      ].map((text) => `limit=${text.replace('+', '%2B')}`),
      ...['0x10', '1.', '.5', '1,5', '01', 'NaN', 'Infinity', '1e999', '1.5', '٣', 'true', ' 1'].map(
        (text) => `age=${text}`,
      ),
      ...['TRUE', '1', '0', 'yes', 'null'].map((text) => `active=${text}`),
      ...['root', 'Admin', 'null'].map((text) => `role=${text}`),
      ...[
        '2024-01-01',
        '2024-02-30T00:00:00Z',
        '2024-13-01T00:00:00Z',
        '2024-01-01T00:00:00',
        '2024-01-01T00:00:00%2B02:00',
        '0',
        'now',
        '2024-01-01T24:00:00Z',
      ].map((text) => `createdAt=${text}`),
      'name=a%00b',
      `name=${'x'.repeat(1001)}`,
    ]) {
      expect(refused(parameter)).toEqual([parameter.split('=')[0]]);
    }
  });

  it('[Q-21] goes by the limits that it is given', () => {
    const options = { limits: { maxTextLength: 3, maxDepth: 1 } };
    const narrow = (url: string) => () => fromSearchParams(new URLSearchParams(url), sampleFields, options);
    expect(refusalOf(narrow('name=abcd'))).toEqual({ name: ['At most 3 characters'] });
    expect(narrow('name=abc')()).toEqual({ where: { name: 'abc' } });
    expect(Object.keys(refusalOf(narrow(where({ NOT: { NOT: { age: 1 } } }))))).toEqual(['where.NOT.NOT']);
  });

  it('[Q-21] refuses JSON that is none, or no filter', () => {
    for (const text of [
      '{',
      'role',
      '{"name":}',
      "{'name':'a'}",
      'undefined',
      `{"name":"${'x'.repeat(70_000)}"}`,
    ]) {
      expect(refused(`where=${text}`)).toEqual(['where']);
      expect(refused(`orderBy=${text}`)).toEqual(['orderBy']);
    }
    for (const text of ['null', '[]', '7', '"a"', '[{"name":"a"}]'])
      expect(refused(`where=${text}`)).toEqual(['where']);
    expect(refused(`role=admin&where=[]`)).toEqual(['where']);
    expect(refused(where({ name: { like: 'a' } }))).toEqual(['where.name.like']);
    expect(refused(where({ createdAt: { gte: 'soon' } }))).toEqual(['where.createdAt.gte']);
    expect(refused(where({ createdAt: { in: [['2024-01-01T00:00:00Z']] } }))).toEqual(['where.createdAt.in']);
    expect(refused(where({ createdAt: '2024-01-01' }))).toEqual(['where.createdAt']);
    expect(refused('where={"__proto__":{"name":"a"}}')).toEqual(['where.__proto__']);
    expect(refused('where={"NOT":{"__proto__":"a"}}')).toEqual(['where.NOT.__proto__']);
    expect(refused('orderBy=[]')).toEqual(['orderBy']);
    expect(refused('orderBy={"name":"up"}')).toEqual(['orderBy.name']);
  });

  it('[Q-7] survives JSON that is nested absurdly', () => {
    const nested = (open: string, close: string, levels: number) =>
      open.repeat(levels) + '{"age":1}' + close.repeat(levels);
    expect(refused(`where=${nested('{"NOT":', '}', 2_000)}`)).toHaveLength(1);
    expect(refused(`where=${nested('{"AND":[', ']}', 2_000)}`)).toHaveLength(1);
    expect(refused(`where=${nested('{"NOT":', '}', 8_000)}`)).toHaveLength(1);
    expect(refused(`where=${'['.repeat(60_000)}`)).toEqual(['where']);
    expect(refused(`orderBy=${'['.repeat(30_000)}${']'.repeat(30_000)}`)).toHaveLength(1);
  });

  it('[Q-21] never fails otherwise, whatever the URL', () => {
    const names = fc.oneof(
      fc.constantFrom('where', 'orderBy', 'limit', 'next', ...sampleFields.keys()),
      fc.string(),
    );
    const json = fc.jsonValue().map((value) => JSON.stringify(value));
    const texts = fc.oneof(fc.string({ unit: 'binary' }), json);
    fc.assert(
      fc.property(fc.array(fc.tuple(names, texts), { maxLength: 4 }), (pairs) => {
        const params = new URLSearchParams(pairs);
        const read = () => fromSearchParams(params, sampleFields);
        expect(outcomeOf(read)).toBeTypeOf('object');
      }),
      { numRuns: 1000 },
    );
  });
});
