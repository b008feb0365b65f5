import { ReactiveModel } from '../../model';
import type { NestedValue } from '../../model/nested';
import type { Shape } from '../../model/shape';
import { declareBaseClass } from '../../model/shape';
import { CREATE_STATE, IDENTITY, NESTED, REFUSE, STATE } from '../../model/symbols';
import { DELETED, FETCHED, FETCHING, FOUND, PROCESSING } from '../../registry/facts';
import type { EntityRecord } from '../../registry/record';
import { isItemId, recordFor } from './creation';
import { remove } from './delete';
import { type Edit, EditBuffer } from './edit';
import { inTurn, refuseInTransaction } from './lifecycle';
import { load } from './load';
import { NestedItem } from './nested-item';
import { PROVIDER, type ProviderSlot, providerOf } from './provider';
import { setAndPublish } from './publish';
import type {
  DeleteOptions,
  ItemEvents,
  ItemProvider,
  ItemSpecs,
  ItemState,
  OperationOptions,
  PublishOptions,
} from './types';

const has = (record: EntityRecord, flag: number): boolean => {
  record.trackMeta();
  return (record.flags & flag) !== 0;
};

/**
 * An entity: a model with an identity, a life cycle and a pluggable provider. All items of one id in one scope show
 * the same record, so they are always in step.
 *
 * `T` is the data's type, `P` the provider's, `Events` the events of one's own.
 *
 * @example
 * class User extends Item<IUser, IUserProvider> {
 *   declare id: string;
 *   declare name: string;
 *   constructor(specs: Partial<IUser> & { provider?: new (parent: unknown) => IUserProvider } = {}) {
 *     super({ entity: 'users', properties: ['id', 'name'], ...specs });
 *   }
 * }
 * const user = new User({ id: '123', provider: UserBrowserProvider });
 * await user.load();
 */
export class Item<
  T extends object,
  P extends ItemProvider<T> = ItemProvider<T>,
  Events extends object = Record<never, never>,
> extends ReactiveModel<T, ItemEvents<T> & Events> {
  /** @internal */
  declare [STATE]: EntityRecord;
  /** @internal */
  declare [PROVIDER]: ProviderSlot<P> | undefined;

  /**
   * With an `id` it is an entity that exists, and the values are what is known of it; without, it is a draft.
   *
   * @throws DefinitionError when the class is declared wrongly, or data brings keys that it does not declare.
   * @throws ScopeError when a scope is required and there is none.
   * @throws ValidationError when the id is none, or the values were marked as unparsed.
   */
  // Says that an item needs specs of its own, and what may be wrong with them.
  constructor(specs: ItemSpecs<T, P>) {
    super(specs);
  }

  /** Called before the provider is asked for the item. What throws stops the load. */
  protected beforeLoad?(): void | Promise<void>;

  /**
   * Called with a row that the provider gave, before it is taken in: answers with what to take in instead, or throws
   * to refuse it.
   */
  protected afterLoad?(
    row: Readonly<Partial<T>>,
  ): Partial<T> | undefined | void | Promise<Partial<T> | undefined | void>;

  /**
   * Called before a publish, with what is to be sent, unchecked: all of a draft, else the id and what was changed. May
   * change the item, or throw to stop the publish.
   */
  protected beforePublish?(data: Readonly<Partial<T>>): void | Promise<void>;

  /** Called when a publish was confirmed, with what the provider answered. It counts, whatever is thrown here. */
  protected afterPublish?(row: Readonly<Partial<T>>): void | Promise<void>;

  /** Called before the item is deleted. What throws stops that. */
  protected beforeDelete?(): void | Promise<void>;

  /** Called when the item was deleted. It stays deleted, whatever is thrown here. */
  protected afterDelete?(): void | Promise<void>;

  /** The name of the entity. */
  get entity(): string {
    return this[STATE].store.entity;
  }

  /** The provider instance, made at first use. */
  get provider(): P | undefined {
    return providerOf<P>(this);
  }

  /** Identifies the entity in its scope from its first moment on: it stays when a draft gets its id. */
  get localKey(): string {
    return this[STATE].localKey;
  }

  /** Where the entity stands in its life, for all items that show it. */
  get registry(): { readonly state: ItemState } {
    this[STATE].trackMeta();
    const { isDeleted, isDraft } = this[STATE];
    if (isDeleted) return { state: 'deleted' };
    return { state: isDraft ? 'draft' : 'published' };
  }

  /** Whether it has never been published. */
  get draft(): boolean {
    return this.isDraft;
  }

  /** Whether there is something to publish: a draft, or a value that differs from the confirmed one. */
  override get unpublished(): boolean {
    return super.unpublished || this.isDraft;
  }

  /** Whether a load has ended, with or without data. */
  get fetched(): boolean {
    return has(this[STATE], FETCHED);
  }

  /** Whether the last load found the entity. */
  get found(): boolean {
    return has(this[STATE], FOUND);
  }

  /** Whether the entity was deleted. */
  get deleted(): boolean {
    return has(this[STATE], DELETED);
  }

  /** Whether a load is running. */
  get fetching(): boolean {
    return has(this[STATE], FETCHING);
  }

  /** Whether a publish or delete is running. */
  get processing(): boolean {
    return has(this[STATE], PROCESSING);
  }

  /**
   * Loads the entity by its own id. Unpublished edits stay, and the newest load wins whatever order answers come in.
   * Asked again while a load through the same provider class is under way it is that one; see "Loading" in the docs.
   *
   * @throws NotFoundError when the provider has no such entity.
   * @throws StateError for a draft, a deleted item, or one without provider.
   * @throws AbortedError; and whatever the provider throws.
   */
  load(options: OperationOptions = {}): Promise<this> {
    refuseInTransaction(this[STATE], 'load');
    return load<T>(this, options).then(() => this);
  }

  /**
   * Publishes: a draft as a whole, else what was changed. It counts as saved only when the provider has confirmed
   * it; edits made meanwhile stay unpublished. Without a provider it succeeds locally.
   *
   * @param values Set first, in one go.
   * @throws ValidationError when a value is wrong; nothing is sent then.
   * @throws PreconditionFailedError when somebody else changed the entity; load it, and publish again or revert.
   * @throws StateError for a deleted item; AbortedError; and whatever the provider throws.
   * @example
   * user.name = 'Ada';
   * await user.publish();
   */
  publish(values?: Partial<T>, options: PublishOptions = {}): Promise<this> {
    refuseInTransaction(this[STATE], 'publish');
    return setAndPublish(this, values, options).then(() => this);
  }

  /**
   * Deletes the entity. Then it is marked as deleted and leaves every collection. A draft is just dropped.
   *
   * @throws StateError when it was deleted already, or the provider answered `false`.
   * @throws AbortedError; and whatever the provider throws. Nothing has changed then.
   */
  delete(options: DeleteOptions = {}): Promise<true> {
    refuseInTransaction(this[STATE], 'delete');
    const { signal } = options;
    const operation = () => remove<T>(this, options);
    return inTurn(this[STATE], { name: 'delete', signal, operation }).then(() => true);
  }

  /**
   * An isolated buffer of the same properties for a form.
   *
   * @example
   * const edit = user.edit();
   * edit.name = 'A';          // may be wrong
   * edit.errors.name;         // ['Too small: …']
   * edit.commit();            // one set, or edit.discard()
   */
  edit(): Edit<T> {
    // The buffer's accessors are made from the item's own property list.
    return new EditBuffer<T>(this) as Edit<T>;
  }

  /** @internal */
  override [CREATE_STATE](shape: Shape, specs: ItemSpecs<T, P>): EntityRecord {
    const record = recordFor(this, shape, specs);
    this[PROVIDER] = specs.provider === undefined ? undefined : { type: specs.provider, instance: undefined };
    record.provider ??= this[PROVIDER];
    return record;
  }

  /** @internal */
  override [REFUSE](name: string, value: unknown): string | undefined {
    if (name !== 'id' || value === this[STATE].id) return undefined;
    if (!this.isDraft) return 'The id of an existing entity cannot be changed.';
    return value === undefined || isItemId(value) ? undefined : 'Must be a non-empty string or a number.';
  }

  /** @internal */
  get [IDENTITY](): string {
    return 'id';
  }

  /** @internal */
  override [NESTED](): NestedValue {
    return new NestedItem(this);
  }
}
declareBaseClass(Item);
