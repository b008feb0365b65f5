import {
  comparator,
  type Fields,
  fieldsOf,
  fieldsUsed,
  type ListSpecs,
  type Matcher,
  matcher,
  parseQuery,
} from '../../query';
import type { EntityRecord } from '../../registry/record';

/** A checked and compiled query of a collection. */
export interface Plan {
  /** Whether an entity's local values belong to the collection; `undefined` where a value that decides is unknown. */
  matches(record: EntityRecord): boolean | undefined;
  /** As {@link matches}, for the confirmed values. */
  matchesConfirmed(record: EntityRecord): boolean;
  /** The order asked for; `null` where the order of arrival stands. */
  readonly compare: ((a: object, b: object) => number) | null;
  /** Whether a property decides on membership or order. */
  uses(name: string): boolean;
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

const isUnknown = (record: EntityRecord, fields: Fields | undefined, name: string): boolean => {
  const index = record.shape.index.get(name);
  return index !== undefined && record.values[index] === undefined && fields?.get(name)?.nullable === false;
};

/**
 * Checks and compiles the specs of a `load`.
 *
 * @throws ValidationError for what the entity's schema does not allow.
 */
export const compile = (fields: Fields | undefined, specs: ListSpecs<never>): Plan => {
  const query = parseQuery(fields, given(specs));
  const matches: Matcher = matcher(query.where);
  const filtered = fieldsUsed({ ...query, orderBy: [] });
  const used = fieldsUsed(query);
  return {
    matches: (record) => {
      for (const name of filtered) if (isUnknown(record, fields, name)) return undefined;
      return matches(record.owner);
    },
    matchesConfirmed: (record) => matches(record.confirmedValues()),
    compare: specs.orderBy === undefined ? null : comparator(query.orderBy),
    uses: (name) => used.has(name),
    limit: specs.limit,
  };
};
