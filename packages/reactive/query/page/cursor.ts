import { ValidationError } from '../../errors';
import type { Query, Scalar } from '../ast';
import { readField } from '../compare';
import type { Fields } from '../fields';
import { kindOf } from '../operand';
import { digestOf, digestOfQuery, encodeScalar } from './digest';

const maxLength = 8192;

/** What cursors are bound to besides filter and order. */
export interface CursorOptions {
  /** The fields that order values must be of. */
  readonly fields?: Fields | undefined;
  /** Something else that the pages belong to, such as an account. A binding, not a signature. */
  readonly key?: string | undefined;
}

type Ordered = Pick<Query, 'where' | 'orderBy'>;

function toBase64Url(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): string {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder('utf-8', { fatal: true }).decode(
    Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
  );
}

function scalarOf(value: unknown): Scalar {
  return kindOf(value) ? (value as Scalar) : null; // null, absent, or nothing that can be ordered
}

/**
 * The cursor of the page that begins after `row`: its order values, sealed with a digest of filter and order.
 *
 * @example
 * const next = rows.length > query.limit ? encodeCursor(query, rows[query.limit - 1]) : null;
 */
export function encodeCursor(query: Ordered, row: object, { key }: CursorOptions = {}): string {
  const values = JSON.stringify(
    query.orderBy.map(({ field }) => encodeScalar(scalarOf(readField(row, field)))),
  );
  return toBase64Url(digestOf(digestOfQuery(query, key) + values) + values);
}

function decodeScalar(value: unknown): Scalar | undefined {
  if (value === null) return null;
  const scalar: unknown = Array.isArray(value) && value.length === 1 ? new Date(value[0]) : value;
  return kindOf(scalar) ? (scalar as Scalar) : undefined; // a scalar by its kind
}

function read(query: Ordered, cursor: string, { fields, key }: CursorOptions): Scalar[] | undefined {
  const text = fromBase64Url(cursor);
  const start = text.indexOf('[');
  const sealed = text.slice(start);
  const seal = digestOf(digestOfQuery(query, key) + sealed);
  if (text.slice(0, start) !== seal || toBase64Url(text) !== cursor) return undefined;
  const encoded: unknown = JSON.parse(sealed);
  if (!Array.isArray(encoded) || encoded.length !== query.orderBy.length) return undefined;
  const values = encoded.map(decodeScalar).filter((value) => value !== undefined);
  const sane = values.every((value, index) => {
    const kind = fields?.get(query.orderBy[index]?.field ?? '')?.kind;
    return value === null || !kind || kind === kindOf(value);
  });
  return sane && values.length === encoded.length ? values : undefined;
}

/**
 * The order values of the row that the query's page comes after, one for each of `orderBy`; `undefined` on the
 * first page.
 *
 * @throws ValidationError (field `next`) when the cursor was cut, changed, or made for another filter or order
 * @example
 * const after = decodeCursor(query, { fields }); // ['Ann', '0190…'] for an order by name
 */
export function decodeCursor(
  query: Ordered & Pick<Query, 'next'>,
  options: CursorOptions = {},
): readonly Scalar[] | undefined {
  const { next } = query;
  if (next === undefined) return undefined;
  let values: Scalar[] | undefined;
  try {
    if (next.length <= maxLength) values = read(query, next, options);
  } catch {
    // No base64url, no UTF-8, no JSON: foreign like any other.
  }
  if (values) return values;
  throw new ValidationError(undefined, {
    errors: { next: ['This cursor belongs to no page of this query'] },
  });
}
