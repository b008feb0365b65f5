import type { ModelSpecs, PropertyName } from '../../model';

/** What identifies an entity. `1` and `'1'` are two ids. */
export type ItemId = string | number;

/** The id type of an entity's data. */
export type IdOf<T> = T extends { id?: infer I } ? Extract<I, ItemId> : ItemId;

/** What `load` hands to a provider beside the id. */
export interface LoadContext {
  /** Aborted when nobody waits for the answer any more; absent where somebody always will. */
  readonly signal?: AbortSignal | undefined;
}

/** What `publish` hands to a provider beside the data. */
export interface PublishContext {
  /** True when the entity has to be created. */
  readonly isNew: boolean;
  /** The confirmed version that the changes were made on; absent where the entity has no `version`. */
  readonly version?: number | undefined;
  /** The same for every attempt of one publish. */
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What `delete` hands to a provider beside the id. */
export interface DeleteContext {
  /** The confirmed version; absent where the entity has no `version`. */
  readonly version?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A provider's answer to `publish`. A status outside 200–299 is a failure; `data` is merged into the item. */
export interface PublishResult<T> {
  readonly status: number;
  readonly data?: Partial<T> | null | undefined;
}

/**
 * Where an item comes from and goes to. Every method is optional: an item whose provider lacks one refuses that
 * operation with a `StateError`.
 *
 * @example
 * class UserProvider implements ItemProvider<IUser> {
 *   async load(id: string) { return (await fetch(`/api/users/${id}`)).json(); }
 * }
 */
export interface ItemProvider<T extends object> {
  /** The entity's data; `null` or `undefined` means that there is none (`NotFoundError`). */
  load?(id: IdOf<T>, context?: LoadContext): Promise<Partial<T> | null | undefined>;
  /**
   * The rows that there are of these ids, in any order, each with its `id`; an id without a row is just left out. A
   * provider that has it is asked so for the items that are loaded in one tick; for one alone it is asked by `load`.
   */
  loadMany?(ids: readonly IdOf<T>[], context?: LoadContext): Promise<readonly Partial<T>[]>;
  /** How many ids `loadMany` takes at once: at most 100, as when it is left out; with 1, `loadMany` is never asked. */
  readonly batchSize?: number | undefined;
  /** Creates (`context.isNew`) from all known data, or updates from `{ id, ...changes }`. */
  publish?(data: Partial<T>, context?: PublishContext): Promise<PublishResult<T>>;
  /** `false` means that nothing was deleted, which is a failure. */
  delete?(id: IdOf<T>, context?: DeleteContext): Promise<boolean>;
}

/** A provider class: its constructor gets the item (or collection) that uses it. */
export type ProviderClass<P> = new (parent: unknown) => P;

/** Where an item stands in its life. */
export type ItemState = 'draft' | 'published' | 'deleted';

/** What an item class hands to its base. */
export type ItemSpecs<T extends object, P> = ModelSpecs<T> & {
  /** The name of the entity, the same for all items of the class: `'users'`. */
  readonly entity: string;
  readonly provider?: ProviderClass<P> | undefined;
  /** Properties that the provider fills when the item is created, and so need no value before; `['id']` if left out. */
  readonly generated?: readonly PropertyName<T>[];
};

/** Events of an item beside those of a model. */
export interface ItemEvents<T> {
  /** Loaded; the data as the provider gave it. */
  readonly load: Partial<T>;
  /** Published; the data as the provider answered it. */
  readonly publish: Partial<T>;
  readonly delete: undefined;
  readonly 'pre:load': undefined;
  readonly 'post:load': undefined;
  readonly 'pre:publish': undefined;
  readonly 'post:publish': undefined;
  readonly 'pre:delete': undefined;
  readonly 'post:delete': undefined;
}

/** Options of `load`, and of all that follow. */
export interface OperationOptions {
  /** Gives up: the operation ends with an `AbortedError`, and its answer is not taken in. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `publish`. */
export interface PublishOptions extends OperationOptions {
  /** Names this publish for whoever repeats it, as a server does for its client; one is made if left out. */
  readonly idempotencyKey?: string | undefined;
}

/** Options of `delete`. */
export interface DeleteOptions extends OperationOptions {
  /** Only marks the item as deleted here, as when another side has deleted it. */
  readonly skipProvider?: boolean;
}
