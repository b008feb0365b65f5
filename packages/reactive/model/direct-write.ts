import { isDevelopment } from '../errors/development';
import { own } from './ownership';
import { isPlainObject } from './plain-data';
import { placeOf, type Shape } from './shape';
import type { ModelState, Pending } from './state';
import { STATE, UNPARSED } from './symbols';
import { watchTransform } from './transforms';
import type { DirectRules } from './types';
import { accept, REFUSED, ruleOf, schemaOf } from './validation';

const resolve = (shape: Shape, model: object): DirectRules => {
  const schema = schemaOf(shape, model);
  const rules = shape.names.map((name, index) => {
    const indirect =
      shape.detours > 0 || name === 'id' || shape.nested.has(index) || shape.computedIndex.has(name);
    return indirect ? undefined : (ruleOf(schema, name) ?? null);
  });
  shape.rules = rules;
  return rules;
};

const rulesOf = (shape: Shape, model: object): DirectRules => shape.rules ?? resolve(shape, model);

/** Assigns one property. Answers false, having done nothing, where that takes the long way. */
export const assignDirectly = (
  state: ModelState,
  model: object,
  { index, value }: { readonly index: number; readonly value: unknown },
): boolean => {
  const rule = rulesOf(state.shape, model)[index];
  if (rule === undefined) return false;
  if (rule === null) {
    state.write(index, own(value));
    return true;
  }
  const accepted = accept(state.shape.className, rule, value);
  if (accepted === REFUSED) return false;
  if (isDevelopment && !Object.is(accepted, value)) {
    watchTransform([state.shape.className, state.shape.names[index] ?? ''], rule, accepted);
  }
  state.write(index, own(accepted));
  return true;
};

type Values = Readonly<Record<string, unknown>>;

/** Used again by each set but those within another: making one would cost more than all else. */
let spare: Pending | null = null;

/**
 * Sets several properties as one change. Answers whether any differed, or `undefined`, having done nothing, where it
 * takes the long way: an error has to be told, or more than a rule decides.
 */
export const setDirectly = (state: ModelState, model: object, values: unknown): boolean | undefined => {
  if (typeof values !== 'object' || values === null || UNPARSED in values || STATE in values)
    return undefined;
  // Keys are asked for in the fastest way, which inherited ones would spoil.
  if (!isPlainObject(values)) return undefined;
  const { shape } = state;
  const rules = rulesOf(shape, model);
  const pending: Pending = spare ?? [];
  spare = null;
  let count = 0;
  let index = -1;
  for (const key in values) {
    let value = (values as Values)[key];
    index = placeOf(shape, key, index + 1);
    const rule = rules[index];
    if (rule === undefined) return undefined;
    if (rule !== null) {
      const given = value;
      value = accept(shape.className, rule, value);
      if (value === REFUSED) return undefined;
      if (isDevelopment && !Object.is(value, given)) watchTransform([shape.className, key], rule, value);
    }
    // Taken in before anything is written: data that cannot be copied must not leave half a change behind.
    pending[count + 1] = typeof value === 'object' ? own(value) : value;
    pending[count] = index;
    count += 2;
  }
  const updated = state.writeAll(pending, count);
  // What was set may be collected.
  while (count > 0) pending[--count] = undefined;
  spare = pending;
  return updated;
};
