import { userSchema } from '@myapp/core/entities/user';
import fc from 'fast-check';
import { fieldsOf, matcher, parseQuery } from 'reactive/query';
import { describe, expect, it } from 'vitest';
import {
  isFiltered,
  PAGE_SIZES,
  readAddress,
  SORTABLE,
  specsOf,
  withoutFilters,
  writeAddress,
} from './list-address';
import { whereText } from './text-search';

const fields = fieldsOf(userSchema);

const address = fc
  .record({
    text: fc.string(),
    role: fc.constantFrom('user' as const, 'admin' as const, undefined),
    status: fc.constantFrom('active' as const, 'inactive' as const, undefined),
    sort: fc.constantFrom(...SORTABLE),
    direction: fc.constantFrom('asc' as const, 'desc' as const),
    size: fc.constantFrom(...PAGE_SIZES),
    page: fc.integer({ min: 2, max: 9999 }),
    after: fc.option(fc.stringMatching(/^[\w-]{1,40}$/), { nil: undefined }),
  })
  .map((each) => ({ ...each, page: each.after === undefined ? 1 : each.page }));

describe('the address of a list', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(address, (each) => {
        expect(readAddress(writeAddress(each))).toEqual(each);
      }),
    );
  });

  it('says nothing where everything is as by default', () => {
    expect(writeAddress(readAddress(''))).toBe('');
  });

  it('opens whatever it says: what makes no sense counts as not given', () => {
    const nonsense = '?q=&role=owner&status=&sort=-age&size=7&page=-3&after=&next=1&role=admin';
    expect(readAddress(nonsense)).toEqual(readAddress(''));
    expect(readAddress('?page=4').page).toBe(1);
  });

  it('loses its filters and its page, not its order', () => {
    const filtered = readAddress('?q=ada&role=admin&sort=-email&size=50&page=3&after=x');
    expect(isFiltered(filtered)).toBe(true);
    expect(writeAddress(withoutFilters(filtered))).toBe('?sort=-email&size=50');
    expect(isFiltered(withoutFilters(filtered))).toBe(false);
    expect(isFiltered(readAddress('?q=++'))).toBe(false);
  });

  it('always asks for something that the server takes', () => {
    fc.assert(
      fc.property(address, (each) => {
        const { next: _, ...specs } = specsOf(each);
        parseQuery(fields, specs);
      }),
    );
  });
});

describe('searching', () => {
  const finds = (text: string, name: string, email = 'x@example.org'): boolean =>
    matcher(parseQuery(fields, { where: whereText(text) }).where)({ name, email });

  it('finds every word in the name or the address, in the usual spellings', () => {
    expect(finds('ada', 'Ada Lovelace')).toBe(true);
    expect(finds('LOVE', 'Ada Lovelace')).toBe(true);
    expect(finds('lace ada', 'Ada Lovelace')).toBe(true);
    expect(finds('ada EXAMPLE', 'Ada Lovelace')).toBe(true);
    expect(finds('ada byron', 'Ada Lovelace')).toBe(false);
    expect(finds('zoë', 'Zoë O’Neil')).toBe(true);
  });

  it('takes signs of patterns literally', () => {
    expect(finds('%', 'Ada')).toBe(false);
    expect(finds('100%', '100% Ada')).toBe(true);
  });

  it('has no condition for nothing', () => {
    expect(whereText(' \u0000 ')).toEqual({});
  });
});
