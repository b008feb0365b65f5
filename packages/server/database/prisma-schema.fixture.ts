export interface Column {
  type: string;
  required: boolean;
  /** The default that the database itself fills in. */
  default: string | null;
}

export interface Table {
  columns: Record<string, Column>;
  /** Name of the index → its kind and columns. */
  indexes: Record<string, string>;
}

const types: Record<string, string> = {
  String: 'text C',
  'String[]': 'text[] C',
  'Unsupported("xid8")': 'xid8',
  BigInt: 'bigint',
  Int: 'integer',
  Float: 'double precision',
  Boolean: 'boolean',
  Json: 'jsonb',
  Bytes: 'bytea',
  'DateTime @db.Timestamptz(3)': 'timestamp(3) with time zone',
};

interface FieldLine {
  column: string;
  type: string;
  optional: boolean;
  attributes: string;
}

function defaultOf(attributes: string): string | null {
  const value = /@default\(((?:[^()]|\((?:[^()]|\(\))*\))*)\)/.exec(attributes)?.[1];
  // An identity column has no default that the catalogue would show.
  if (value === undefined || /^(uuid|cuid|nanoid|ulid|autoincrement)\(/.test(value)) return null;
  const written = /^dbgenerated\("(.*)"\)$/.exec(value)?.[1];
  if (written !== undefined) return written;
  return value === 'now()' ? 'CURRENT_TIMESTAMP' : value.replaceAll('"', "'");
}

function columnOf({ type, optional, attributes }: FieldLine): Column {
  const native = /@db\.\w+(\(\d+\))?/.exec(attributes)?.[0];
  const key = native ? `${type} ${native}` : type;
  return { type: types[key] ?? `unknown: ${key}`, required: !optional, default: defaultOf(attributes) };
}

function fieldLinesOf(body: string): Map<string, FieldLine> {
  const lines = [...body.matchAll(/^ {2}(\w+) +(\w+(?:\[\]|\("\w+"\))?)(\?)?(.*)$/gm)];
  return new Map(
    lines.map(([, name = '', type = '', optional, attributes = '']) => {
      const column = /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? name;
      return [name, { column, type, optional: optional !== undefined, attributes }];
    }),
  );
}

/** `users_name_id_idx` → `index name, id`: those of one field stand at the field, others below. */
function indexesOf(body: string, fields: Map<string, FieldLine>): Record<string, string> {
  const kinds: Record<string, string> = { id: 'primary', unique: 'unique', index: 'index' };
  const indexes: Record<string, string> = {};
  for (const { column, attributes } of fields.values()) {
    const [, kind = '', name] = /@(id|unique)\(map: "(\w+)"\)/.exec(attributes) ?? [];
    if (name) indexes[name] = `${kinds[kind]} ${column}`;
  }
  for (const [, kind = '', list = '', name = ''] of body.matchAll(
    /@@(index|unique|id)\(\[(.*?)\], map: "(\w+)"\)/g,
  )) {
    const columns = list.split(', ').map((field) => fields.get(field)?.column);
    indexes[name] = `${kinds[kind]} ${columns.join(', ')}`;
  }
  return indexes;
}

/** Reads the tables that a formatted Prisma schema asks for: as much of its language as ours uses. */
export function tablesOfSchema(schema: string): Record<string, Table> {
  const bodies = [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)^\}/gm)].map((model) => model[1] ?? '');
  return Object.fromEntries(
    bodies.map((body) => {
      const fields = fieldLinesOf(body);
      const columns = [...fields.values()].map((field) => [field.column, columnOf(field)]);
      const name = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '';
      return [name, { columns: Object.fromEntries(columns), indexes: indexesOf(body, fields) }];
    }),
  );
}
