export {
  type CompareOperator,
  type Condition,
  defaultLimits,
  type Order,
  type Predicate,
  type Query,
  type QueryLimits,
  type QueryOptions,
  type Scalar,
} from './ast';
export { comparator, compareText, compareValues } from './compare';
export { type Field, type FieldOverrides, type Fields, fieldsOf, type Operator } from './fields';
export { equalities, fieldsUsed } from './inspect';
export { type Matcher, matcher } from './match';
export { parseQuery } from './parse';
export type { FieldKind } from './schema';
export type { Direction, ListResult, ListSpecs, OrderBy, Where } from './types';
