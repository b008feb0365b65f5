import { type Definition, definitionOf, isObject } from '../wire/definition';
import { outcomeOf } from './read-schema';

type Cut = (schema: unknown, value: unknown) => unknown;

const cutObject = ({ shape, catchall }: Definition, value: object): object => {
  const fields = isObject(shape) ? shape : {};
  const isOpen = catchall !== undefined && definitionOf(catchall).type !== 'never';
  const allowed = Object.entries(value).flatMap(([name, part]): [string, unknown][] => {
    if (Object.hasOwn(fields, name)) return [[name, allowedPart(Reflect.get(fields, name), part)]];
    return isOpen ? [[name, allowedPart(catchall, part)]] : [];
  });
  // fromEntries defines own properties, so that `__proto__` stays a name.
  return Object.fromEntries(allowed);
};

const cutList = ({ element, items, rest }: Definition, value: readonly unknown[]): unknown[] =>
  value.map((part, index) => allowedPart(Array.isArray(items) ? (items[index] ?? rest) : element, part));

/** What the first member of a union allows that takes it; else all of it, for the schema to refuse. */
const cutUnion = (options: readonly unknown[], value: unknown): unknown => {
  for (const option of options) {
    const part = allowedPart(option, value);
    if (outcomeOf(option, part).success) return part;
  }
  return value;
};

const cutIntersection = ({ left, right }: Definition, value: unknown): unknown => {
  const [first, second] = [allowedPart(left, value), allowedPart(right, value)];
  return isObject(first) && isObject(second) && !Array.isArray(first) ? { ...first, ...second } : first;
};

const cutContainer: Cut = (schema, value) => {
  const definition = definitionOf(schema);
  const { type, keyType, valueType } = definition;
  if (value instanceof Map) {
    return type === 'map'
      ? new Map([...value].map(([key, part]) => [allowedPart(keyType, key), allowedPart(valueType, part)]))
      : value;
  }
  if (value instanceof Set) {
    return type === 'set' ? new Set([...value].map((part) => allowedPart(valueType, part))) : value;
  }
  if (Array.isArray(value)) return type === 'array' || type === 'tuple' ? cutList(definition, value) : value;
  if (type === 'object') return cutObject(definition, value as object);
  if (type !== 'record') return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, part]) => [name, allowedPart(valueType, part)]),
  );
};

/**
 * Of a value what its schema names: of objects the declared keys, in lists, maps and unions too. Whether the rest fits
 * is for the schema to say.
 */
export const allowedPart: Cut = (schema, value) => {
  if (!isObject(value)) return value;
  const definition = definitionOf(schema);
  const { type, innerType, out, getter, options } = definition;
  if (innerType !== undefined) return allowedPart(innerType, value);
  if (type === 'pipe') return allowedPart(out, value);
  if (type === 'lazy' && typeof getter === 'function') return allowedPart(getter(), value);
  if (type === 'union' && Array.isArray(options)) return cutUnion(options, value);
  if (type === 'intersection') return cutIntersection(definition, value);
  return cutContainer(schema, value);
};
