import { beginBatch, endOfBatch } from './batch';
import { own } from './ownership';
import type { Shape } from './shape';
import type { ModelState } from './state';
import type { DirectRules } from './types';
import { ask, ruleOf, schemaOf } from './validation';

const resolve = (shape: Shape, model: object): DirectRules => {
  const schema = schemaOf(shape, model);
  const rules = shape.names.map((name, index) => {
    const indirect = name === 'id' || shape.nested.has(index) || shape.computedIndex.has(name);
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
  const { success, data } = ask(state.shape.className, rule, value);
  if (success) state.write(index, own(data));
  return success;
};

/**
 * Sets several properties as one change. Answers whether any differed, or `undefined`, having done nothing, where it
 * takes the long way: an error has to be told, or more than a rule decides.
 */
export const setDirectly = (state: ModelState, model: object, values: object): boolean | undefined => {
  const { shape } = state;
  const rules = rulesOf(shape, model);
  const keys = Object.keys(values);
  const indexes = new Array<number>(keys.length);
  const checked = new Array<unknown>(keys.length);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    const index = shape.index.get(key);
    const rule = index === undefined ? undefined : rules[index];
    if (index === undefined || rule === undefined) return undefined;
    let value: unknown = (values as Readonly<Record<string, unknown>>)[key];
    if (rule !== null) {
      const { success, data } = ask(shape.className, rule, value);
      if (!success) return undefined;
      value = data;
    }
    indexes[at] = index;
    // Taken in before anything is written: data that cannot be copied must not leave half a change behind.
    checked[at] = own(value);
  }
  let updated = false;
  beginBatch();
  for (let at = 0; at < keys.length; at++) {
    updated = state.write(indexes[at] as number, checked[at]) || updated;
  }
  endOfBatch();
  return updated;
};
