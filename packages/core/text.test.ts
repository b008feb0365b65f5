import { describe, expect, it } from 'vitest';
import { emailAddress, shownText, storedText } from './text';

describe('storedText', () => {
  const text = storedText({ min: 2, max: 5 });

  it.each([' a ', 'ñandú', '日本', '😀😀😀😀😀', 'a\nb', 'a\ufeff', '  '])(
    'keeps %j exactly as given',
    (value) => {
      expect(text.parse(value)).toBe(value);
    },
  );

  it.each(['a\u0000b', '\ud83d a', 'a\ude00', '\ufeffa'])('refuses %j, which no store can keep', (value) => {
    expect(text.safeParse(value).error?.issues[0]?.message).toMatch(/NUL or lone surrogates/);
  });

  it('refuses what is too short or too long', () => {
    expect(text.safeParse('a').error?.issues[0]?.message).toBe('Must have at least 2 characters');
    expect(text.safeParse('abcdef').error?.issues[0]?.message).toBe('Must have at most 5 characters');
  });
});

describe('shownText', () => {
  const name = shownText({ min: 2, max: 20 });

  it.each([' a ', 'ñandú', '日本', '😀😀', '👩‍👩‍👧', 'a\u200b', '--', '\u0301a'])(
    'keeps %j exactly as given',
    (value) => {
      expect(name.parse(value)).toBe(value);
    },
  );

  it.each([
    '  ',
    '\t\n',
    '\u00a0\u3000',
    '\u200b\u200d',
    '\u202e\u2066',
    '\u0001\u001f',
    '\u3164\u115f',
    '\u2800\u2800',
    '\ufe0f\ufe0f',
    '\u2060 ',
  ])('refuses %j, of which nothing is to be seen', (value) => {
    expect(name.safeParse(value).error?.issues.at(-1)?.message).toBe(
      'Must have a character that can be seen',
    );
  });
});

it('shownText says of an empty text only that it is too short', () => {
  const { error } = shownText({ min: 2, max: 20 }).safeParse('');
  expect(error?.issues.map(({ message }) => message)).toEqual(['Must have at least 2 characters']);
});

describe('emailAddress', () => {
  it('puts an address in lower case', () => {
    expect(emailAddress().parse('Ada@Example.ORG')).toBe('ada@example.org');
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.org',
    'ada @example.org',
    ' ada@example.org',
    'ada\u0000@example.org',
  ])('refuses %j', (value) => {
    expect(emailAddress().safeParse(value).success).toBe(false);
  });

  it('takes 254 characters and no more', () => {
    const domain = `@${'d'.repeat(60)}.org`;
    const longest = 'a'.repeat(254 - domain.length) + domain;
    expect(emailAddress().safeParse(longest).success).toBe(true);
    expect(emailAddress().safeParse(`a${longest}`).success).toBe(false);
  });
});
