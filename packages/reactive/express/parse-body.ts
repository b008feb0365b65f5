import type { z } from 'zod';
import { ValidationError } from '../errors';
import { parse } from '../wire/encode';
import { withoutMarks } from './unparsed';

/** The part of a request that is read here. */
export interface WithBody {
  readonly body?: unknown;
}

/**
 * The body of a request as its schema reads it, decoded as `encode` of `reactive/wire` writes it: what comes out is no
 * longer marked as unparsed.
 *
 * Give it a strict schema (`z.strictObject`): then an unknown field is refused, not dropped.
 *
 * @throws ValidationError with messages per field, or when there is no body
 * @example
 * const user = new User({ ...parseBody(req, userCreateSchema), provider });
 */
export function parseBody<Schema extends z.ZodType>(req: WithBody, schema: Schema): z.output<Schema> {
  if (req.body === undefined) throw new ValidationError('A JSON body is required');
  return parse(schema, withoutMarks(req.body));
}

/**
 * As {@link parseBody}, for the changes of a PATCH: a body that changes nothing is refused.
 *
 * @throws ValidationError with messages per field, when there is no body or nothing in it
 * @example
 * user.set(parseChanges(req, userPatchSchema));
 */
export function parseChanges<Schema extends z.ZodType<object>>(
  req: WithBody,
  schema: Schema,
): z.output<Schema> {
  const changes = parseBody(req, schema);
  if (Object.keys(changes).length === 0) throw new ValidationError('The body names no field to change');
  return changes;
}
