export { Collection } from './collection';
export type {
  AnyItem,
  CollectionEvents,
  CollectionProvider,
  CollectionSpecs,
  ListContext,
  LoadSpecs,
  RowOf,
} from './types';
