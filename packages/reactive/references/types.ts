import type { ItemId, OperationOptions, ProviderClass } from '../entities/item';
import type { STATE } from '../model/symbols';
import type { EntityRecord } from '../registry/record';

/** Any item, as far as referring to it goes. */
export interface ReferredItem {
  readonly [STATE]: EntityRecord;
  load(options?: OperationOptions): Promise<unknown>;
}

/** The type of an item's id. */
export type IdIn<I> = I extends { readonly id?: infer Id } ? Extract<Id, ItemId> : ItemId;

/** What a reference leads to. */
export interface ReferenceSpecs<I extends ReferredItem> {
  /** The class of the items. */
  readonly item: new (
    ...args: never[]
  ) => I;
  /** Loads and saves those that have no provider. */
  readonly provider?: ProviderClass<object> | undefined;
}

/** Options of a reference's `load`. */
export interface ReferenceLoadOptions extends OperationOptions {
  /** Loads and saves those of the items that have no provider, from now on. */
  readonly provider?: ProviderClass<object> | undefined;
}

/**
 * The item that holds an id by a property. Nothing is inferred from it: TypeScript would look at all of its properties,
 * among them those whose types are just being inferred.
 */
export type HolderOf<K extends string, V> = { readonly [STATE]: EntityRecord } & {
  readonly [P in NoInfer<K>]: NoInfer<V> | null | undefined;
};
