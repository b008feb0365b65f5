import { type Definition, definitionOf, isObject } from './definition';

/** A Zod schema, as far as another one is made of it. */
interface Cloneable {
  readonly _zod: { readonly constr: new (definition: object) => object };
  check(...checks: unknown[]): object;
}

const isCodec = ({ reverseTransform }: Definition): boolean => reverseTransform !== undefined;

const hasCodec = (schema: unknown, seen: Set<unknown>): boolean => {
  const definition = definitionOf(schema);
  if (seen.has(schema)) return false;
  seen.add(schema);
  const { shape, getter } = definition;
  // Whatever of it is no schema, nor a list of such, has no codec.
  const parts = [...Object.values(definition), ...Object.values(shape ?? {}), getter?.()].flat();
  return isCodec(definition) || parts.some((part) => hasCodec(part, seen));
};

/** Fields are asked for late, since a recursive object has itself among them. */
const rowShape = (shape: object): object => {
  const rows = {};
  for (const name of Object.keys(shape)) {
    Object.defineProperty(rows, name, { enumerable: true, get: () => rowSchemaOf(Reflect.get(shape, name)) });
  }
  return rows;
};

const rowPart = (name: string, part: unknown, { getter }: Definition): unknown => {
  if (name === 'shape') return rowShape(part as object);
  if (name === 'getter') return () => rowSchemaOf(getter?.());
  return Array.isArray(part) ? part.map(rowSchemaOf) : rowSchemaOf(part);
};

const build = (schema: object): object => {
  const definition = definitionOf(schema);
  const { out, checks } = definition;
  if (isCodec(definition)) {
    const row = rowSchemaOf(out) as Cloneable; // a codec leads from schema to schema
    return Array.isArray(checks) ? row.check(...checks) : row;
  }
  const entries = Object.entries(definition)
    // Where the definition of a lazy schema keeps what its getter gave.
    .filter(([name]) => name !== '_cachedInner')
    .map(([name, part]) => [name, rowPart(name, part, definition)]);
  // What has a codec in it is a Zod schema.
  return new (schema as Cloneable)._zod.constr(Object.fromEntries(entries));
};

const known = new WeakMap<object, unknown>();
const sources = new WeakMap<object, object>();

/**
 * What a schema says of a row: its codecs give way to what they decode to. A schema without codecs is its own: asked
 * about a row again and again, it answers the same.
 */
export const rowSchemaOf = <S>(schema: S): S => {
  if (!isObject(schema)) return schema;
  if (!known.has(schema)) {
    const row = hasCodec(schema, new Set()) ? build(schema) : schema;
    known.set(schema, row);
    if (row !== schema) sources.set(row, schema);
  }
  return known.get(schema) as S; // a schema of the same kind, or of what the codec makes
};

/** The schema with its codecs of which {@link rowSchemaOf} made one without. */
export const sourceOf = (schema: unknown): unknown =>
  (isObject(schema) ? sources.get(schema) : undefined) ?? schema;
