import { isPlainObject } from './plain-data';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const sameArrays = (a: readonly unknown[], b: readonly unknown[], depth: number): boolean =>
  // `every` would leave out holes.
  a.length === b.length && a.findIndex((value, index) => !sameAt(value, b[index], depth)) < 0;

const sameRecords = (a: object, b: object, depth: number): boolean => {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameAt(Reflect.get(a, key), Reflect.get(b, key), depth))
  );
};

const sameMaps = (
  a: ReadonlyMap<unknown, unknown>,
  b: ReadonlyMap<unknown, unknown>,
  depth: number,
): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.has(key) && sameAt(value, b.get(key), depth));

/** What is not in both itself has one of its own in the other that is the same. */
const sameSets = (a: ReadonlySet<unknown>, b: ReadonlySet<unknown>, depth: number): boolean => {
  if (a.size !== b.size) return false;
  const left = [...b].filter((value) => !a.has(value));
  return [...a].every((value) => {
    if (b.has(value)) return true;
    const at = left.findIndex((other) => sameAt(value, other, depth));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
};

const sameObjects = (a: object, b: object, depth: number): boolean => {
  if (Array.isArray(a)) return Array.isArray(b) && sameArrays(a, b, depth);
  if (a instanceof Date) return b instanceof Date && Object.is(a.getTime(), b.getTime());
  if (a instanceof Map) return b instanceof Map && sameMaps(a, b, depth);
  if (a instanceof Set) return b instanceof Set && sameSets(a, b, depth);
  if (a instanceof Uint8Array) {
    return b instanceof Uint8Array && a.length === b.length && a.every((byte, index) => byte === b[index]);
  }
  return isPlainObject(a) && isPlainObject(b) && sameRecords(a, b, depth);
};

/** Deeper data than this (a cycle, say) is compared by identity, so that comparing always ends. */
const MAX_DEPTH = 64;

const sameAt = (a: unknown, b: unknown, depth: number): boolean => {
  if (!isObject(a) || !isObject(b)) return Object.is(a, b);
  return a === b || (depth < MAX_DEPTH && sameObjects(a, b, depth + 1));
};

/**
 * Whether two property values are equal: primitives by `Object.is`, dates by time, plain data, arrays,
 * maps, sets and bytes by content, everything else by identity.
 */
export const same = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || (typeof a === 'object' && sameAt(a, b, 0));
