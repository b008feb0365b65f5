import { encodeByKind, encodeList, encodeMap, encodeRecord } from './by-kind';
import { isRecord } from './definition';
import type { Faults } from './faults';
import { asItIs, type Form, setName } from './form';

type Encode = NonNullable<Form['encode']>;
type Decode = NonNullable<Form['decode']>;

const keep = (value: unknown, _faults?: Faults): unknown => value;

function decodeRecord(
  json: Readonly<Record<string, unknown>>,
  decode: (name: string) => Decode | undefined,
): object {
  let copy: Record<string, unknown> | undefined;
  for (const name of Object.keys(json)) {
    const held = json[name];
    const decoded = (decode(name) ?? keep)(held);
    if (decoded !== held) setName((copy ??= { ...json }), name, decoded);
  }
  return copy ?? json;
}

function decodeList(
  list: readonly unknown[],
  decode: (index: number) => Decode | undefined,
): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const part = list[index];
    const decoded = (decode(index) ?? keep)(part);
    if (decoded !== part) (copy ??= list.slice())[index] = decoded;
  }
  return copy ?? list;
}

/** A model stands for its values. */
function rowOf(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { getProperties } = value;
  return typeof getProperties === 'function' ? getProperties.call(value) : value;
}

/** What is to be done to rows with just these keys. Rows come in lists, one like the other. */
interface Plan {
  readonly keys: readonly string[];
  readonly steps: readonly { readonly name: string; readonly encode: Encode }[];
}

function planner(fields: ReadonlyMap<string, Form>, rest: Form): (row: object) => Plan['steps'] {
  let last: Plan = { keys: [], steps: [] };
  return (row) => {
    const keys = Object.keys(row);
    let same = keys.length === last.keys.length;
    for (let at = 0; same && at < keys.length; at++) same = keys[at] === last.keys[at];
    if (same) return last.steps;
    const steps = keys.flatMap((name) => {
      const { encode } = fields.get(name) ?? rest;
      return encode ? [{ name, encode }] : [];
    });
    last = { keys, steps };
    return steps;
  };
}

/** An object with fields; `others` is how what it does not name travels, by what it is unless told. */
export function objectForm(fields: ReadonlyMap<string, Form>, others: Form | undefined): Form {
  const rest = others ?? { encode: encodeByKind };
  const stepsFor = planner(fields, rest);
  const decoding = [...fields].flatMap(([name, { decode }]) => (decode ? [{ name, decode }] : []));
  const encode = (value: unknown, faults: Faults): unknown => {
    if (!isRecord(value)) return encodeByKind(value, faults);
    const row = rowOf(value);
    let copy: Record<string, unknown> | undefined;
    for (const { name, encode: encodeField } of stepsFor(row)) {
      const held = row[name];
      if (held === undefined) continue;
      const known = faults.count;
      const encoded = encodeField(held, faults);
      if (faults.count > known) faults.below(known, name);
      if (encoded !== held) setName((copy ??= { ...row }), name, encoded);
    }
    return copy ?? row;
  };
  const decodeKnown = (json: unknown): unknown => {
    if (!isRecord(json)) return json;
    let copy: Record<string, unknown> | undefined;
    for (const { name, decode } of decoding) {
      if (!Object.hasOwn(json, name)) continue;
      const decoded = decode(json[name]);
      if (decoded !== json[name]) setName((copy ??= { ...json }), name, decoded);
    }
    return copy ?? json;
  };
  const decodeAll = (json: unknown): unknown =>
    isRecord(json) ? decodeRecord(json, (name) => (fields.get(name) ?? rest).decode) : json;
  const known = decoding.length > 0 ? decodeKnown : undefined;
  return { encode, decode: rest.decode ? decodeAll : known, fields, others };
}

/** What both sides of an intersection say of an object. */
export function intersectionForm(left: Form, right: Form): Form {
  if (!left.fields || !right.fields) return sequence(left, right);
  const fields = new Map(left.fields);
  for (const [name, form] of right.fields) fields.set(name, sequence(left.fields.get(name) ?? asItIs, form));
  return objectForm(fields, left.others ?? right.others);
}

function sequence(first: Form, second: Form): Form {
  const chain = <F extends (value: unknown, faults: Faults) => unknown>(
    one: F | undefined,
    two: F | undefined,
  ) => (one && two ? (value: unknown, faults: Faults) => two(one(value, faults), faults) : (one ?? two));
  // A decoder takes one argument and does not mind another.
  return {
    encode: chain(first.encode, second.encode),
    decode: chain<Encode>(first.decode, second.decode) as Form['decode'],
  };
}

export function listForm({ encode, decode }: Form): Form {
  return {
    encode:
      encode &&
      ((value, faults) =>
        Array.isArray(value) ? encodeList(value, faults, encode) : encodeByKind(value, faults)),
    decode: decode && ((json) => (Array.isArray(json) ? decodeList(json, () => decode) : json)),
  };
}

export function recordForm({ encode, decode }: Form): Form {
  return {
    encode:
      encode &&
      ((value, faults) =>
        isRecord(value) ? encodeRecord(value, faults, encode) : encodeByKind(value, faults)),
    decode: decode && ((json) => (isRecord(json) ? decodeRecord(json, () => decode) : json)),
  };
}

export function tupleForm(items: readonly Form[], rest: Form): Form {
  const at = (index: number): Form => items[index] ?? rest;
  const all = [...items, rest];
  const encode: Encode = (value, faults) => {
    if (!Array.isArray(value)) return encodeByKind(value, faults);
    let index = 0;
    return encodeList(value, faults, (part) => (at(index++).encode ?? keep)(part, faults));
  };
  return {
    encode: all.some((form) => form.encode) ? encode : undefined,
    decode: all.some((form) => form.decode)
      ? (json) => (Array.isArray(json) ? decodeList(json, (index) => at(index).decode) : json)
      : undefined,
  };
}

/** A map as the list of its pairs. What is no such list, or has a key twice, stays as it came. */
export function mapForm(key: Form, value: Form): Form {
  const encoders = { key: key.encode ?? keep, value: value.encode ?? keep };
  return {
    encode: (held, faults) =>
      held instanceof Map ? encodeMap(held, faults, encoders) : encodeByKind(held, faults),
    decode: (json) => {
      if (!Array.isArray(json) || !json.every((pair) => Array.isArray(pair) && pair.length === 2))
        return json;
      const pairs = json.map(([name, held]): [unknown, unknown] => [
        (key.decode ?? keep)(name),
        (value.decode ?? keep)(held),
      ]);
      const map = new Map(pairs);
      return map.size === json.length ? map : json;
    },
  };
}

/** A set as the list of its elements. What is no list, or has an element twice, stays as it came. */
export function setForm({ encode = keep, decode = keep }: Form): Form {
  return {
    encode: (held, faults) =>
      held instanceof Set ? encodeList([...held], faults, encode) : encodeByKind(held, faults),
    decode: (json) => {
      if (!Array.isArray(json)) return json;
      const set = new Set(json.map(decode));
      return set.size === json.length ? set : json;
    },
  };
}
