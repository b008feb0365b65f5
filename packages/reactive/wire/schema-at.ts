import { definitionOf, isObject } from './definition';

/** The schema of a part of data, or what a wrapper has inside. */
function partOf(schema: unknown, name: string): unknown {
  const { shape, catchall, element, items, rest, valueType, type } = definitionOf(schema);
  if (type === 'object' && isObject(shape))
    return Object.hasOwn(shape, name) ? Reflect.get(shape, name) : catchall;
  if (type === 'array') return element;
  if (type === 'tuple' && Array.isArray(items)) return items[Number(name)] ?? rest;
  return type === 'record' ? valueType : undefined;
}

/** The one schema that a wrapper has inside; a codec is data by itself. */
function unwrapped(schema: unknown): unknown {
  const { innerType, getter, type, reverseTransform, out, options } = definitionOf(schema);
  if (innerType !== undefined) return unwrapped(innerType);
  if (type === 'lazy') return unwrapped(getter?.());
  if (type === 'pipe' && reverseTransform === undefined) return unwrapped(out);
  const filled = Array.isArray(options)
    ? options.filter((option) => !['null', 'undefined'].includes(String(definitionOf(option).type)))
    : [];
  return filled.length === 1 ? unwrapped(filled[0]) : schema;
}

/** The schema of what a path leads to; `undefined` where several schemas, or none, may say what is there. */
export function schemaAt(schema: unknown, path: readonly string[]): unknown {
  return path.reduce((outer: unknown, name) => partOf(unwrapped(outer), name), schema);
}
