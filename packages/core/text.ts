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

// Not of spaces, controls and what is drawn as nothing alone; U+2800 is the braille pattern without dots. Of an empty
// text it is said already that it is too short.
const SHOWN = /^$|[^\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * A text by which people know something: as {@link storedText}, and with something to see in it. What is called nothing
 * can be neither read nor clicked.
 *
 * @example
 * const name = shownText({ min: 2, max: 200 });
 * name.parse(' Ada '); // ' Ada '
 * name.safeParse('   ').success; // false
 */
export function shownText(limits: TextLimits) {
  return storedText(limits).regex(SHOWN, 'Must have a character that can be seen');
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
