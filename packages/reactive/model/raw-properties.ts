import type { ModelState } from './state';
import { STATE } from './symbols';
import type { ModelSchema } from './types';
import { schemaOf } from './validation';

/** A model by its properties, past its rules: for what records values that it had, and puts them back. */
export interface RawProperties {
  /** The names of the properties that can be written: all but the computed ones. */
  readonly names: readonly string[];
  readonly schema: ModelSchema | null;
  value(name: string): unknown;
  /** The saved value. */
  confirmed(name: string): unknown;
  put(name: string, value: unknown): void;
}

/** The properties of a model, past its rules. */
export const rawPropertiesOf = (model: { readonly [STATE]: ModelState }): RawProperties => {
  const { shape } = model[STATE];
  const indexOf = (name: string): number => shape.index.get(name) ?? -1;
  return {
    names: shape.names.filter((name) => !shape.computedIndex.has(name)),
    get schema() {
      return schemaOf(shape, model);
    },
    value: (name) => model[STATE].values[indexOf(name)],
    confirmed: (name) => model[STATE].confirmed(indexOf(name)),
    put: (name, value) => {
      model[STATE].write(indexOf(name), value);
    },
  };
};
