import type { z } from 'zod';
import { ValidationError } from '../errors';
import { decodeBy } from '../wire/encode';
import type { Patch } from './types';
import { mapValues } from './values';

const faultOf = (patch: unknown): string | undefined => {
  if (typeof patch !== 'object' || patch === null) return 'Must be an operation.';
  const { op, path, from } = patch as { op?: unknown; path?: unknown; from?: unknown };
  if (typeof path !== 'string') return 'Must have a path.';
  if (op === 'remove') return path === '' ? 'The whole cannot be removed.' : undefined;
  if (op === 'move' || op === 'copy') return typeof from === 'string' ? undefined : 'Must have a `from`.';
  if (op !== 'add' && op !== 'replace' && op !== 'test') return 'Must be an operation of RFC 6902.';
  return 'value' in patch ? undefined : 'Must have a value.';
};

/**
 * Patches that came from outside, once they have the form of such; what they say is checked when they are applied.
 * With the schema of the model their values are decoded by their path, which only codecs need: all else is decoded
 * when they are applied.
 *
 * @throws ValidationError that blames operations by their position.
 * @example
 * applyPatch(user, parsePatches(JSON.parse(message)));
 */
export const parsePatches = (given: unknown, schema?: z.ZodType): readonly Patch[] => {
  if (!Array.isArray(given)) throw new ValidationError('A list of operations is needed.');
  const faults = given.flatMap((patch: unknown, index) => {
    const fault = faultOf(patch);
    return fault === undefined ? [] : [{ index, fault }];
  });
  if (faults.length > 0) {
    const errors = Object.fromEntries(faults.map(({ index, fault }) => [index, [fault]]));
    throw new ValidationError(undefined, { errors });
  }
  // Their form was checked above.
  const patches = given as readonly Patch[];
  return schema === undefined ? patches : mapValues(patches, schema, decodeBy);
};
