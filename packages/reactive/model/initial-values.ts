import { DefinitionError } from '../errors';
import { nest, whileMaking } from './nested';
import { own } from './ownership';
import type { Shape } from './shape';
import type { ModelState } from './state';

/** A constructor's specs: values of properties, and what declares the class. */
export type InitialSpecs = Readonly<Record<string, unknown>>;

/** The keys of a constructor's specs that declare the shape. */
const SHAPE_KEYS = ['properties', 'computed'];

/**
 * Refuses keys that are neither properties nor in `others`.
 *
 * @throws DefinitionError
 */
const refuseUnknown = (shape: Shape, specs: InitialSpecs, others: readonly string[]): void => {
  for (const key in specs) {
    // A computed value comes along when one instance is made from the properties of another; it is computed anew.
    const known = shape.index.has(key) || shape.computedIndex.has(key);
    if (known || SHAPE_KEYS.includes(key) || others.includes(key)) continue;
    throw new DefinitionError(
      shape.names.length === 0
        ? `${shape.className} declares no properties. List them: super({ properties: ['${key}', …], ...specs }).`
        : `${shape.className}: '${key}' is not a property. Properties are: ${shape.names.join(', ')}.`,
    );
  }
};

const countKeys = (specs: InitialSpecs): number => {
  let count = 0;
  for (const _key in specs) count++;
  return count;
};

const countGiven = (specs: InitialSpecs, keys: readonly string[]): number => {
  let count = 0;
  for (const key of keys) if (specs[key] !== undefined) count++;
  return count;
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
  const { names, computedIndex } = shape;
  const hasComputed = computedIndex.size > 0;
  let given = 0;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    const value = specs[name];
    if (value === undefined || (hasComputed && computedIndex.has(name))) continue;
    values[index] = own(value);
    given++;
  }
  // Counting is enough as long as everything is accounted for, and far cheaper than looking each key up.
  const known = given + countGiven(specs, SHAPE_KEYS) + countGiven(specs, others);
  if (known !== countKeys(specs)) refuseUnknown(shape, specs, others);
  return given;
};

/** As {@link takeGiven}, for a new state, with its nested values. */
export const initialise = (state: ModelState, specs: InitialSpecs, others: readonly string[]): number => {
  const { shape, values } = state;
  const given = takeGiven(shape, specs, { values, others });
  if (shape.nested.size === 0) return given;
  whileMaking(shape, () => {
    for (const [index, definition] of shape.nested) {
      values[index] = nest(shape, definition, specs[definition.name]);
      state.hold(index, values[index]);
    }
  });
  return given;
};
