import { beginBatch, endOfBatch } from './batch';
import { own } from './ownership';
import type { DirectRules, Shape } from './shape';
import type { ModelState } from './state';
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
export const assignDirectly = (state: ModelState, model: object, { index, value }: Assignment): boolean => {
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

interface Assignment {
  readonly index: number;
  readonly value: unknown;
}

/**
 * Sets several properties as one change. Answers whether any differed, or `undefined`, having done nothing, where it
 * takes the long way: an error has to be told, or more than a rule decides.
 */
export const setDirectly = (state: ModelState, model: object, values: object): boolean | undefined => {
  const rules = rulesOf(state.shape, model);
  const indexes: number[] = [];
  const checked: unknown[] = [];
  for (const key of Object.keys(values)) {
    const index = state.shape.index.get(key) ?? -1;
    const rule = rules[index];
    if (rule === undefined) return undefined;
    const value: unknown = (values as Readonly<Record<string, unknown>>)[key];
    const outcome = rule === null ? undefined : ask(state.shape.className, rule, value);
    if (outcome?.success === false) return undefined;
    indexes.push(index);
    // Taken in before anything is written: data that cannot be copied must not leave half a change behind.
    checked.push(own(outcome === undefined ? value : outcome.data));
  }
  if (state.beginSoloDelivery()) return state.writeSolo(indexes, checked);
  let updated = false;
  beginBatch();
  for (let at = 0; at < indexes.length; at++) {
    updated = state.write(indexes[at] as number, checked[at]) || updated;
  }
  endOfBatch();
  return updated;
};
