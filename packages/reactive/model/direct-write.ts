import { own } from './ownership';
import { isPlainObject } from './plain-data';
import { placeOf, type Shape } from './shape';
import type { ModelState } from './state';
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
  if (accepted !== REFUSED) state.write(index, own(accepted));
  return accepted !== REFUSED;
};

type Values = Readonly<Record<string, unknown>>;

/**
 * Sets several properties as one change. Answers whether any differed, or `undefined`, having done nothing, where it
 * takes the long way: an error has to be told, or more than a rule decides.
 */
export const setDirectly = (state: ModelState, model: object, values: unknown): boolean | undefined => {
  // Keys are asked for in the fastest way, which inherited ones would spoil.
  if (typeof values !== 'object' || values === null || !isPlainObject(values)) return undefined;
  const { shape } = state;
  const rules = rulesOf(shape, model);
  const next = state.values.slice();
  let index = -1;
  let inOrder = true;
  for (const key in values) {
    let value = (values as Values)[key];
    const before = index;
    index = placeOf(shape, key, index + 1);
    inOrder &&= index > before;
    const rule = rules[index];
    if (rule === undefined) return undefined;
    if (rule !== null) {
      value = accept(shape.className, rule, value);
      if (value === REFUSED) return undefined;
    }
    // Taken in before anything is written: data that cannot be copied must not leave half a change behind.
    next[index] = typeof value === 'object' ? own(value) : value;
  }
  // What is told comes in the order of the keys.
  return inOrder
    ? state.writeAll(next)
    : state.writeEach(
        Object.keys(values).map((key) => placeOf(shape, key, 0)),
        next,
      );
};
