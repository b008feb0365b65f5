import { fieldErrorsOf, type SchemaIssue, ValidationError } from '../errors';
import { defaultLimits, type Order, type Query, type QueryLimits, type QueryOptions } from './ast';
import type { Fields } from './fields';
import { forbiddenNames, isPlainObject, type Refuse, WhereParser } from './parse-where';

const specNames: ReadonlySet<unknown> = new Set(['where', 'orderBy', 'limit', 'next']);

function parseOrder(orderBy: unknown, fields: Fields | undefined, refuse: Refuse): Order[] {
  const list: readonly unknown[] = Array.isArray(orderBy) ? orderBy : [orderBy];
  if (list.length === 0) refuse(['orderBy'], 'Expected at least one field');
  const orders = list.slice(0, 100).flatMap((entry, index): Order[] => {
    const path = Array.isArray(orderBy) ? ['orderBy', String(index)] : ['orderBy'];
    if (!isPlainObject(entry)) return refuse(path, "Expected { field: 'asc' } or { field: 'desc' }") ?? [];
    const [field, ...others] = Reflect.ownKeys(entry);
    if (typeof field !== 'string' || others.length > 0)
      return refuse(path, 'Expected exactly one field') ?? [];
    const known = fields ? fields.get(field)?.sortable : true;
    if (!known || forbiddenNames.has(field)) return refuse([...path, field], 'Unknown field') ?? [];
    const direction = entry[field];
    if (direction !== 'asc' && direction !== 'desc')
      return refuse([...path, field], 'Expected asc or desc') ?? [];
    return [{ field, direction }];
  });
  // A field may come once only: without a schema that says which there are, somebody could ask for thousands.
  if (list.length > 100) refuse(['orderBy'], 'At most 100 fields');
  if (new Set(orders.map(({ field }) => field)).size < orders.length)
    refuse(['orderBy'], 'A field is repeated');
  return orders;
}

/** Ends with the id; what comes after the id could decide nothing. */
function total(orders: readonly Order[], idField: string): readonly Order[] {
  const end = orders.findIndex(({ field }) => field === idField);
  const chosen =
    end < 0 ? [...orders, { field: idField, direction: 'asc' } as const] : orders.slice(0, end + 1);
  return Object.freeze(chosen.map((order) => Object.freeze(order)));
}

function parseLimit(limit: unknown, { pageSize, maxPageSize }: QueryLimits, refuse: Refuse): number {
  if (limit === undefined) return pageSize;
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= maxPageSize)
    return limit;
  refuse(['limit'], `Expected a whole number from 1 to ${maxPageSize}`);
  return pageSize;
}

/** Whether the cursor is one of this query is for the executor to find out: only it made it. */
function parseNext(next: unknown, refuse: Refuse): string | undefined {
  if (next === undefined || next === null) return undefined;
  return typeof next === 'string' && next !== '' ? next : refuse(['next'], 'Expected a cursor');
}

function readSpecs(specs: unknown, refuse: Refuse): Readonly<Record<string, unknown>> {
  if (specs === undefined) return {};
  if (!isPlainObject(specs)) return refuse([], 'Expected an object') ?? {};
  for (const key of Reflect.ownKeys(specs)) {
    if (!specNames.has(key)) refuse([String(key)], 'Unknown key');
  }
  return specs;
}

/**
 * Checks a query against the fields that it may name, and freezes what it means. Nothing is ignored or guessed: an
 * unknown name, a missing or a wrong value is refused. Without `fields` (a class that has no schema) every name
 * passes and kinds are those of the values.
 *
 * @throws ValidationError with a message per path (`where.name.contains`, `orderBy.0`, `limit`, `next`)
 * @example
 * const query = parseQuery(fieldsOf(userSchema), { where: { role: 'admin' }, orderBy: { name: 'asc' } });
 * rows.filter(matcher(query.where)).sort(comparator(query.orderBy));
 */
export function parseQuery(fields: Fields | undefined, specs: unknown, options: QueryOptions = {}): Query {
  const issues: SchemaIssue[] = [];
  const refuse: Refuse = (path, message) => {
    issues.push({ path, message });
    return undefined;
  };
  const limits = { ...defaultLimits, ...options.limits };
  const given = readSpecs(specs, refuse);
  const { where: filter, orderBy: order, limit: size, next } = given;
  const where =
    filter === undefined ? undefined : new WhereParser(fields, limits, refuse).parse(filter, ['where']);
  const orderBy = total(
    order === undefined ? [] : parseOrder(order, fields, refuse),
    options.idField ?? 'id',
  );
  const limit = parseLimit(size, limits, refuse);
  const cursor = parseNext(next, refuse);
  if (issues.length) throw new ValidationError(undefined, { errors: fieldErrorsOf(issues) });
  return Object.freeze({ where, orderBy, limit, next: cursor });
}
