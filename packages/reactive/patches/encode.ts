import type { z } from 'zod';
import { encodeBy } from '../wire/encode';
import type { Patch } from './types';
import { mapValues } from './values';

/**
 * Patches as JSON: bigints, bytes, maps, sets and dates as `encode` of `reactive/wire` writes them, and what codecs hold
 * where the schema of the model is given.
 *
 * @throws ValidationError for values that JSON has no form for.
 * @example
 * onPatch(order, (patches) => socket.send(JSON.stringify(encodePatches(patches, orderSchema))));
 */
export const encodePatches = (patches: readonly Patch[], schema?: z.ZodType): readonly Patch[] =>
  mapValues(patches, schema, encodeBy);
