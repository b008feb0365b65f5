import { describe, expect, it } from 'vitest';
import { emailAddress, storedText } from './text';

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
