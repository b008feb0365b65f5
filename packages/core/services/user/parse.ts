import { errorFrom } from 'reactive/errors';
import type { z } from 'zod';

/**
 * What a schema makes of a value.
 *
 * @throws ValidationError with the messages per field.
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const { success, data, error } = schema.safeParse(value);
  if (!success) throw errorFrom(error);
  return data;
}
