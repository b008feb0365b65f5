import type { Condition, Order, Query, Scalar } from '../ast';
import { type CursorOptions, decodeCursor } from './cursor';

function all(conditions: readonly Condition[]): Condition {
  const [only, ...others] = conditions;
  return only && others.length === 0 ? only : { op: 'and', conditions };
}

function isNull(field: string): Condition {
  return { op: 'equals', field, value: null };
}

/** What lies after a value in one field: null is the greatest value, and booleans have no ranges in SQL. */
function beyond({ field, direction }: Order, value: Scalar, nullable: boolean): Condition[] {
  if (value === null) return direction === 'asc' ? [] : [{ op: 'not', condition: isNull(field) }];
  const found: Condition[] = [];
  if (typeof value === 'boolean') {
    if (value === (direction === 'desc')) found.push({ op: 'equals', field, value: !value });
  } else {
    found.push({ op: direction === 'asc' ? 'gt' : 'lt', field, value });
  }
  if (nullable && direction === 'asc') found.push(isNull(field));
  return found;
}

/** A bound on the first field alone, which lets a database seek in its index instead of reading from the start. */
function bound({ field, direction }: Order, value: Scalar, nullable: boolean): Condition[] {
  if (value === null || typeof value === 'boolean' || (nullable && direction === 'asc')) return [];
  return [{ op: direction === 'asc' ? 'gte' : 'lte', field, value }];
}

/**
 * The condition that holds for the rows after the query's cursor, `undefined` on the first page. To be ANDed with
 * `query.where` by executors that page by filter (SQL), so that they page as the memory does.
 *
 * @throws ValidationError (field `next`) when the cursor is none of this query
 * @example
 * const after = afterCursor(query, { fields });
 * const rows = await select({ where: [query.where, after], take: query.limit + 1 });
 */
export function afterCursor(query: Query, options: CursorOptions = {}): Condition | undefined {
  const after = decodeCursor(query, options);
  if (!after) return undefined;
  const { orderBy } = query;
  const { fields } = options;
  const [first] = orderBy;
  const nullable = ({ field }: Order): boolean => fields?.get(field)?.nullable ?? !fields;
  const same: Condition[] = [];
  const branches: Condition[] = [];
  for (const [index, order] of orderBy.entries()) {
    const value = after[index] ?? null;
    const isId = index === orderBy.length - 1;
    for (const step of beyond(order, value, !isId && nullable(order))) branches.push(all([...same, step]));
    same.push({ op: 'equals', field: order.field, value });
  }
  const later: Condition = branches.length > 1 ? { op: 'or', conditions: branches } : all(branches);
  const seek = first && orderBy.length > 1 ? bound(first, after[0] ?? null, nullable(first)) : [];
  return all([...seek, later]);
}
