import type { Field, Fields } from './fields';
import { isPlainObject } from './parse-where';

const instant = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,3})?Z$/;
const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** An instant in UTC, as `toISOString` writes it; the milliseconds may be left out. No other form, no 30th of February. */
function decodeDate(text: string): Date | undefined {
  const [, seconds] = instant.exec(text) ?? [];
  const date = new Date(text);
  if (seconds === undefined || Number.isNaN(date.getTime())) return undefined;
  return date.toISOString().startsWith(seconds) ? date : undefined;
}

/** The value that a text stands for in a field of this kind, `undefined` when it stands for none. */
export function decodeText(text: string, { kind }: Field): string | number | boolean | Date | undefined {
  switch (kind) {
    case 'string':
      return text;
    case 'number':
      return decimal.test(text) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' || (text === 'false' ? false : undefined);
    case 'date':
      return decodeDate(text);
  }
}

/** JSON has no dates; what is no date is left as it is, for the parser to refuse. */
function decodeDates(value: unknown): unknown {
  if (typeof value === 'string') return decodeDate(value) ?? value;
  if (Array.isArray(value))
    return value.map((element) => (Array.isArray(element) ? element : decodeDates(element)));
  return value;
}

function mapValues(record: object, map: (value: unknown, key: string) => unknown): object {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

/**
 * Turns the texts that stand for dates in a `where` that came as JSON into dates. Looks as deep as a legal filter
 * goes; all else is left for the parser to refuse.
 */
export function decodeWhere(where: unknown, fields: Fields, depth: number): unknown {
  if (!isPlainObject(where)) return where;
  const inside = (nested: unknown): unknown => (depth > 0 ? decodeWhere(nested, fields, depth - 1) : nested);
  return mapValues(where, (value, name) => {
    if (name === 'NOT') return inside(value);
    if (name === 'AND' || name === 'OR') return Array.isArray(value) ? value.map(inside) : value;
    if (fields.get(name)?.kind !== 'date') return value;
    return isPlainObject(value) ? mapValues(value, decodeDates) : decodeDates(value);
  });
}
