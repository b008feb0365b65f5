import type { Shape } from '../../model/shape';
import { untracked } from '../../model/signals';
import {
  compareValues,
  equalities,
  type Fields,
  fieldsOf,
  fieldsUsed,
  type ListSpecs,
  matcher,
  parseQuery,
  type Query,
} from '../../query';
import { type Demands, storedIndex } from '../../registry/live-views';
import type { EntityRecord } from '../../registry/record';

/** What a row is sorted by: the most significant value, and those that break its ties, the order of arrival last. */
export interface Keys {
  readonly first: unknown;
  readonly rest: readonly unknown[];
}

/** An entity in the order of a collection. */
export interface Place extends Keys {
  readonly record: EntityRecord;
}

/** A checked and compiled query of a collection. */
export interface Plan {
  /** Whether an entity's local values belong to the collection; `undefined` where a value that decides is unknown. */
  readonly matches: (record: EntityRecord) => boolean | undefined;
  /** Whether a row belongs to the collection. */
  readonly matchesRow: (row: object) => boolean;
  /** What each entity has, or is not known not to have, that belongs to the collection. */
  readonly demands: Demands;
  /** Whether an order was asked for; else that of arrival stands. */
  readonly isOrdered: boolean;
  readonly placeOf: (record: EntityRecord, arrival: number) => Place;
  /** As {@link placeOf}, for a row that a provider gave. */
  readonly keysOf: (row: object, arrival: number) => Keys;
  readonly compare: (a: Keys, b: Keys) => number;
  /** Whether a change of a property may decide on membership. */
  readonly filters: (shape: Shape, name: string) => boolean;
  /** Whether a property decides on the order. */
  readonly sorts: (name: string) => boolean;
  /** What was asked for: equal of specs that mean the same. */
  readonly query: Query;
  /** Rows on a page; `undefined` where none was asked for. */
  readonly limit: number | undefined;
}

/** The filterable fields of an item class, from its schema; `undefined` where it has none. */
export const fieldsOfClass = (type: { readonly prototype: object }): Fields | undefined => {
  const schema: unknown = Reflect.get(type.prototype, 'schema') ?? Reflect.get(type, 'schema');
  return schema === undefined || schema === null ? undefined : fieldsOf(schema);
};

/** Leaves out what was given as `undefined`, which for a whole part of the specs means that it was not given. */
const given = (specs: ListSpecs<never>): ListSpecs<never> =>
  Object.fromEntries(Object.entries(specs).filter(([, value]) => value !== undefined));

type Read = (record: EntityRecord) => unknown;

/** Reads a property of records, straight from where it is stored if it is. */
const reader = (name: string): Read => {
  let shape: Shape | undefined;
  let index = -1;
  return (record) => {
    if (record.shape !== shape) {
      shape = record.shape;
      index = storedIndex(shape, name);
    }
    return index < 0 ? untracked(() => Reflect.get(record.owner, name)) : record.values[index];
  };
};

/** Keys are the collection's own: a date that somebody changes must not upset the order. */
const keyOf = (value: unknown): unknown => (value instanceof Date ? new Date(value) : value);

/** Compares by one value after the other; null comes last, and first where the direction is turned. */
const compareBy =
  ([sign = 1, ...signs]: readonly number[]) =>
  (a: Keys, b: Keys): number => {
    let order = compareValues(a.first, b.first) * sign;
    for (let at = 0; order === 0 && at < a.rest.length; at++) {
      order = compareValues(a.rest[at], b.rest[at]) * (signs[at] ?? 1);
    }
    return order;
  };

/**
 * Checks and compiles the specs of a `load`.
 *
 * @throws ValidationError for what the entity's schema does not allow.
 */
export const compile = (fields: Fields | undefined, specs: ListSpecs<never>): Plan => {
  const query = parseQuery(fields, given(specs));
  const { where, orderBy } = query;
  const isNullable = (name: string): boolean => fields?.get(name)?.nullable !== false;
  const order = specs.orderBy === undefined ? [] : orderBy;
  const columns = order.map(({ field }) => reader(field));
  const [leading] = columns;
  const [filtered, sorted] = [fieldsUsed({ where, orderBy: [] }), fieldsUsed({ where: undefined, orderBy })];
  const certain = [...filtered].filter((name) => !isNullable(name)).map(reader);
  const required = [...equalities(where)];
  const matches = matcher(where, reader);
  const checks = required.map(([field, values]) => {
    const [holds, read] = [matcher({ op: 'in', field, values }, reader), reader(field)];
    return (record: EntityRecord) => holds(record) || (!isNullable(field) && read(record) === undefined);
  });
  let shape: Shape | undefined;
  let isStored = true;
  return {
    matches: (record) => {
      if (certain.every((read) => read(record) !== undefined)) return matches(record);
      // What is known may say no all the same.
      return checks.every((check) => check(record)) ? undefined : false;
    },
    matchesRow: matcher(where),
    // An unknown value may be any, where it is not the same as null.
    demands: new Map(
      required.map(([field, values]) => [
        field,
        isNullable(field) && !values.includes(null) ? values : [...values, undefined],
      ]),
    ),
    isOrdered: order.length > 0,
    placeOf: (record, arrival) => {
      const rest: unknown[] = [];
      for (let at = 1; at < columns.length; at++) rest.push(keyOf(columns[at]?.(record)));
      rest.push(arrival, record.arrival);
      return { first: leading === undefined ? arrival : keyOf(leading(record)), rest, record };
    },
    keysOf: (row, arrival) => {
      const [first, ...rest] = order.map(({ field }) => Reflect.get(row, field) as unknown);
      return { first, rest: [...rest, arrival] };
    },
    compare: compareBy(order.map(({ direction }) => (direction === 'asc' ? 1 : -1))),
    filters: (of, name) => {
      if (of !== shape) {
        shape = of;
        isStored = [...filtered, ...sorted].every((each) => storedIndex(of, each) >= 0);
      }
      // What is computed may change with any property.
      return !isStored || filtered.has(name);
    },
    sorts: (name) => sorted.has(name),
    query,
    limit: specs.limit,
  };
};
