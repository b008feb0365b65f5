import { decodeBy, encodeBy } from '../wire/encode';

/** A value as JSON, by its schema. */
export const toJson = (schema: unknown, value: unknown): unknown => encodeBy(schema, value);

/** The value that JSON was made of. */
export const fromJson = (schema: unknown, json: unknown): unknown => decodeBy(schema, json);
