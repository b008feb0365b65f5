import type { oas31 } from 'zod-openapi';
import { defaultLimits, type Field, type Fields } from '../query';

type Schema = oas31.SchemaObject;

const TYPES = { string: 'string', number: 'number', boolean: 'boolean', date: 'string' } as const;

/** One value that a field is compared with. */
export const valueSchema = ({ kind, integer, nullable, values }: Field): Schema => {
  if (values !== undefined) return { enum: nullable ? [...values, null] : [...values] };
  const type = integer ? 'integer' : TYPES[kind];
  const format = kind === 'date' ? { format: 'date-time' } : {};
  return { type: nullable ? [type, 'null'] : type, ...format };
};

const isList = (operator: string): boolean => operator === 'in' || operator === 'notIn';

const isSearch = (operator: string): boolean => /^(contains|startsWith|endsWith)$/.test(operator);

const operandSchema = (field: Field, operator: string): Schema => {
  const value = valueSchema(field);
  if (isList(operator)) {
    return {
      type: 'array',
      minItems: 1,
      maxItems: defaultLimits.maxListLength,
      uniqueItems: true,
      items: value,
    };
  }
  if (isSearch(operator)) return { type: 'string', minLength: 1, maxLength: defaultLimits.maxTextLength };
  return operator === 'equals' || operator === 'not' ? value : valueSchema({ ...field, nullable: false });
};

const conditionSchema = (field: Field): Schema => ({
  anyOf: [
    valueSchema(field),
    {
      type: 'object',
      minProperties: 1,
      additionalProperties: false,
      properties: Object.fromEntries(
        field.operators.map((operator) => [operator, operandSchema(field, operator)]),
      ),
    },
  ],
});

/**
 * The filters that a list takes, as JSON Schema.
 *
 * @param self - a reference to this very schema, for `AND`, `OR` and `NOT`
 */
export const whereSchema = (fields: Fields, self: oas31.ReferenceObject): Schema => {
  const { maxDepth, maxNodes } = defaultLimits;
  const several: Schema = { type: 'array', minItems: 1, items: self };
  const conditions = [...fields].map(([name, field]) => [name, conditionSchema(field)]);
  return {
    type: 'object',
    description: `All conditions must hold. At most ${maxDepth} levels of AND, OR and NOT, and ${maxNodes} conditions.`,
    additionalProperties: false,
    properties: { ...Object.fromEntries(conditions), AND: several, OR: several, NOT: self },
  };
};

/** The orders that a list takes, as JSON Schema. */
export const orderSchema = (fields: Fields): Schema => {
  const sortable = [...fields].filter(([, field]) => field.sortable).map(([name]) => name);
  const one: Schema = {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
    properties: Object.fromEntries(sortable.map((name) => [name, { enum: ['asc', 'desc'] }])),
  };
  return { anyOf: [one, { type: 'array', minItems: 1, items: one }] };
};
