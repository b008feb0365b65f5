/** The kinds of values that can be filtered and sorted by. */
export type FieldKind = 'string' | 'number' | 'boolean' | 'date';

/** What a schema tells about one field. */
export interface SchemaField {
  readonly kind: FieldKind;
  readonly nullable: boolean;
  readonly integer: boolean;
  readonly values?: readonly (string | number | boolean)[] | undefined;
}

/** The parts of a Zod 4 definition that we read. Zod itself is not imported: any copy of it will do. */
interface Definition {
  readonly type?: unknown;
  readonly innerType?: unknown;
  readonly out?: unknown;
  readonly getter?: unknown;
  readonly options?: unknown;
  readonly entries?: unknown;
  readonly values?: unknown;
  readonly format?: unknown;
  readonly checks?: unknown;
}

type Found = Omit<SchemaField, 'nullable'> | 'null' | undefined;

/** How many wrappers (optional, default, pipe …) are looked through, so that a recursive schema ends. */
const maxWrappers = 20;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function definitionOf(schema: unknown): Definition {
  if (!isObject(schema)) return {};
  const holder = '_zod' in schema && isObject(schema._zod) ? schema._zod : schema;
  return 'def' in holder && isObject(holder.def) ? holder.def : {};
}

function isInteger({ format, checks }: Definition): boolean {
  const formats = [
    format,
    ...(Array.isArray(checks) ? checks.map((check) => definitionOf(check).format) : []),
  ];
  return formats.some((name) => /int/.test(String(name)));
}

function literals(values: readonly unknown[]): Found {
  const kinds = new Set(values.map((value) => typeof value));
  const [kind] = kinds;
  if (kinds.size !== 1 || (kind !== 'string' && kind !== 'number' && kind !== 'boolean')) return undefined;
  return { kind, integer: false, values: values as readonly string[] }; // all of one scalar kind, as just seen
}

/** A numeric TypeScript enum lists its names too (`{ A: 0, 0: 'A' }`): those are no values. */
function enumValues(entries: unknown): readonly unknown[] {
  if (!isObject(entries)) return [];
  const named = Object.entries(entries);
  const reverse = new Set(named.flatMap(([, value]) => (typeof value === 'number' ? [String(value)] : [])));
  return named.flatMap(([name, value]) => (reverse.has(name) ? [] : [value]));
}

function plain(definition: Definition): Found {
  switch (definition.type) {
    case 'string':
    case 'template_literal':
      return { kind: 'string', integer: false };
    case 'number':
      return { kind: 'number', integer: isInteger(definition) };
    case 'boolean':
    case 'date':
      return { kind: definition.type, integer: false };
    case 'enum':
      return literals(enumValues(definition.entries));
    case 'literal':
      return Array.isArray(definition.values) ? literals(definition.values) : undefined;
    case 'null':
    case 'undefined':
      return 'null';
    default:
      return undefined;
  }
}

/** Members of one kind make one field; a union of kinds can't be compared and is left out. */
function union(members: readonly (SchemaField | 'null' | undefined)[]): SchemaField | undefined {
  const fields = members.filter((member) => member !== 'null');
  const kind = fields[0]?.kind;
  if (!kind || !fields.every((field): field is SchemaField => field?.kind === kind)) return undefined;
  const values = fields.map((field) => field.values);
  return {
    kind,
    nullable: fields.length < members.length || fields.some((field) => field.nullable),
    integer: fields.every((field) => field.integer),
    ...(!values.includes(undefined) && { values: values.flatMap((some = []) => some) }),
  };
}

/** Wrappers that change nothing about the kind. */
const transparent: ReadonlySet<unknown> = new Set([
  'default',
  'prefault',
  'nonoptional',
  'catch',
  'readonly',
]);

function describe(schema: unknown, budget = maxWrappers): SchemaField | 'null' | undefined {
  if (budget === 0) return undefined;
  const definition = definitionOf(schema);
  const { type, getter, options } = definition;
  const inside = (inner: unknown): SchemaField | 'null' | undefined => describe(inner, budget - 1);
  if (type === 'optional' || type === 'nullable') {
    const inner = inside(definition.innerType);
    return isObject(inner) ? { ...inner, nullable: true } : inner;
  }
  if (transparent.has(type)) return inside(definition.innerType);
  if (type === 'pipe') return inside(definition.out);
  if (type === 'lazy') return typeof getter === 'function' ? inside(getter()) : undefined;
  if (type === 'union') return Array.isArray(options) ? union(options.map(inside)) : undefined;
  const found = plain(definition);
  return isObject(found) ? { ...found, nullable: false } : found;
}

/** The comparable fields of an object schema, or `undefined` when it is none. */
export function describeSchema(schema: unknown): ReadonlyMap<string, SchemaField> | undefined {
  const definition = definitionOf(schema);
  const shape: unknown = 'shape' in definition ? definition.shape : undefined;
  if (definition.type !== 'object' || !isObject(shape)) return undefined;
  const fields = Object.entries(shape).flatMap(([name, field]): [string, SchemaField][] => {
    const found = describe(field);
    return isObject(found) ? [[name, found]] : [];
  });
  return new Map(fields);
}
