import { encodeByKind, encodeUnknown } from './by-kind';
import { codecForm } from './codec';
import {
  intersectionForm,
  listForm,
  mapForm,
  objectForm,
  recordForm,
  setForm,
  tupleForm,
} from './containers';
import { classOf, type Definition, definitionOf, isObject, isOptional } from './definition';
import type { Faults } from './faults';
import { asItIs, type Form, type Side } from './form';
import { rowSchemaOf } from './row-form';
import { decodeBigint, decodeBytes, decodeDate, encodeNumber } from './scalars';
import { unionForm } from './union';

const numberForm: Form = {
  encode: (value, faults) =>
    typeof value === 'number' ? encodeNumber(value, faults) : encodeByKind(value, faults),
};
const dateForm: Form = { encode: encodeByKind, decode: decodeDate };
const bigintForm: Form = { encode: encodeByKind, decode: decodeBigint };
const unknownForm: Form = { encode: encodeUnknown };

/** Values whose JSON is themselves. */
const PLAIN = [
  'string',
  'boolean',
  'enum',
  'template_literal',
  'null',
  'undefined',
  'void',
  'never',
] as const;

function isClass(value: unknown): value is abstract new () => object {
  return typeof value === 'function' && isObject(value.prototype);
}

function bytesForm(type: unknown): Form {
  const decode = (json: unknown): unknown => {
    const bytes = decodeBytes(json);
    // A class derived from Uint8Array, such as Buffer, makes its own of the bytes.
    return bytes instanceof Uint8Array && type !== Uint8Array
      ? (type as typeof Uint8Array).from(bytes)
      : bytes;
  };
  return { encode: encodeByKind, decode };
}

/** `z.instanceof`: of the classes that we know. */
function instanceForm(schema: unknown): Form {
  const type = classOf(schema);
  if (!isClass(type)) return unknownForm;
  if (type === Uint8Array || type.prototype instanceof Uint8Array) return bytesForm(type);
  if (type === Date) return dateForm;
  if (type === Map) return mapForm(unknownForm, unknownForm);
  return type === Set ? setForm(unknownForm) : unknownForm;
}

function literalForm(values: unknown): Form {
  const bigints = Array.isArray(values) ? values.filter((value) => typeof value === 'bigint') : [];
  if (!Array.isArray(values) || bigints.length === 0) return asItIs;
  return {
    encode: encodeByKind,
    decode: (json) => bigints.find((value) => String(value) === json && !values.includes(json)) ?? json,
  };
}

/** Null and nothing travel as they are, whatever is inside. */
function emptiable({ encode, decode, ...inner }: Form): Form {
  return {
    ...inner,
    encode: encode && ((value, faults) => (value === null ? value : encode(value, faults))),
    decode: decode && ((json) => (json === null ? json : decode(json))),
  };
}

/** An element: where an object leaves nothing out, a list would write null. */
function present({ encode, ...inner }: Form): Form {
  return {
    ...inner,
    encode(value, faults) {
      if (value === undefined) return encodeByKind(value, faults);
      return encode ? encode(value, faults) : value;
    },
  };
}

/** The members of a union, those of unions inside among them; null and nothing need no telling apart. */
function union(options: readonly unknown[], side: Side): Form {
  const telling = options.filter(
    (option) => !['null', 'undefined'].includes(String(definitionOf(option).type)),
  );
  const members = telling.map((option) => ({
    form: formOf(option, side),
    option,
    schema: side === 'in' ? option : rowSchemaOf(option),
  }));
  const [only] = members;
  const form = only && members.length === 1 ? only.form : unionForm(members);
  return telling.length < options.length ? emptiable(form) : form;
}

function object({ shape, catchall }: Definition, side: Side): Form {
  const fields = new Map(Object.entries(shape ?? {}).map(([name, schema]) => [name, formOf(schema, side)]));
  const closed = catchall === undefined || definitionOf(catchall).type === 'never';
  return objectForm(fields, closed ? undefined : formOf(catchall, side));
}

function container(definition: Definition, side: Side): Form | undefined {
  const { type, element, keyType, valueType, items, rest, options, left, right } = definition;
  const inside = (schema: unknown): Form => formOf(schema, side);
  const part = (schema: unknown): Form => (isOptional(schema) ? present(inside(schema)) : inside(schema));
  switch (type) {
    case 'object':
      return object(definition, side);
    case 'array':
      return listForm(part(element));
    case 'record':
      return recordForm(inside(valueType));
    case 'tuple':
      return tupleForm(Array.isArray(items) ? items.map(part) : [], rest ? part(rest) : asItIs);
    case 'map':
      return mapForm(part(keyType), part(valueType));
    case 'set':
      return setForm(part(valueType));
    case 'union':
      return union(Array.isArray(options) ? options : [], side);
    case 'intersection':
      return intersectionForm(inside(left), inside(right));
    default:
      return undefined;
  }
}

/** Values of one kind, whatever else their schema says. */
const SIMPLE: ReadonlyMap<unknown, Form> = new Map([
  ...PLAIN.map((type) => [type, asItIs] as const),
  ['number', numberForm],
  ['nan', numberForm],
  ['date', dateForm],
  ['bigint', bigintForm],
]);

function pipe(schema: unknown, definition: Definition, side: Side): Form {
  const isCodec = definition.reverseTransform !== undefined;
  return isCodec && side === 'out'
    ? codecForm(schema, formOf(definition.in, side))
    : formOf(definition[side], side);
}

/** What has one schema inside, if any. */
function wrapper(schema: unknown, definition: Definition, side: Side): Form {
  const { type, innerType, getter } = definition;
  if (type === 'pipe') return pipe(schema, definition, side);
  if (type === 'lazy') return formOf(getter?.(), side);
  if (innerType === undefined) return unknownForm;
  const inner = formOf(innerType, side);
  return type === 'nullable' || type === 'optional' ? emptiable(inner) : inner;
}

function compile(schema: unknown, side: Side): Form {
  const definition = definitionOf(schema);
  const simple = SIMPLE.get(definition.type);
  if (simple) return simple;
  if (definition.type === 'literal') return literalForm(definition.values);
  if (definition.type === 'custom') return instanceForm(schema);
  return container(definition, side) ?? wrapper(schema, definition, side);
}

const compiled: Readonly<Record<Side, WeakMap<object, Form>>> = { in: new WeakMap(), out: new WeakMap() };

/** Stands for a form that is being made: a recursive schema refers back to itself. */
function deferred(schema: object, side: Side): Form {
  return {
    encode(value: unknown, faults: Faults): unknown {
      const { encode } = formOf(schema, side);
      return encode ? encode(value, faults) : value;
    },
    decode(json: unknown): unknown {
      const { decode } = formOf(schema, side);
      return decode ? decode(json) : json;
    },
  };
}

/** How the values of a schema travel; found out once per schema. */
export function formOf(schema: unknown, side: Side): Form {
  if (!isObject(schema)) return unknownForm;
  const forms = compiled[side];
  const known = forms.get(schema);
  if (known) return known;
  forms.set(schema, deferred(schema, side));
  const form = compile(schema, side);
  forms.set(schema, form);
  return form;
}
