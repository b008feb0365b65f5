import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { ApiAnswer } from './api.fixture';

type Json = Readonly<Record<string, unknown>>;

/** An operation of the document, as far as tests read it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Json | undefined;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema: Json }>> }>
  >;
}

interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required?: boolean;
  readonly schema?: Json;
  readonly content?: { readonly 'application/json': { readonly schema: Json } };
}

// The document is JSON: what is read of it here stands in the schema that it is checked against first.
const at = (value: unknown, ...keys: string[]): unknown =>
  keys.reduce((held, key) => (held as Json | undefined)?.[key], value);

/** The operations of an OpenAPI document. */
export function operationsOf(document: unknown): Operation[] {
  const paths = at(document, 'paths') as Record<string, Record<string, Json>>;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      parameters: (operation['parameters'] ?? []) as Parameter[],
      body: at(operation, 'requestBody', 'content', 'application/json', 'schema') as Json | undefined,
      responses: operation['responses'] as Operation['responses'],
    })),
  );
}

/** Checks values against schemas of a document. */
export function validatorOf(document: unknown) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats['default'](ajv);
  ajv.addSchema({ $id: 'document', ...(document as object) });
  const known = new Map<Json, (value: unknown) => string | undefined>();
  return (schema: Json, value: unknown): string | undefined => {
    const found =
      known.get(schema) ??
      (() => {
        // References of the document are to itself.
        const text = JSON.stringify(schema).replaceAll('"#/', '"document#/');
        const validate = ajv.compile(JSON.parse(text) as object);
        return (given: unknown) => (validate(given) ? undefined : ajv.errorsText(validate.errors));
      })();
    known.set(schema, found);
    return found(value);
  };
}

/** What an answer has that the document does not say of it; `undefined` when it is as described. */
export function undescribed(
  { responses }: Operation,
  { status, headers, json }: ApiAnswer,
  validate: ReturnType<typeof validatorOf>,
): string | undefined {
  const response = responses[String(status)];
  if (response === undefined) return `${status} is not described`;
  const type = headers.get('Content-Type')?.split(';')[0];
  if (type === undefined) return response.content === undefined ? undefined : `${status} has no body`;
  const schema = response.content?.[type]?.schema;
  if (schema === undefined) return `${status} is not described as ${type}`;
  return type.includes('json') ? validate(schema, json) : undefined;
}

const text = (schema: Json): fc.Arbitrary<string> => {
  if (schema['format'] === 'email') return fc.stringMatching(/^[a-z0-9]{1,20}@[a-z]{1,10}\.org$/);
  if (schema['format'] === 'uuid') return fc.uuid({ version: 7 });
  if (schema['format'] === 'date-time') {
    return fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  const size = { minLength: Number(schema['minLength'] ?? 0), maxLength: Number(schema['maxLength'] ?? 20) };
  return fc.string({ unit: 'grapheme', ...size });
};

const objectOf = (schema: Json, of: (inner: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<object> => {
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, Json>);
  const required = (schema['required'] ?? []) as string[];
  const optional = fields.map(([name]) => name).filter((name) => !required.includes(name));
  const minLength = Math.max(0, Number(schema['minProperties'] ?? 0) - required.length);
  return fc
    .subarray(optional, {
      minLength,
      maxLength: Math.min(optional.length, Number(schema['maxProperties'] ?? 3)),
    })
    .chain((chosen) =>
      fc.record(
        Object.fromEntries(
          fields
            .filter(([name]) => required.includes(name) || chosen.includes(name))
            .map(([name, field]) => [name, of(field)]),
        ),
      ),
    );
};

/** Values that a schema of the document describes, as far as they are likely: whoever asks checks them. */
export function arbitraryOf(document: unknown, schema: Json, depth = 2): fc.Arbitrary<unknown> {
  const of = (inner: unknown): fc.Arbitrary<unknown> => arbitraryOf(document, inner as Json, depth);
  if (typeof schema['$ref'] === 'string') {
    const named = at(document, ...schema['$ref'].slice(2).split('/')) as Json;
    return depth === 0 ? fc.constant({}) : arbitraryOf(document, named, depth - 1);
  }
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  if (Array.isArray(schema['anyOf'])) return fc.oneof(...schema['anyOf'].map(of));
  const type = schema['type'];
  if (Array.isArray(type)) return fc.oneof(...type.map((each: unknown) => of({ ...schema, type: each })));
  return ofType(schema, of);
}

function ofType(schema: Json, of: (inner: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  switch (schema['type']) {
    case 'null':
      return fc.constant(null);
    case 'string':
      return text(schema);
    case 'integer':
      return fc.integer({ min: Number(schema['minimum'] ?? -1000), max: Number(schema['maximum'] ?? 1000) });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(of(schema['items']), { minLength: Number(schema['minItems'] ?? 0), maxLength: 3 });
    case 'object':
      return objectOf(schema, of);
    default:
      throw new Error(`No values are known for ${JSON.stringify(schema)}`);
  }
}
