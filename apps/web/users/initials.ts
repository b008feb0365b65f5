/** By what a reader takes for one sign: `é` may be two characters, an emoji is two and more. */
const signs = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const lettersOf = (word: string): string[] =>
  Array.from(signs.segment(word), ({ segment }) => segment).filter((sign) => /^[\p{L}\p{N}]/u.test(sign));

/**
 * What stands for a name in its picture: the first letter of its first two words, or the first two of its only one.
 * Signs that are neither letters nor digits are left out; of a name of nothing else, nothing is left.
 *
 * @example
 * initialsOf('Ada King Lovelace'); // 'AK'
 * initialsOf('🦊 Fox'); // 'FO'
 */
export const initialsOf = (name: string): string => {
  const words = name
    .split(/\s+/)
    .map(lettersOf)
    .filter(({ length }) => length > 0);
  const [first = [], second] = words;
  const initials = second === undefined ? first.slice(0, 2) : [first[0], second[0]];
  return initials.join('').toUpperCase();
};
