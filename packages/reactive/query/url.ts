import { fieldErrorsOf, type SchemaIssue, ValidationError } from '../errors';
import { defaultLimits, type QueryLimits, type QueryOptions } from './ast';
import { decodeText, decodeWhere } from './decode';
import type { Fields } from './fields';
import { refuseOperand } from './operand';
import { parseQuery } from './parse';
import { isPlainObject } from './parse-where';
import type { ListSpecs } from './types';

const reserved: ReadonlySet<string> = new Set(['where', 'orderBy', 'limit', 'next']);

/** Longer than what servers take as a URL. */
const maxJsonLength = 65_536;

/** The text of a condition that is a bare value; what has no unambiguous text (null, '') travels as JSON. */
function shorthandOf(name: string, value: unknown): string | undefined {
  if (reserved.has(name) || value === '') return undefined;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? `${value}`
    : undefined;
}

/**
 * The URL form of a query: `role=admin` for a field that must equal a value, `where` and `orderBy` in JSON for the
 * rest, `limit`, `next`. {@link fromSearchParams} reads exactly the same query back.
 *
 * @throws ValidationError when the query is refused anyway, so that nothing is lost on the way (`undefined`, NaN)
 * @example
 * fetch(`/api/users?${toSearchParams({ where: { role: 'admin' }, limit: 50 })}`);
 */
export function toSearchParams<T>(
  specs: ListSpecs<T>,
  fields?: Fields,
  options?: QueryOptions,
): URLSearchParams {
  const { next, ...query } = specs;
  parseQuery(fields, query, options);
  const params = new URLSearchParams();
  const { where, orderBy, limit } = query;
  if (where !== undefined) {
    const entries = Object.entries(where).map(([name, value]) => ({
      name,
      value,
      text: shorthandOf(name, value),
    }));
    const rest = entries.filter(({ text }) => text === undefined).map(({ name, value }) => [name, value]);
    for (const { name, text } of entries) if (text !== undefined) params.append(name, text);
    if (rest.length || entries.length === 0) params.append('where', JSON.stringify(Object.fromEntries(rest)));
  }
  if (orderBy !== undefined) params.append('orderBy', JSON.stringify(orderBy));
  if (limit !== undefined) params.append('limit', String(limit));
  if (next !== undefined && next !== null) params.append('next', next);
  return params;
}

function parseJson(text: string): unknown {
  if (text.length > maxJsonLength) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What has been read of a URL so far. */
interface Reading {
  readonly fields: Fields;
  readonly limits: QueryLimits;
  readonly specs: { where?: unknown; orderBy?: unknown; limit?: unknown; next?: unknown };
  readonly equal: Map<string, unknown>;
}

/** Reads one parameter; the result says what is wrong with it. */
function readParameter(
  name: string,
  text: string,
  { fields, limits, specs, equal }: Reading,
): string | undefined {
  if (text === '') return 'Expected a value';
  switch (name) {
    case 'where':
    case 'orderBy':
      specs[name] = parseJson(text);
      return specs[name] === undefined ? 'Expected JSON' : undefined;
    case 'limit':
      specs.limit = Number(text);
      return /^[1-9]\d{0,8}$/.test(text) ? undefined : 'Expected a whole number';
    case 'next':
      specs.next = text;
      return undefined;
  }
  const field = fields.get(name);
  if (!field) return 'Unknown parameter';
  const value = decodeText(text, field);
  equal.set(name, value);
  // An undecodable text is refused as what it is: a text where a number or a date is expected.
  return refuseOperand(value ?? text, field, limits);
}

/** `role=admin` and `where={…}` together are one filter; a field in both is given twice. */
function joinWhere({ fields, limits, specs, equal }: Reading): string[] {
  const where = 'where' in specs ? decodeWhere(specs.where, fields, limits.maxDepth) : {};
  if (!isPlainObject(where)) return [];
  if ('where' in specs || equal.size) specs.where = { ...where, ...Object.fromEntries(equal) };
  return [...equal.keys()].filter((name) => Object.hasOwn(where, name));
}

/**
 * Reads the URL form of a query. Dates, numbers and booleans are decoded by the kind of their field.
 *
 * @throws ValidationError with a message per parameter: unknown, repeated, empty or wrong ones are refused
 * @example
 * const specs = fromSearchParams(new URL(request.url).searchParams, fields);
 * const page = await provider.list(specs);
 */
export function fromSearchParams<T>(
  params: URLSearchParams,
  fields: Fields,
  options: QueryOptions = {},
): ListSpecs<T> {
  const limits = { ...defaultLimits, ...options.limits };
  const reading: Reading = { fields, limits, specs: {}, equal: new Map() };
  const issues: SchemaIssue[] = [];
  const seen = new Set<string>();
  for (const [name, text] of params) {
    const message = seen.has(name) ? 'Given more than once' : readParameter(name, text, reading);
    seen.add(name);
    if (message) issues.push({ path: [name], message });
  }
  for (const name of joinWhere(reading)) issues.push({ path: [name], message: 'Given more than once' });
  if (issues.length) throw new ValidationError(undefined, { errors: fieldErrorsOf(issues) });
  parseQuery(fields, reading.specs, options);
  return reading.specs as ListSpecs<T>; // `fields` are those of T, and the parser found nothing else
}
