import { isObject } from './definition';
import type { Faults } from './faults';
import { setName } from './form';
import { encodeBigint, encodeBytes, encodeDate, encodeNumber } from './scalars';

/** Deeper data than this (a cycle, say) is refused, so that encoding always ends. */
const MAX_DEPTH = 64;

type Encode = (value: unknown, faults: Faults) => unknown;

/** The same list where nothing changes, else a copy. */
export function encodeList(list: readonly unknown[], faults: Faults, encode: Encode): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const known = faults.count;
    const encoded = encode(list[index], faults);
    if (faults.count > known) faults.below(known, index);
    if (encoded !== list[index]) (copy ??= list.slice())[index] = encoded;
  }
  return copy ?? list;
}

/** The same record where nothing changes, else a copy. `undefined` is no value: JSON leaves it out. */
export function encodeRecord(record: object, faults: Faults, encode: Encode): object {
  let copy: Record<string, unknown> | undefined;
  for (const name of Object.keys(record)) {
    const value: unknown = Reflect.get(record, name);
    if (value === undefined) continue;
    const known = faults.count;
    const encoded = encode(value, faults);
    if (faults.count > known) faults.below(known, name);
    if (encoded !== value) setName((copy ??= { ...record }), name, encoded);
  }
  return copy ?? record;
}

/** A map as the list of its pairs. */
export function encodeMap(
  map: ReadonlyMap<unknown, unknown>,
  faults: Faults,
  { key, value }: { readonly key: Encode; readonly value: Encode },
): unknown[] {
  return [...map].map(([name, held]) => {
    const known = faults.count;
    const pair = [key(name, faults), value(held, faults)];
    if (faults.count > known) faults.below(known, name);
    return pair;
  });
}

/** What an object of a class says of itself: a model its values, others what `JSON.stringify` would ask them. */
function dataOf(value: object): unknown {
  if ('getProperties' in value && typeof value.getProperties === 'function') return value.getProperties();
  return 'toJSON' in value && typeof value.toJSON === 'function' ? value.toJSON() : value;
}

function encodeObject(value: object, faults: Faults, depth: number): unknown {
  const inside: Encode = (part) => encodeAt(part, faults, depth + 1);
  if (depth >= MAX_DEPTH) return faults.add('Is nested too deep.');
  if (Array.isArray(value)) return encodeList(value, faults, inside);
  if (value instanceof Date) return encodeDate(value, faults);
  if (value instanceof Uint8Array) return encodeBytes(value);
  if (value instanceof Map) return encodeMap(value, faults, { key: inside, value: inside });
  if (value instanceof Set) return encodeList([...value], faults, inside);
  const data = dataOf(value);
  return data === value ? encodeRecord(value, faults, inside) : inside(data, faults);
}

function encodeAt(value: unknown, faults: Faults, depth: number): unknown {
  switch (typeof value) {
    case 'number':
      return encodeNumber(value, faults);
    case 'bigint':
      return encodeBigint(value, faults);
    case 'string':
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : encodeObject(value, faults, depth);
    default:
      return faults.add(`A value of the type ${typeof value} has no form in JSON.`);
  }
}

/** Encodes what no schema describes, by what it is: dates, bigints, bytes, maps and sets as everywhere. */
export function encodeByKind(value: unknown, faults: Faults): unknown {
  return encodeAt(value, faults, 0);
}

function nameOf(value: object): string {
  const { constructor } = value;
  return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'Object';
}

function checkAt(value: unknown, faults: Faults, depth: number): unknown {
  if (typeof value === 'bigint') return faults.add(unsaid('bigint'));
  if (!isObject(value)) return encodeAt(value, faults, depth);
  if (depth >= MAX_DEPTH) return faults.add('Is nested too deep.');
  const inside: Encode = (part) => checkAt(part, faults, depth + 1);
  if (Array.isArray(value)) return encodeList(value, faults, inside);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return faults.add(unsaid(nameOf(value)));
  return encodeRecord(value, faults, inside);
}

function unsaid(name: string): string {
  return `Is a ${name}, which the schema does not say, so that it would come back as something else. Declare it, a class with z.codec.`;
}

/** Encodes what the schema calls unknown: only what JSON brings back as it was. */
export function encodeUnknown(value: unknown, faults: Faults): unknown {
  return checkAt(value, faults, 0);
}
