import { reportError } from '../../errors';
import type { Shape } from '../../model/shape';
import { untracked } from '../../model/signals';
import {
  compareValues,
  equalities,
  type Fields,
  fieldsUsed,
  type ListSpecs,
  matcher,
  parseQuery,
  type Query,
} from '../../query';
import { codePointOrder } from '../../query/compare';
import { fieldsOfSchema } from '../../query/fields';
import type { FacadeType } from '../../registry/facades';
import { type Demands, storedIndex } from '../../registry/live-views';
import type { EntityRecord } from '../../registry/record';

/**
 * What a row is sorted by: the most significant values, and the order of arrival, which breaks their ties. Fields and
 * no list, since there is one of it for each entity of a collection.
 */
export class Keys {
  first: unknown = undefined;
  second: unknown = undefined;
  rest: readonly unknown[] | undefined = undefined;
  arrival = 0;
  /** What it is sorted for, whose own arrival breaks the last ties; of a row none is known. */
  readonly record: EntityRecord;

  constructor(record: EntityRecord) {
    this.record = record;
  }
}

/** What a row is sorted by that no record holds. */
export type Values = Pick<Keys, 'first' | 'second' | 'rest'>;

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
  /** Puts what a record is sorted by into `keys`, but for its arrival. */
  readonly sort: (keys: Keys) => void;
  /** What a row that a provider gave is sorted by. */
  readonly keysOf: (row: object) => Values;
  readonly compare: (a: Keys, b: Keys) => number;
  /** As {@link compare}, by what was asked for alone. */
  readonly compareValues: (a: Values, b: Values) => number;
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
  return schema === undefined || schema === null ? undefined : fieldsOfSchema(schema);
};

/** Leaves out what was given as `undefined`, which for a whole part of the specs means that it was not given. */
const given = (specs: ListSpecs<never>): ListSpecs<never> =>
  Object.fromEntries(Object.entries(specs).filter(([, value]) => value !== undefined));

type Read = (record: EntityRecord) => unknown;

// Apart from where it is called: a closure there would cost each reading a context, although hardly any needs it.
const readItem = (item: object, name: string): unknown =>
  untracked(() => {
    try {
      return Reflect.get(item, name) as unknown;
    } catch (error) {
      // Whoever wrote has nothing to do with a getter that throws, and others have to be told all the same.
      reportError(error);
      return undefined;
    }
  });

/** Reads a property of records, straight from where it is stored if it is, else of the items of a class. */
const readerOf = (type: FacadeType, name: string): Read => {
  let shape: Shape | undefined;
  let index = -1;
  return (record) => {
    if (record.shape !== shape) {
      shape = record.shape;
      index = storedIndex(shape, name);
    }
    return index < 0 ? readItem(record.as(type), name) : record.values[index];
  };
};

/**
 * What a value is sorted by. Keys are the collection's own: a date that somebody changes must not upset the order. And
 * texts are such that JavaScript's own comparison orders them by code point.
 */
const keyOf = (value: unknown): unknown => {
  if (typeof value === 'string') return codePointOrder(value);
  return value instanceof Date ? new Date(value) : value;
};

const keysBy = (reads: readonly Read[], record: EntityRecord): unknown[] =>
  reads.map((read) => keyOf(read(record)));

const compareKeys = (a: unknown, b: unknown): number => {
  if (a === b) return 0;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1;
  return compareValues(a, b);
};

/** Compares by one value after the other; null comes last, and first where the direction is turned. */
const compareBy =
  ([one = 0, two = 0, ...others]: readonly number[]) =>
  (a: Values, b: Values): number => {
    let order = compareKeys(a.first, b.first) * one || compareKeys(a.second, b.second) * two;
    for (let at = 0; order === 0 && at < others.length; at++) {
      order = compareKeys(a.rest?.[at], b.rest?.[at]) * (others[at] as number);
    }
    return order;
  };

/**
 * Checks and compiles the specs of a `load` of items of a class.
 *
 * @throws ValidationError for what the entity's schema does not allow.
 */
export const compile = (fields: Fields | undefined, specs: ListSpecs<never>, type: FacadeType): Plan => {
  const reader = (name: string): Read => readerOf(type, name);
  const query = parseQuery(fields, given(specs));
  const { where, orderBy } = query;
  const isNullable = (name: string): boolean => fields?.get(name)?.nullable !== false;
  const order = specs.orderBy === undefined ? [] : orderBy;
  const columns = order.map(({ field }) => reader(field));
  const [leading, second, ...others] = columns;
  const [filtered, sorted] = [fieldsUsed({ where, orderBy: [] }), fieldsUsed({ where: undefined, orderBy })];
  const certain = [...filtered].filter((name) => !isNullable(name)).map(reader);
  const required = [...equalities(where)];
  const matches = matcher(where, reader);
  const checks = required.map(([field, values]) => {
    const [holds, read] = [matcher({ op: 'in', field, values }, reader), reader(field)];
    return (record: EntityRecord) => holds(record) || (!isNullable(field) && read(record) === undefined);
  });
  // What is known may say no all the same.
  const mayMatch = (record: EntityRecord): boolean => checks.every((check) => check(record));
  const byValues = compareBy(order.map(({ direction }) => (direction === 'asc' ? 1 : -1)));
  let shape: Shape | undefined;
  let isStored = true;
  return {
    matches: (record) => {
      // Without closures, which cost each record a context.
      for (const read of certain) if (read(record) === undefined) return mayMatch(record) ? undefined : false;
      return matches(record);
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
    sort: (keys) => {
      const { record } = keys;
      keys.first = leading === undefined ? undefined : keyOf(leading(record));
      keys.second = second === undefined ? undefined : keyOf(second(record));
      if (others.length > 0) keys.rest = keysBy(others, record);
    },
    keysOf: (row) => {
      const [first, next, ...rest] = order.map(({ field }) => keyOf(Reflect.get(row, field)));
      return { first, second: next, rest };
    },
    compare: (a, b) => byValues(a, b) || a.arrival - b.arrival || a.record.arrival - b.record.arrival,
    compareValues: byValues,
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
