export { dehydrate } from './dehydrate';
export { hydrate } from './hydrate';
export { scriptText } from './script-text';
export type {
  Dehydrated,
  DehydratedEntity,
  DehydratedWindow,
  DehydrateOptions,
  HydratableClass,
  HydratableEntity,
  HydrateOptions,
} from './types';
