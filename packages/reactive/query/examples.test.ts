import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DefinitionError } from '../errors';
import { decodeText } from './decode';
import { comparator, equalities, fieldsOf, matcher, parseQuery, type Where } from './index';
import { type Sample, sample, sampleFields } from './sample.fixture';

const parse = (where: Where<Sample>) => parseQuery(sampleFields, { where }).where;
const matches = (where: Where<Sample>, values: Partial<Sample>): boolean =>
  matcher(parse(where))(sample(values));

describe('what matches', () => {
  it('[Q-13] has the text where it was looked for', () => {
    const found = ['abc', 'ab', 'bc', 'b'].map((name) => [
      matches({ name: { contains: 'b' } }, { name }),
      matches({ name: { startsWith: 'b' } }, { name }),
      matches({ name: { endsWith: 'b' } }, { name }),
    ]);
    expect(found).toEqual([
      [true, false, false],
      [true, false, true],
      [true, true, false],
      [true, true, true],
    ]);
  });

  it('[Q-12] is unknown only where null was asked for', () => {
    expect(matches({ nickname: { in: ['x'] } }, { nickname: null })).toBe(false);
    expect(matches({ nickname: { in: ['x', null] } }, { nickname: null })).toBe(true);
    const without = { id: 'a' } as Sample;
    expect(matcher(parse({ nickname: { in: ['x'] } }))(without)).toBe(false);
    expect(matcher(parse({ nickname: { in: ['x', null] } }))(without)).toBe(true);
  });
});

describe('the order of texts', () => {
  it('[Q-14] is that of code points around the surrogates', () => {
    const names = ['a', '\u{b800}', '\u{d7a3}', '\u{e000}', '\u{ff5e}', '\u{10000}', '\u{10ffff}'];
    const compare = comparator([{ field: 'name', direction: 'asc' }]);
    const orders = names.map((x) => names.map((y) => Math.sign(compare({ name: x }, { name: y }))));
    expect(orders).toEqual(names.map((_, x) => names.map((__, y) => Math.sign(x - y))));
  });
});

describe('what a field is', () => {
  it('[Q-2] is what the schema and its override say, and no more', () => {
    const fields = fieldsOf(z.object({}), { rank: { kind: 'number' } });
    expect(fields.get('rank')).toMatchObject({ kind: 'number', nullable: false, integer: false });
    expect(() => fieldsOf(undefined)).toThrow(/Zod object schema/);
    expect(() => fieldsOf(z.object({}), { rank: { sortable: false } })).toThrow(DefinitionError);
    expect(() => fieldsOf(z.object({}), { rank: { sortable: false } })).toThrow(/"rank"/);
  });

  it('[Q-22] reads an instant and a number as a whole, and nothing around them', () => {
    const date = sampleFields.get('createdAt');
    const number = sampleFields.get('score');
    if (date === undefined || number === undefined) throw new Error('two fields');
    const text = '2024-01-01T00:00:00Z';
    expect(decodeText(text, date)).toEqual(new Date(text));
    for (const wrong of [`+00${text}`, ` ${text}`, `${text}Z`, `${text} `, '2024-01-01'])
      expect([wrong, decodeText(wrong, date)]).toEqual([wrong, undefined]);
    expect(decodeText('1e10', number)).toBe(1e10);
    expect(decodeText('1e', number)).toBeUndefined();
  });

  it('[Q-16] is bound to the fewest values that every matching row has', () => {
    const where = {
      AND: [{ age: { in: [1, 2, 3] } }, { age: { in: [1, 2] } }, { age: { in: [1, 2, 3, 4] } }],
    };
    expect([...equalities(parse(where))]).toEqual([['age', [1, 2]]]);
    expect([...equalities(parse({ OR: [{ age: 1 }, { age: 2 }] }))]).toEqual([]);
  });
});
