/** The parts of a Zod 4 definition that we read. Zod itself is not imported: any copy of it will do. */
export interface Definition {
  readonly type?: unknown;
  readonly innerType?: unknown;
  readonly in?: unknown;
  readonly out?: unknown;
  readonly reverseTransform?: unknown;
  readonly element?: unknown;
  readonly keyType?: unknown;
  readonly valueType?: unknown;
  readonly items?: unknown;
  readonly rest?: unknown;
  readonly options?: unknown;
  readonly discriminator?: unknown;
  readonly left?: unknown;
  readonly right?: unknown;
  readonly shape?: unknown;
  readonly catchall?: unknown;
  readonly getter?: (() => unknown) | undefined;
  readonly values?: unknown;
  readonly checks?: unknown;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Data with names: an object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && !Array.isArray(value);
}

function internalsOf(schema: unknown): object {
  return isObject(schema) && '_zod' in schema && isObject(schema._zod) ? schema._zod : {};
}

/** What a schema is made of; nothing for what is no Zod schema. */
export function definitionOf(schema: unknown): Definition {
  const internals = internalsOf(schema);
  return 'def' in internals && isObject(internals.def) ? internals.def : {};
}

/** The class of which `z.instanceof` wants an instance. */
export function classOf(schema: unknown): unknown {
  const internals = internalsOf(schema);
  return 'bag' in internals && isObject(internals.bag) && 'Class' in internals.bag
    ? internals.bag.Class
    : undefined;
}

/** Whether `undefined` is among the values of a schema. */
export function isOptional(schema: unknown): boolean {
  const { type, innerType, options } = definitionOf(schema);
  if (type === 'optional' || type === 'undefined' || type === 'void') return true;
  if (type === 'nullable' || type === 'readonly') return isOptional(innerType);
  return Array.isArray(options) && options.some(isOptional);
}

/** By field: the literal values that it can have. Tells the members of a union apart. */
export function literalsOf(schema: unknown): Readonly<Record<string, ReadonlySet<unknown>>> {
  const internals = internalsOf(schema);
  const found = 'propValues' in internals ? internals.propValues : undefined;
  // What Zod keeps under this name: sets by field.
  return isObject(found) ? (found as Readonly<Record<string, ReadonlySet<unknown>>>) : {};
}
