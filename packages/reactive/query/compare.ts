import type { Order } from './ast';

/** Moves surrogates above U+E000–U+FFFF, where the code points they stand for belong. */
function codePointRank(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/**
 * Orders two texts by code point, as PostgreSQL's `COLLATE "C"` does. JavaScript's `<` goes by UTF-16 unit, which
 * puts 😀 before U+FF5E.
 *
 * @example
 * ['b', 'a'].sort(compareText); // ['a', 'b']
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? codePointRank(x) - codePointRank(y) : x - y;
  }
  return a.length - b.length;
}

/** Units past the surrogates, and these: those of which comparing by unit is not comparing by code point. */
const PAST_SURROGATES = /[\ud800-\uffff]/;

/**
 * A text that JavaScript's `<` orders by code point among others of its kind: mostly the text itself.
 *
 * @example
 * codePointOrder('\u{1f600}') < codePointOrder('\uff5e'); // false, as the code points say
 */
export function codePointOrder(text: string): string {
  if (!PAST_SURROGATES.test(text)) return text;
  return text.replace(/[\ud800-\uffff]/g, (unit) => String.fromCharCode(codePointRank(unit.charCodeAt(0))));
}

/** What is neither text, number nor date, or is of another kind, is ordered by this; what is no scalar counts as null. */
function rankOf(value: unknown): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return 3;
  if (typeof value === 'number') return Number.isNaN(value) ? 5 : 2;
  return value instanceof Date && !Number.isNaN(value.getTime()) ? 4 : 5;
}

/**
 * The total order of values: booleans false before true, numbers, texts by code point, dates by time, and null
 * (also `undefined`) after everything.
 *
 * @example
 * compareValues(null, 7); // positive: null comes last
 */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  const areDates = a instanceof Date && b instanceof Date;
  const x = areDates ? a.getTime() : a;
  const y = areDates ? b.getTime() : b;
  if (typeof x === 'number' && typeof y === 'number') {
    if (x < y) return -1;
    if (x > y) return 1;
    if (x === y) return 0;
  }
  return rankOf(a) - rankOf(b);
}

/** Rows are plain objects and items alike; a name comes from a checked query, never straight from a caller. */
export function readField(row: object, field: string): unknown {
  return (row as Readonly<Record<string, unknown>>)[field];
}

/**
 * Compiles an order to a function for `sort`. Null comes last in `asc` and first in `desc`.
 *
 * @example
 * rows.sort(comparator(query.orderBy));
 */
export function comparator(orderBy: readonly Order[]): (a: object, b: object) => number {
  const steps = orderBy.map(({ field, direction }) => ({ field, sign: direction === 'asc' ? 1 : -1 }));
  return (a, b) => {
    for (const { field, sign } of steps) {
      const order = compareValues(readField(a, field), readField(b, field));
      if (order !== 0) return order * sign;
    }
    return 0;
  };
}
