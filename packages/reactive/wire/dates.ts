/** Which end of a pipe (`z.iso.date().pipe(z.coerce.date())`) the JSON stands for: what goes in, or what came out. */
export type Side = 'in' | 'out';

type Revive = (json: unknown) => unknown;

/** The parts of a Zod 4 definition that we read. Zod itself is not imported: any copy of it will do. */
interface Definition {
  readonly type?: unknown;
  readonly innerType?: unknown;
  readonly in?: unknown;
  readonly out?: unknown;
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly items?: unknown;
  readonly options?: unknown;
  readonly shape?: unknown;
  readonly getter?: unknown;
}

const ISO = /^((?:\d{4}|[+-]\d{6})-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function definitionOf(schema: unknown): Definition {
  const inner = isObject(schema) && '_zod' in schema ? schema._zod : undefined;
  return isObject(inner) && 'def' in inner && isObject(inner.def) ? inner.def : {};
}

/** What is no ISO date and time stays as it is, for a schema to refuse. JavaScript takes 30 February for 1 March. */
function reviveDate(json: unknown): unknown {
  const day = typeof json === 'string' ? ISO.exec(json)?.[1] : undefined;
  if (day === undefined) return json;
  const date = new Date(String(json));
  const midnight = new Date(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && midnight.toISOString().startsWith(day);
  return exists ? date : json;
}

function reviveObject(shape: object, side: Side): Revive {
  const fields = Object.entries(shape).map(([name, schema]) => [name, revivalOf(schema, side)] as const);
  return (json) => {
    if (!isObject(json) || Array.isArray(json)) return json;
    const revived: Record<string, unknown> = { ...json };
    for (const [name, revive] of fields) {
      if (Object.hasOwn(revived, name)) revived[name] = revive(revived[name]);
    }
    return revived;
  };
}

function reviveList(revive: (part: unknown, index: number) => unknown): Revive {
  return (json) => (Array.isArray(json) ? json.map(revive) : json);
}

function reviveRecord(revive: Revive): Revive {
  return (json) => {
    if (!isObject(json) || Array.isArray(json)) return json;
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, revive(value)]));
  };
}

/** A text stays a text where the union allows one; objects of a union are left as they are. */
function reviveUnion(options: readonly unknown[]): Revive {
  const types = options.map((option) => definitionOf(option).type);
  return types.includes('date') && !types.includes('string') ? reviveDate : asItIs;
}

const asItIs: Revive = (json) => json;

function compile(schema: unknown, side: Side): Revive {
  const { type, innerType, element, items, options, shape, valueType, getter, ...pipe } =
    definitionOf(schema);
  if (type === 'date') return reviveDate;
  if (type === 'object' && isObject(shape)) return reviveObject(shape, side);
  if (type === 'array') return reviveList(revivalOf(element, side));
  if (type === 'record') return reviveRecord(revivalOf(valueType, side));
  if (type === 'tuple' && Array.isArray(items)) {
    const parts = items.map((item: unknown) => revivalOf(item, side));
    return reviveList((part, index) => (parts[index] ?? asItIs)(part));
  }
  if (type === 'union' && Array.isArray(options)) return reviveUnion(options);
  if (type === 'pipe') return revivalOf(pipe[side], side);
  if (type === 'lazy' && typeof getter === 'function') return revivalOf(getter(), side);
  return innerType === undefined ? asItIs : revivalOf(innerType, side);
}

const compiled: Readonly<Record<Side, WeakMap<object, Revive>>> = { in: new WeakMap(), out: new WeakMap() };

/** Compiled on first use and kept per schema: a recursive schema refers back to itself. */
function revivalOf(schema: unknown, side: Side): Revive {
  if (!isObject(schema)) return asItIs;
  const known = compiled[side];
  return (json) => {
    let revive = known.get(schema);
    if (!revive) known.set(schema, (revive = compile(schema, side)));
    return revive(json);
  };
}

/**
 * JSON with the texts that the schema calls dates turned into dates; everything else as it came. JSON has no dates,
 * so they travel as ISO texts.
 *
 * @example
 * reviveDates(userSchema, { createdAt: '2024-01-01T00:00:00Z' }, 'out'); // { createdAt: Date }
 */
export function reviveDates(schema: unknown, json: unknown, side: Side): unknown {
  return revivalOf(schema, side)(json);
}
