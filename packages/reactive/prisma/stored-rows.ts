import type { z } from 'zod';
import { classOf, definitionOf } from '../wire/definition';
import { decodeBy, encodeBy } from '../wire/encode';
import type { PrismaEntity } from './entity';

/** The schema of what a column holds: past wrappers, and on the outer side of codecs. */
function columnOf(schema: unknown): unknown {
  const { innerType, in: input, getter } = definitionOf(schema);
  const inner = innerType ?? input ?? getter?.();
  return inner === undefined ? schema : columnOf(inner);
}

/** Columns have types of their own for dates, bigints and bytes; whatever else JSON lacks is kept as JSON. */
function store(schema: unknown, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  const column = columnOf(schema);
  const json = encodeBy(schema, value);
  const isTyped =
    ['date', 'bigint'].includes(String(definitionOf(column).type)) || classOf(column) === Uint8Array;
  return isTyped ? decodeBy(column, json) : json;
}

/** Prisma hands out decimals as objects of its own class. */
function plainDecimal(value: unknown): unknown {
  const isDecimal = typeof value === 'object' && value !== null && 'toFixed' in value;
  return isDecimal && typeof value.toFixed === 'function' ? value.toFixed() : value;
}

/**
 * How rows with values that JSON lacks are kept, by their schema: `BigInt` columns for bigints, `Decimal` for decimals,
 * `Bytes` for bytes, `Json` for maps, sets and nested data, and for a codec the column of its outer side.
 *
 * @example
 * const orders: PrismaEntity<IOrder> = {
 *   delegate: () => prisma.order,
 *   ...storedRows<IOrder>(orderSchema),
 *   fields: fieldsOf(orderSchema),
 *   create: orderCreateSchema,
 *   patch: orderPatchSchema,
 * };
 */
export function storedRows<T extends object>(
  schema: z.ZodObject,
): Required<Pick<PrismaEntity<T>, 'columns' | 'read' | 'write'>> {
  const map = (row: object, change: (value: unknown, field: unknown) => unknown): object =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, change(value, schema.shape[name])]));
  return {
    columns: Object.keys(schema.shape),
    read: (row) => decodeBy(schema, map(row, plainDecimal)) as T, // the columns are those of the schema
    write: (values) => map(values, (value, field) => store(field, value)),
  };
}
