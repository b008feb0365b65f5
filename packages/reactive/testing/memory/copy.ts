import { isPlainObject } from '../../model/plain-data';

/**
 * A copy of a value, so that nobody changes what is stored: dates, bytes, maps, sets, lists and plain data, whatever is
 * in them. Objects of other classes are values by themselves, as in a model.
 */
export function copyOf<V>(value: V): V;
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => copyOf(part));
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof Map) return new Map([...value].map(([key, held]) => [copyOf(key), copyOf(held)]));
  if (value instanceof Set) return new Set([...value].map((element) => copyOf(element)));
  if (!isPlainObject(value)) return value;
  // fromEntries defines own properties, so that a key named `__proto__` stays a key.
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copyOf(part)]));
}
