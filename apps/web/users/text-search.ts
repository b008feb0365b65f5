import type { IUser } from '@myapp/core/entities/user';
import type { Where } from 'reactive/query';

/** More words than this narrow nothing down any further, and a query has limits. */
const MAX_WORDS = 6;
const MAX_WORD = 100;

// What no stored text can hold can't be found in one either.
const UNSTORABLE = /[\u0000\p{Surrogate}\ufeff]/gu;

const capitalised = (word: string): string => {
  const [first = '', ...rest] = word;
  return first.toUpperCase() + rest.join('').toLowerCase();
};

const spellings = (word: string): string[] => [
  ...new Set([word, word.toLowerCase(), capitalised(word), word.toUpperCase()]),
];

const whereWord = (word: string, hasEmail: boolean): Where<IUser> => ({
  OR: [
    ...spellings(word).map((spelling) => ({ name: { contains: spelling } })),
    ...(hasEmail ? [{ email: { contains: word.toLowerCase() } }] : []),
  ],
});

/**
 * The filter for what a person types into a search box: every word has to be in the name, or in the e-mail address
 * where that is among the fields that may be looked at. The query language compares letters exactly; names are mostly capitalised, so the usual spellings of a word are tried.
 *
 * @example
 * whereText('ada love'); // finds Ada Lovelace, and adalove@example.org
 */
export function whereText(text: string, fields: ReadonlySet<string> = new Set(['email'])): Where<IUser> {
  const words = text.replaceAll(UNSTORABLE, ' ').split(/\s+/).filter(Boolean);
  if (words.length === 0) return {};
  return {
    AND: words
      .slice(0, MAX_WORDS)
      .map((word) => whereWord(Array.from(word).slice(0, MAX_WORD).join(''), fields.has('email'))),
  };
}
