import type { oas31 } from 'zod-openapi';
import { defaultLimits, type Fields } from '../query';
import { orderSchema, valueSchema } from './filter';

type Parameter = oas31.ParameterObject;

const json = (
  name: string,
  schema: oas31.SchemaObject | oas31.ReferenceObject,
  { description, example }: { readonly description: string; readonly example: object },
): Parameter => ({
  name,
  in: 'query',
  description,
  // Pages that try an API out send it as it stands; what they make of the schema by themselves is refused.
  content: { 'application/json': { schema, example } },
});

const equality = (fields: Fields): Parameter[] =>
  [...fields].map(([name, field]) => ({
    name,
    in: 'query',
    description: `Only those whose \`${name}\` is this value.`,
    schema: valueSchema({ ...field, nullable: false }),
  }));

/** The parameters of a list: a value for each field, a filter, an order, and which page. */
export const listParameters = (fields: Fields, where: oas31.ReferenceObject): Parameter[] => [
  ...equality(fields),
  json('where', where, {
    description: 'A filter in JSON; together with values for fields, all must hold.',
    example: {},
  }),
  json('orderBy', orderSchema(fields), {
    description: 'An order in JSON; the id breaks the ties that are left.',
    example: { id: 'asc' },
  }),
  {
    name: 'limit',
    in: 'query',
    description: 'How many at most.',
    schema: {
      type: 'integer',
      minimum: 1,
      maximum: defaultLimits.maxPageSize,
      default: defaultLimits.pageSize,
    },
  },
  {
    name: 'next',
    in: 'query',
    description: 'The page after the one that gave this `next`, with the same filter and order.',
    schema: { type: 'string', minLength: 1 },
  },
];

/** The id in the path of one row. */
export const ID: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', minLength: 1 },
};

/** The version that a change is based on. */
export const IF_MATCH: Parameter = {
  name: 'If-Match',
  in: 'header',
  // Not required of the document's readers alone: without it the answer is 428.
  required: true,
  description: 'The `ETag` of the version that the change is based on.',
  schema: { type: 'string', pattern: '^"[1-9][0-9]{0,14}"$' },
  example: '"1"',
};

/** The version that the caller has. */
export const IF_NONE_MATCH: Parameter = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The `ETag` of the version that the caller has: 304 if it is still that.',
  schema: { type: 'string' },
  example: '"1"',
};

/** The key under which a creation is repeated. */
export const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same for each repetition of one creation, so that it happens once.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
};
