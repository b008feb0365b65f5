import { ValidationError } from '../errors';
import { explainHeld } from './held';
import { isPlainObject } from './plain-data';
import { UNPARSED } from './symbols';

/** Plain data that a model holds: a frozen copy, so that nobody changes it behind the model's back. */
const owned = new WeakSet<object>();

/**
 * Refuses what no schema has parsed, so that a request's body, and what is spread of it, gets nowhere by itself.
 *
 * @throws ValidationError
 */
export const refuseUnparsed = (taker: string, value: object): void => {
  if (UNPARSED in value) {
    throw new ValidationError(
      `${taker}: this data came from outside and was not parsed. Parse it with the entity’s schema first.`,
    );
  }
};

const copyArray = (value: readonly unknown[], path: Set<object>): readonly unknown[] =>
  value.map((element) => copy(element, path));

const copyRecord = (value: object, path: Set<object>): object => {
  const result = Object.create(Object.getPrototypeOf(value)) as Record<string, unknown>;
  for (const [key, element] of Object.entries(value)) {
    Object.defineProperty(result, key, { value: copy(element, path), enumerable: true });
  }
  return result;
};

/** Maps, sets and bytes cannot be frozen; those of a class derived from theirs are instances like any other. */
const copyContainer = (value: object, path: Set<object>): object | undefined => {
  switch (Object.getPrototypeOf(value)) {
    case Map.prototype:
      return new Map([...(value as Map<unknown, unknown>)].map(([key, held]) => [key, copy(held, path)]));
    case Set.prototype:
      return new Set(value as Set<unknown>);
    case Uint8Array.prototype:
      return (value as Uint8Array).slice();
    default:
      return undefined;
  }
};

const copy = (value: unknown, path: Set<object>): unknown =>
  typeof value === 'object' && value !== null ? copyObject(value, path) : value;

const copyDate = (value: Date): Date => {
  // Asked for here, where all are dates, it costs next to nothing.
  if (UNPARSED in value) refuseUnparsed('Model', value);
  const date = new Date(value.getTime());
  explainHeld(date);
  return date;
};

const copyObject = (value: object, path: Set<object>): unknown => {
  if (value instanceof Date) return copyDate(value);
  if (owned.has(value)) return value;
  refuseUnparsed('Model', value);
  const container = copyContainer(value, path);
  if (container !== undefined) {
    explainHeld(container);
    return container;
  }
  if (!Array.isArray(value) && !isPlainObject(value)) return value;
  // Cyclic data cannot be copied into frozen data; it stays the caller's own.
  if (path.has(value)) return value;
  path.add(value);
  const result = Array.isArray(value) ? copyArray(value, path) : copyRecord(value, path);
  explainHeld(result);
  Object.freeze(result);
  path.delete(value);
  owned.add(result);
  return result;
};

/**
 * Takes a value into a model: arrays and plain objects are deeply copied and frozen (what is owned already is
 * shared, so appending to a long list stays cheap), dates, maps, sets and bytes are copied, class instances are kept as they are.
 *
 * @throws ValidationError for data that were marked as unparsed.
 */
export const own = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  // Most objects that rows hold; the rest needs a path, which costs more than the copy of a date.
  return value instanceof Date ? copyDate(value) : copyObject(value, new Set());
};
