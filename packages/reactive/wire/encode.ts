import type { z } from 'zod';
import { errorFrom } from '../errors';
import { encodeByKind } from './by-kind';
import { formOf } from './compile';
import { definitionOf } from './definition';
import { Faults } from './faults';
import { setJsonEncoder } from './json-hook';
import { sourceOf } from './row-form';

/** What `JSON.stringify` writes and `JSON.parse` reads back as it was. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined };

function encoded(schema: unknown, value: unknown, faults: Faults): unknown {
  if (definitionOf(schema).type === undefined) return encodeByKind(value, faults);
  const { encode } = formOf(schema, 'out');
  return encode ? encode(value, faults) : value;
}

/**
 * A row as JSON, by its schema: dates as ISO texts, bigints as decimal texts, bytes as base64, maps and sets as lists,
 * and what a codec (`z.codec`) holds as that encodes it. What is JSON already is not copied. Without a schema
 * (`undefined`), and where it names nothing, values are encoded by what they are.
 *
 * @throws ValidationError for values that JSON has no form for, by field: NaN, an infinity, -0, an invalid date
 * @example
 * socket.send(JSON.stringify(encode(orderSchema, order.getProperties())));
 */
export function encode(schema: z.ZodType | undefined, value: unknown): JsonValue {
  return encodeBy(schema, value);
}

/** As {@link encode}, for a schema that may be another library's: then values are encoded by what they are. */
export function encodeBy(schema: unknown, value: unknown): JsonValue {
  const faults = new Faults();
  const json = encoded(schema, value, faults);
  faults.throwAny();
  return json as JsonValue; // what is not was blamed
}

/**
 * JSON as the row that {@link encode} made it of. It does not check: what is no wire form of its type stays as it came,
 * as does what the schema does not name. For JSON of strangers there is {@link parse}.
 *
 * @example
 * const order = new Order(decode(orderSchema, await response.json()));
 */
export function decode<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  return decodeBy(schema, json) as z.output<Schema>; // the sender vouches for it
}

/** As {@link decode}, for what may be no schema. */
export function decodeBy(schema: unknown, json: unknown): unknown {
  const { decode: read } = formOf(schema, 'out');
  return read ? read(json) : json;
}

/** JSON in the form that the schema takes in: what a codec has on its outer side is left for the schema to decode. */
export function decodeInput(schema: unknown, json: unknown): unknown {
  const { decode: read } = formOf(schema, 'in');
  return read ? read(json) : json;
}

/**
 * JSON of strangers as a row: decoded, and then checked by the schema.
 *
 * @throws ValidationError with messages per field
 * @example
 * socket.on('message', (text) => orders.set(parse(orderSchema, JSON.parse(text))));
 */
export function parse<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const parsed = schema.safeParse(decodeInput(schema, json));
  if (!parsed.success) throw errorFrom(parsed.error);
  return parsed.data;
}

// A model that is written into a log must not fail on a value that JSON lacks: that becomes null, as always.
setJsonEncoder(
  (schema, values) => encoded(sourceOf(schema), values, new Faults({ keepsDates: true })) as object,
);
