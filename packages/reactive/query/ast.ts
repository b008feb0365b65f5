import type { Direction } from './types';

/** A value that fields are compared with. */
export type Scalar = string | number | boolean | Date | null;

export type CompareOperator = 'equals' | 'contains' | 'startsWith' | 'endsWith' | 'gt' | 'gte' | 'lt' | 'lte';

/** One predicate about one field. */
export type Predicate =
  | { readonly op: CompareOperator; readonly field: string; readonly value: Scalar }
  | { readonly op: 'in'; readonly field: string; readonly values: readonly Scalar[] };

/**
 * A parsed filter. Logic is two-valued: a predicate about a null field is true or false, never unknown, and `not`
 * is the exact complement. `not` and `notIn` of the language are `not` over `equals` and `in` here.
 */
export type Condition =
  | Predicate
  | { readonly op: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly op: 'not'; readonly condition: Condition };

export interface Order {
  readonly field: string;
  readonly direction: Direction;
}

/** A parsed and checked query; deeply frozen. */
export interface Query {
  /** `undefined` when every row is asked for. */
  readonly where: Condition | undefined;
  /** Never empty: ends with the id, which makes the order total. */
  readonly orderBy: readonly Order[];
  readonly limit: number;
  /** The cursor that the page begins after, not yet looked into; none for the first page. */
  readonly next: string | undefined;
}

/** How much a query may ask for. */
export interface QueryLimits {
  /** Rows on a page when the query does not say. */
  readonly pageSize: number;
  readonly maxPageSize: number;
  /** `AND`, `OR` and `NOT` inside each other. */
  readonly maxDepth: number;
  /** Predicates and logical operators in all. */
  readonly maxNodes: number;
  /** Values in an `in` or `notIn`. */
  readonly maxListLength: number;
  /** UTF-16 units of a text to compare with. */
  readonly maxTextLength: number;
}

export const defaultLimits: QueryLimits = {
  pageSize: 20,
  maxPageSize: 100,
  maxDepth: 5,
  maxNodes: 50,
  maxListLength: 100,
  maxTextLength: 1000,
};

export interface QueryOptions {
  readonly limits?: Partial<QueryLimits> | undefined;
  /** The name of the id, `id` when left out. */
  readonly idField?: string | undefined;
}
