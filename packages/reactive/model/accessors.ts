import { DefinitionError } from '../errors';
import { isDevelopment } from '../errors/development';
import { nameHeld } from './held';
import { ASSIGN, STATE } from './symbols';
import type { DirectRules } from './types';

/** What an accessor needs of its instance. */
interface Accessible {
  readonly [STATE]: {
    readonly shape: {
      readonly className: string;
      readonly names: readonly string[];
      readonly rules: DirectRules | undefined;
    };
    read(index: number): unknown;
    readComputed(index: number): unknown;
    write(index: number, value: unknown): boolean;
  };
  [ASSIGN](index: number, value: unknown): void;
}

const modelAccessors = new WeakSet<object>();

/** Whether an accessor was made here, and so may be redefined by a subclass' shape. */
export const isModelAccessor = ({ get }: { readonly get?: object }): boolean =>
  get !== undefined && modelAccessors.has(get);

const define = (
  prototype: object,
  name: string,
  accessors: PropertyDescriptor & { get(): unknown },
): void => {
  modelAccessors.add(accessors.get);
  Object.defineProperty(prototype, name, { ...accessors, enumerable: true, configurable: true });
};

const defineProperty = (prototype: object, name: string, index: number): void =>
  define(prototype, name, {
    get(this: Accessible) {
      const value = this[STATE].read(index);
      if (isDevelopment) nameHeld(value, this[STATE].shape, index);
      return value;
    },
    set(this: Accessible, value: unknown) {
      const state = this[STATE];
      // Most writes: a primitive, where no rule is to be asked.
      if (typeof value !== 'object' && state.shape.rules?.[index] === null) state.write(index, value);
      else this[ASSIGN](index, value);
    },
  });

const defineComputed = (prototype: object, name: string, index: number): void =>
  define(prototype, name, {
    get(this: Accessible) {
      return this[STATE].readComputed(index);
    },
    set(this: Accessible) {
      const { className } = this[STATE].shape;
      throw new DefinitionError(
        `${className}: '${name}' is computed and cannot be set. Change what it is computed from instead.`,
      );
    },
  });

/** Puts the accessors of a class' properties on its prototype. A name in both lists is computed. */
export const defineAccessors = (
  prototype: object,
  names: readonly string[],
  computed: ReadonlyMap<string, number>,
): void => {
  names.forEach((name, index) => {
    if (!computed.has(name)) defineProperty(prototype, name, index);
  });
  for (const [name, index] of computed) defineComputed(prototype, name, index);
};
