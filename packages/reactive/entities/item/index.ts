export { type Edit, EditBuffer } from './edit';
export { Item } from './item';
export { RegistryFactory } from './registry-factory';
export type {
  DeleteContext,
  DeleteOptions,
  IdOf,
  ItemEvents,
  ItemId,
  ItemProvider,
  ItemSpecs,
  ItemState,
  LoadContext,
  OperationOptions,
  ProviderClass,
  PublishContext,
  PublishOptions,
  PublishResult,
} from './types';
