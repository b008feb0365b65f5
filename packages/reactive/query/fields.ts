import { DefinitionError } from '../errors';
import { describeSchema, type FieldKind, type SchemaField } from './schema';

const equality = ['equals', 'not', 'in', 'notIn'] as const;
const range = [...equality, 'gt', 'gte', 'lt', 'lte'] as const;
const text = [...range, 'contains', 'startsWith', 'endsWith'] as const;

/** An operator of the query language. */
export type Operator = (typeof text)[number];

/** What a query may do with one field. */
export interface Field {
  readonly kind: FieldKind;
  readonly nullable: boolean;
  /** Only whole numbers can be asked for. */
  readonly integer: boolean;
  /** The only values that the field has, when it is an enum. */
  readonly values?: readonly (string | number | boolean)[] | undefined;
  readonly operators: readonly Operator[];
  readonly sortable: boolean;
}

/** The fields that a query may name; every other name is refused. */
export type Fields = ReadonlyMap<string, Field>;

/** Per field: what to change of what the schema says, or `false` to hide the field from queries. */
export type FieldOverrides = Readonly<Record<string, false | Partial<Field>>>;

/** All operators, and those that a field of this kind has. */
export const operators: readonly Operator[] = text;

function operatorsOf(kind: FieldKind, isEnum: boolean): readonly Operator[] {
  if (isEnum || kind === 'boolean') return equality;
  return kind === 'string' ? text : range;
}

function complete(found: SchemaField | undefined, override: Partial<Field>): Field | undefined {
  const kind = override.kind ?? found?.kind;
  if (!kind) return undefined;
  const values = override.values ?? found?.values;
  return Object.freeze({
    kind,
    nullable: found?.nullable ?? false,
    integer: found?.integer ?? false,
    operators: operatorsOf(kind, values !== undefined),
    sortable: true,
    ...(values && { values }),
    ...override,
  });
}

/**
 * The fields that a Zod object schema allows in queries: texts, numbers, booleans, dates and enums, with their
 * operators. What is none of these (objects, lists, transforms) can't be named in a query.
 *
 * @throws DefinitionError when `schema` is no object schema, or an override names a field without a known kind
 * @example
 * const fields = fieldsOf(userSchema, { passwordHash: false, bio: { sortable: false } });
 * parseQuery(fields, { where: { role: 'admin' } });
 */
export function fieldsOf(schema: unknown, overrides: FieldOverrides = {}): Fields {
  const shape = describeSchema(schema);
  if (!shape) throw new DefinitionError('fieldsOf() needs a Zod object schema: pass z.object({ … })');
  const fields = new Map<string, Field>();
  for (const name of new Set([...shape.keys(), ...Object.keys(overrides)])) {
    const override = Object.hasOwn(overrides, name) ? overrides[name] : {};
    if (override === false || override === undefined) continue;
    const field = complete(shape.get(name), override);
    if (field) fields.set(name, field);
    else if (Object.hasOwn(overrides, name)) {
      throw new DefinitionError(
        `fieldsOf(): the kind of the field "${name}" is unknown: add \`kind\` to its override`,
      );
    }
  }
  return fields;
}

const known = new WeakMap<object, Fields>();

/** As {@link fieldsOf}, worked out once for a schema: whoever makes a collection with each request asks each time. */
export function fieldsOfSchema(schema: unknown): Fields {
  const key = schema as object; // or fieldsOf() refuses it
  const fields = known.get(key) ?? fieldsOf(schema);
  known.set(key, fields);
  return fields;
}
