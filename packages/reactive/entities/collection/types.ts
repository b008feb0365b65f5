import type { STATE, TYPES } from '../../model/symbols';
import type { ListResult, ListSpecs } from '../../query';
import type { EntityRecord } from '../../registry/record';
import type { ProviderClass } from '../item';

/** What `load` hands to a collection provider beside the specs. */
export interface ListContext {
  /** Aborted when the caller gave up or a newer load superseded this one. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Where a collection comes from.
 *
 * @example
 * class UsersProvider implements CollectionProvider<IUser> {
 *   readonly itemProvider = UserProvider;
 *   async list(specs: ListSpecs<IUser>) { return { items: rows, total: rows.length, next: null }; }
 * }
 */
export interface CollectionProvider<T extends object> {
  /**
   * Rows that match `specs.where`, in `specs.orderBy` order, at most `specs.limit`, after the cursor
   * `specs.next`; `next` of the answer is the cursor of the following page, `null` at the end.
   */
  list(specs: ListSpecs<T>, context?: ListContext): Promise<ListResult<T>>;
  /** Provider class of the collection's items, so that what was listed can be saved. */
  readonly itemProvider?: ProviderClass<object> | undefined;
}

/** Any item, as far as a collection is concerned. */
export interface AnyItem {
  readonly [TYPES]: object;
  readonly [STATE]: EntityRecord;
  readonly unpublished: boolean;
  serialize(): object;
  toJSON(): object;
  revert(): void;
  saveChanges(): void;
  delete(): Promise<true>;
}

/** The data type of a collection's items: that very type, as an intersection with it would be compared field by field. */
export type RowOf<I extends AnyItem> = I extends { readonly [TYPES]: infer T extends object } ? T : never;

/** What a collection class hands to its base. */
export interface CollectionSpecs<I extends AnyItem, P> {
  /** The name of the entity, that of the item class: `'users'`. */
  readonly entity: string;
  /** The item class; its constructor takes `{ id, provider, ...values }`. */
  readonly item: new (
    ...args: never[]
  ) => I;
  readonly provider?: ProviderClass<P> | undefined;
  /** Provider class of the items; what `provider` names as its `itemProvider`, if left out. */
  readonly itemProvider?: ProviderClass<object> | undefined;
}

/** What to load. */
export type LoadSpecs<T> = ListSpecs<T> & {
  /** Appends the next page instead of beginning anew, once something was loaded. */
  readonly update?: boolean | undefined;
  /** Gives up; the load ends with an `AbortedError` and changes nothing. */
  readonly signal?: AbortSignal | undefined;
};

/** The events of a collection. */
export interface CollectionEvents {
  /** The items shown are others, or in another order. */
  readonly 'items.changed': undefined;
  /** The items shown, or a property of one of them, changed. */
  readonly change: undefined;
  /** `fetching`, the total, the cursor, or `error` changed. */
  readonly 'meta:changed': undefined;
  /** A load has ended well. */
  readonly load: undefined;
  /** It follows nothing any more: `dispose()` was called, or its scope has ended. */
  readonly dispose: undefined;
}
