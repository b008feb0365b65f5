export { transaction } from './batch';
export { Emitter, type ListenOptions } from './emitter';
export { ReactiveModel } from './model';
export { UNPARSED } from './symbols';
export type {
  ComputedProperty,
  CustomEventName,
  DataOf,
  ModelEvents,
  ModelSchema,
  ModelSpecs,
  NestedProperty,
  PropertyChange,
  PropertyErrors,
  PropertyName,
  SetResult,
  Unparsed,
  ValidationResult,
} from './types';
