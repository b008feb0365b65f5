import { schemaAt } from '../wire/schema-at';
import { tokensOf } from './pointer';
import type { Patch } from './types';

/** Patches with other values: each is made by the schema of the place that its path names. */
export const mapValues = (
  patches: readonly Patch[],
  schema: unknown,
  make: (schema: unknown, value: unknown) => unknown,
): readonly Patch[] =>
  patches.map((patch) =>
    'value' in patch ? { ...patch, value: make(schemaAt(schema, tokensOf(patch.path)), patch.value) } : patch,
  );
