import { z } from 'zod';

/** How long a text may be, in code points (what Zod and PostgreSQL count: `😀` is one). */
export interface TextLimits {
  min: number;
  max: number;
}

// PostgreSQL cannot hold NUL in a text, UTF-8 cannot hold half of a surrogate pair, and decoders of UTF-8 (that of the
// embedded database among them) drop a byte order mark with which a text begins.
const STORABLE = /^(?!\ufeff)[^\u0000\p{Surrogate}]*$/u;

/**
 * A text that every store gives back exactly as it was given: it is never trimmed or normalised, and what
 * could not be kept (NUL, lone surrogates, a byte order mark in front) is refused.
 *
 * @example
 * const title = storedText({ min: 1, max: 80 });
 * title.parse(' Ada '); // ' Ada '
 * title.safeParse('a\u0000b').success; // false
 */
export function storedText({ min, max }: TextLimits) {
  return z
    .string()
    .min(min, `Must have at least ${min} characters`)
    .max(max, `Must have at most ${max} characters`)
    .regex(STORABLE, 'Must not contain NUL or lone surrogates, nor begin with a byte order mark');
}

/**
 * An e-mail address in lower case, at most 254 characters: two spellings of one address are one address.
 *
 * @example
 * emailAddress().parse('Ada@Example.org'); // 'ada@example.org'
 */
export function emailAddress() {
  return z.email('Must be an e-mail address').max(254, 'Must have at most 254 characters').toLowerCase();
}
