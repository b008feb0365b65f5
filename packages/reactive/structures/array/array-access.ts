import { CONTENT } from '../structure';

/** Writes an element; `list[0] = value` comes to this. */
export const SET_AT: unique symbol = Symbol('reactive.setAt');

interface ArrayLike {
  readonly [CONTENT]: { readonly value: readonly unknown[] };
  [SET_AT](index: number, value: never): void;
}

const indexIn = (key: PropertyKey): number | undefined =>
  typeof key === 'string' && /^(0|[1-9]\d*)$/.test(key) ? Number(key) : undefined;

/** Stands behind the prototype, so that only names that nothing else has come here: the indexes. */
const behind = (prototype: object): object =>
  new Proxy(Object.create(prototype) as object, {
    get(target, key, list: ArrayLike) {
      const index = indexIn(key);
      return index === undefined ? Reflect.get(target, key, list) : list[CONTENT].value[index];
    },
    set(target, key, ...[value, list]: [unknown, ArrayLike]) {
      const index = indexIn(key);
      if (index === undefined) return Reflect.set(target, key, value, list);
      list[SET_AT](index, value as never);
      return true;
    },
  });

/** Gives instances what arrays have and the class does not: the methods that only read, and the indexes. */
export const readAsArray = (prototype: ArrayLike): void => {
  for (const key of Reflect.ownKeys(Array.prototype)) {
    const method: unknown = Reflect.get(Array.prototype, key);
    if (typeof method !== 'function' || Object.hasOwn(prototype, key)) continue;
    Object.defineProperty(prototype, key, {
      value(this: ArrayLike, ...args: unknown[]): unknown {
        return Reflect.apply(method, this[CONTENT].value, args);
      },
      configurable: true,
      writable: true,
    });
  }
  Object.setPrototypeOf(prototype, behind(Object.getPrototypeOf(prototype) as object));
};
