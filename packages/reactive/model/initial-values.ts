import { DefinitionError } from '../errors';
import { nest, whileMaking } from './nested';
import { own } from './ownership';
import { placeOf, type Shape } from './shape';
import type { ModelState } from './state';

/** A constructor's specs: values of properties, and what declares the class. */
export type InitialSpecs = Readonly<Record<string, unknown>>;

const refuseUnknown = (shape: Shape, key: string): never => {
  throw new DefinitionError(
    shape.names.length === 0
      ? `${shape.className} declares no properties. List them: super({ properties: ['${key}', …], ...specs }).`
      : `${shape.className}: '${key}' is not a property. Properties are: ${shape.names.join(', ')}.`,
  );
};

/**
 * Puts the values that a constructor's specs give into `values`. Answers how many there were.
 *
 * @throws DefinitionError for a key that is neither a property nor in `others`.
 */
export const takeGiven = (
  shape: Shape,
  specs: InitialSpecs,
  { values, others }: { readonly values: unknown[]; readonly others: readonly string[] },
): number => {
  const { computedIndex } = shape;
  let given = 0;
  let index = -1;
  for (const key in specs) {
    const value = specs[key];
    if (key === 'properties' || key === 'computed') continue;
    index = placeOf(shape, key, index + 1);
    // A computed value comes along when one instance is made from the properties of another; it is computed anew.
    if (computedIndex.size > 0 && computedIndex.has(key)) continue;
    if (index < 0 && !others.includes(key)) refuseUnknown(shape, key);
    if (index < 0 || value === undefined) continue;
    values[index] = typeof value === 'object' ? own(value) : value;
    given++;
  }
  return given;
};

/** As {@link takeGiven}, for a new state, with its nested values. */
export const initialise = (state: ModelState, specs: InitialSpecs, others: readonly string[]): number => {
  const { shape, values } = state;
  const given = takeGiven(shape, specs, { values, others });
  if (shape.nested.size === 0) return given;
  whileMaking(shape, () => {
    for (const [index, definition] of shape.nested) {
      values[index] = nest(state, definition, { data: specs[definition.name] });
      state.hold(index, values[index]);
    }
  });
  return given;
};
