import type { Shape } from '../../model/shape';
import {
  comparator,
  equalities,
  type Fields,
  fieldsOf,
  fieldsUsed,
  type ListSpecs,
  type Matcher,
  matcher,
  parseQuery,
  type Scalar,
} from '../../query';
import { type Demands, storedIndex } from '../../registry/live-views';
import type { EntityRecord } from '../../registry/record';

/** A checked and compiled query of a collection. */
export interface Plan {
  /** Whether an entity's local values belong to the collection; `undefined` where a value that decides is unknown. */
  matches(record: EntityRecord): boolean | undefined;
  /** Whether a row belongs to the collection. */
  matchesRow(row: object): boolean;
  /** What each entity has, or is not known not to have, that belongs to the collection. */
  readonly demands: Demands;
  /** The order asked for; `null` where the order of arrival stands. */
  readonly compare: ((a: object, b: object) => number) | null;
  /** Whether a change of a property may decide on membership or order. */
  uses(shape: Shape, name: string): boolean;
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

/** An unknown value may be any, where it is not the same as null. */
const orUnknown = (values: readonly Scalar[], isNullable: boolean): readonly unknown[] =>
  isNullable && !values.includes(null) ? values : [...values, undefined];

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
  const required = [...equalities(query.where)];
  const contradicts = (record: EntityRecord): boolean =>
    required.some(
      ([field, values]) =>
        !isUnknown(record, fields, field) && !matcher({ op: 'in', field, values })(record.owner),
    );
  return {
    matches: (record) => {
      for (const name of filtered) {
        if (isUnknown(record, fields, name)) return contradicts(record) ? false : undefined;
      }
      return matches(record.owner);
    },
    matchesRow: matches,
    demands: new Map(
      required.map(([field, values]) => [field, orUnknown(values, fields?.get(field)?.nullable !== false)]),
    ),
    compare: specs.orderBy === undefined ? null : comparator(query.orderBy),
    // What is computed may change with any property.
    uses: (shape, name) => used.has(name) || [...used].some((each) => storedIndex(shape, each) < 0),
    limit: specs.limit,
  };
};
