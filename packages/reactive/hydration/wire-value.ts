import { reviveDates } from '../wire/dates';

/** A value as JSON, by its schema. */
export const toJson = (_schema: unknown, value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** The value that JSON was made of. */
export const fromJson = (schema: unknown, json: unknown): unknown => reviveDates(schema, json, 'out');
