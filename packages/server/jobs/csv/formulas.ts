/** What a program for tables takes for the beginning of a formula, as it is typed on any keyboard. */
const FORMULA = '[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20]';

/**
 * After what a program sees a cell begin within a value: because it separates by semicolons, as those of many languages
 * do, or by tabs, or knows no quotes.
 */
const INNER_START = '([;,\\t\\r\\n][ "]*)';

const INNER_FORMULA = new RegExp(`${INNER_START}(?=${FORMULA})`, 'g');
const INNER_TEXT = new RegExp(`${INNER_START}'(?=${FORMULA})`, 'g');

const STARTS_AS_FORMULA = new RegExp(`^(?:[\\t\\r]|${FORMULA})`);
const STARTS_AS_TEXT = new RegExp(`^'(?=[\\t\\r]|${FORMULA})`);

/**
 * Puts an apostrophe before what a program for tables would run as a formula: at the beginning of a value, and within
 * it where another program would see a cell begin.
 *
 * @example
 * asText('=1+1'); // "'=1+1"
 * asText('Ada;=1'); // "Ada;'=1"
 */
export const asText = (value: string): string =>
  (STARTS_AS_FORMULA.test(value) ? "'" : '') + value.replace(INNER_FORMULA, "$1'");

/**
 * The value behind {@link asText}. As in such programs, an apostrophe before a formula is no part of a value.
 *
 * @example
 * fromText("'=1+1"); // '=1+1'
 */
export const fromText = (text: string): string => text.replace(STARTS_AS_TEXT, '').replace(INNER_TEXT, '$1');
