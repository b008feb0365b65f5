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

/** Makes a copy of a value, and of those in it by `inner`. */
type Copier = (value: never, inner: (value: unknown) => unknown) => object;

const copyArray = (value: readonly unknown[], inner: (value: unknown) => unknown): object =>
  Array.from(value, (element) => inner(element));

const copyRecord: Copier = (value: object, inner) => {
  const result = Object.create(Object.getPrototypeOf(value)) as object;
  for (const [key, element] of Object.entries(value)) {
    Object.defineProperty(result, key, { value: inner(element), enumerable: true });
  }
  return result;
};

/** The keys stay as they are: a copy could not be found by them. */
const copyMap: Copier = (value: ReadonlyMap<unknown, unknown>, inner) =>
  new Map([...value].map(([key, held]) => [key, inner(held)]));

const copySet: Copier = (value: ReadonlySet<unknown>, inner) => new Set([...value].map(inner));

/** With all that their class has; Node's own `slice` would share them. */
const copyBytes: Copier = (value: Uint8Array) =>
  Object.setPrototypeOf(new Uint8Array(value), Object.getPrototypeOf(value)) as object;

/** Maps, sets and bytes cannot be frozen. Those of a class derived from theirs are instances like any other. */
const containers = new Map<object, Copier>([
  [Map.prototype, copyMap],
  [Set.prototype, copySet],
  [Uint8Array.prototype, copyBytes],
]);
// Node's bytes are bytes.
const { Buffer: NodeBytes } = globalThis as { readonly Buffer?: { readonly prototype: object } };
if (NodeBytes !== undefined) containers.set(NodeBytes.prototype, copyBytes);

/** By what was met on the way: its copy, or itself while that is being made. */
type Copies = Map<object, unknown>;

const copy = (value: unknown, copies: Copies): unknown =>
  typeof value === 'object' && value !== null ? copyObject(value, copies) : value;

const copyDate = (value: Date): Date => {
  // Asked for here, where all are dates, it costs next to nothing.
  if (UNPARSED in value) refuseUnparsed('Model', value);
  const date = new Date(value.getTime());
  explainHeld(date);
  return date;
};

const copyObject = (value: object, copies: Copies): unknown => {
  if (value instanceof Date) return copyDate(value);
  if (owned.has(value)) return value;
  refuseUnparsed('Model', value);
  const container = containers.get(Object.getPrototypeOf(value) as object);
  const isData = Array.isArray(value) || isPlainObject(value);
  if (container === undefined && !isData) return value;
  if (copies.has(value)) return copies.get(value);
  // Cyclic data cannot be copied into frozen data; it stays the caller's own.
  copies.set(value, value);
  const copier: Copier = container ?? (Array.isArray(value) ? copyArray : copyRecord);
  const result = copier(value as never, (element) => copy(element, copies));
  copies.set(value, result);
  explainHeld(result);
  if (isData) owned.add(Object.freeze(result));
  return result;
};

/**
 * Takes a value into a model: arrays and plain objects are deeply copied and frozen (what is owned already is
 * shared, so appending to a long list stays cheap), dates, maps, sets and bytes are copied, with the data in them but for
 * the keys of maps; class instances are kept as they are.
 *
 * @throws ValidationError for data that were marked as unparsed.
 */
export const own = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  // Most objects that rows hold; the rest needs a path, which costs more than the copy of a date.
  return value instanceof Date ? copyDate(value) : copyObject(value, new Map());
};
