import type { Query } from '../ast';
import { comparator } from '../compare';
import { matcher } from '../match';
import type { ListResult } from '../types';
import { type CursorOptions, encodeCursor } from './cursor';
import { afterCursor } from './keyset';

/**
 * Runs a query over rows in memory: the reference that every other executor agrees with.
 *
 * @throws ValidationError (field `next`) when the cursor is none of this query
 * @example
 * runQuery(rows, parseQuery(fields, { where: { role: 'admin' }, limit: 10 })); // { items, total, next }
 */
export function runQuery<Row extends object>(
  rows: readonly Row[],
  query: Query,
  options: CursorOptions = {},
): ListResult<Row> {
  const found = rows.filter(matcher(query.where));
  const rest = found.filter(matcher(afterCursor(query, options))).sort(comparator(query.orderBy));
  const items = rest.slice(0, query.limit);
  const last = items.at(-1);
  const next = last && rest.length > items.length ? encodeCursor(query, last, options) : null;
  return { items, total: found.length, next };
}
