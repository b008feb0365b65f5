export { transaction } from './batch';
export { effect } from './effect';
export { Emitter, type ListenOptions, listenerCount } from './emitter';
export { setMaxListeners } from './listener-limit';
export { ReactiveModel } from './model';
export { UNPARSED } from './symbols';
export type {
  ComputedProperty,
  CustomEventName,
  DataOf,
  EventOf,
  EventsOf,
  ModelEvents,
  ModelSchema,
  ModelSpecs,
  NestedProperty,
  PropertyChange,
  PropertyErrors,
  PropertyName,
  SetChanges,
  SetResult,
  Unparsed,
  ValidationResult,
} from './types';
