import { NotFoundError, type ReactiveError } from '../../errors';
import { Emitter } from '../../model';
import { LISTENERS } from '../../model/emitter';
import type { Listeners } from '../../model/listeners';
import type { NestedValue } from '../../model/nested';
import { refuseUnparsed } from '../../model/ownership';
import { refuseInRender } from '../../model/rendering';
import { NESTED } from '../../model/symbols';
import type { ItemId } from '../item';
import { add, clear, nestedFace, recordIn, remove } from './contents';
import { createParts, PARTS, type Parts } from './parts';
import type {
  AnyItem,
  CollectionEvents,
  CollectionProvider,
  CollectionSpecs,
  LoadSpecs,
  RowOf,
} from './types';

type Loading<I> = { readonly [PARTS]: Parts<AnyItem, unknown>; readonly items: readonly I[] };

/** The parts of a collection, for whoever is computing to depend on. */
const tracked = (collection: Pick<Loading<unknown>, typeof PARTS>): Parts<AnyItem, unknown> => {
  collection[PARTS].view.track();
  return collection[PARTS];
};

/** What is shown once a load has ended well. */
const loaded = async <I>(collection: Loading<I>, load: Promise<void>): Promise<readonly I[]> => {
  await load;
  return collection.items;
};

/**
 * A live list of entities: what it loaded, filtered, ordered and limited as asked. When an item of the entity is
 * created, changed, published or deleted in the scope, the list follows at once.
 *
 * `I` is the item class, `P` the provider's type, `Events` the events of one's own. Without a provider it shows
 * what the scope knows; with one, it shows nothing until the first load.
 *
 * @example
 * class Users extends Collection<User, IUsersProvider> {
 *   constructor(specs: { provider?: new (parent: unknown) => IUsersProvider } = {}) {
 *     super({ entity: 'users', item: User, ...specs });
 *   }
 * }
 * const users = new Users({ provider: UsersBrowserProvider });
 * await users.load({ where: { role: 'admin' }, orderBy: { name: 'asc' }, limit: 20 });
 */
export class Collection<
  I extends AnyItem,
  P extends CollectionProvider<RowOf<I>> = CollectionProvider<RowOf<I>>,
  Events extends object = Record<never, never>,
> extends Emitter<CollectionEvents & Events> {
  /** @internal */
  readonly [PARTS]: Parts<I, P>;

  /**
   * @throws DefinitionError when the entity, item class or provider is none.
   * @throws ScopeError when a scope is required and there is none.
   * @throws ValidationError when the specs were marked as unparsed.
   */
  constructor(specs: CollectionSpecs<I, P>) {
    super();
    refuseInRender(
      () => `${new.target.name} is made`,
      'Use useItems(), or make it outside of the component and dispose of it where it is not needed any more.',
    );
    refuseUnparsed(new.target.name, specs);
    this[PARTS] = createParts<I, P>(this, specs);
  }

  /** The name of the entity. */
  get entity(): string {
    return this[PARTS].entity;
  }

  /** The item class. */
  get Item(): new (
    ...args: never[]
  ) => I {
    return this[PARTS].source.type;
  }

  /** The provider instance, made at first use. */
  get provider(): P | undefined {
    return this[PARTS].provider();
  }

  /** The items shown, in order: the same array until they change. */
  get items(): readonly I[] {
    // Only records of the collection's item class are accepted.
    return tracked(this).view.items() as readonly I[];
  }

  /** How many items are shown. */
  get size(): number {
    const { members } = tracked(this).view;
    return Math.min(members.size, members.extent.window);
  }

  /** Whether a load is running. */
  get fetching(): boolean {
    return tracked(this).loader.fetching;
  }

  /** Whether something was loaded. */
  get fetched(): boolean {
    return tracked(this).loader.fetched;
  }

  /** Why the last load failed; `undefined` once one succeeds. */
  get error(): ReactiveError | undefined {
    return tracked(this).loader.error;
  }

  /** Whether items are missing at the end of the window that are not known here; they are being fetched. */
  get stale(): boolean {
    return tracked(this).view.members.incomplete;
  }

  /** How many entities match in all, as far as it is known. */
  getTotal(): number | undefined {
    const { members } = tracked(this).view;
    return members.isWhole ? members.size : members.total;
  }

  /** The cursor of the page after what was loaded; `null` at the end. */
  getNext(): string | null {
    return tracked(this).loader.next;
  }

  /** Whether {@link loadNext} would show more. */
  get hasMore(): boolean {
    const { view, loader } = tracked(this);
    return loader.next !== null || view.members.size > view.members.extent.window;
  }

  /**
   * Loads what is asked for, from the first page on, or after the cursor `next`: then what comes before that page is
   * none of the collection's, but counts in the total. The newest load wins; one that fails or was superseded changes
   * nothing. Without a provider it filters, orders and limits what the scope knows.
   *
   * @throws ValidationError for specs that the entity's schema does not allow; nothing is sent then.
   * @throws AbortedError; and whatever the provider throws.
   */
  async load({ update = false, signal, ...specs }: LoadSpecs<RowOf<I>> = {}): Promise<readonly I[]> {
    const { loader } = this[PARTS];
    if (update && (loader.fetched || loader.fetching)) return this.loadNext({ signal });
    return loaded(this, loader.load(specs as never, signal));
  }

  /** Shows a page more. Asked again while it runs, it is the same load; at the end it does nothing. */
  async loadNext({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<readonly I[]> {
    return loaded(this, this[PARTS].loader.loadNext(signal));
  }

  /** Loads the present query again, from the first page on. */
  async reload({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<readonly I[]> {
    const { loader } = this[PARTS];
    return loaded(this, loader.load(loader.specs, signal));
  }

  /** The item of an id, where the collection has it. */
  get(id: ItemId): I | undefined {
    return recordIn(this[PARTS], id)?.as(this.Item) as I | undefined;
  }

  /** Whether the collection has the entity of an id. */
  has(id: ItemId): boolean {
    return recordIn(this[PARTS], id) !== undefined;
  }

  find(matches: (item: I) => boolean): I | undefined {
    return this.items.find(matches);
  }

  filter(matches: (item: I) => boolean): I[] {
    return this.items.filter(matches);
  }

  mapItems<R>(map: (item: I, index: number) => R): R[] {
    return this.items.map(map);
  }

  some(matches: (item: I) => boolean): boolean {
    return this.items.some(matches);
  }

  every(matches: (item: I) => boolean): boolean {
    return this.items.every(matches);
  }

  [Symbol.iterator](): Iterator<I> {
    return this.items[Symbol.iterator]();
  }

  /**
   * Adds items, or the values of such: with an id they are of entities that exist, without they are drafts. What does
   * not match the query is known, but not shown.
   *
   * @param clear Takes out everything else first.
   * @throws DefinitionError when values have keys that the class does not declare, or an item is of another entity.
   * @throws ScopeError for an item of another scope.
   */
  setItems(values: readonly (I | Partial<RowOf<I>>)[], clear = false): void {
    add(this[PARTS], values, { clearFirst: clear });
  }

  /** As {@link setItems}, leaving what is there. */
  addItems(values: readonly (I | Partial<RowOf<I>>)[]): void {
    add(this[PARTS], values, { clearFirst: false });
  }

  /** Takes an entity out of the collection, until it is added or loaded again. It is not deleted. */
  remove(id: ItemId): boolean {
    const record = recordIn(this[PARTS], id);
    if (record !== undefined) remove(this[PARTS], [record]);
    return record !== undefined;
  }

  /** Takes everything out of the collection. Nothing is deleted. */
  clear(): void {
    clear(this[PARTS]);
  }

  /**
   * Deletes entities through their provider.
   *
   * @throws NotFoundError when the collection has one of the ids not; nothing is deleted then.
   * @throws What the first deletion that failed threw, once all have ended.
   */
  async deleteAsync(ids: ItemId | readonly ItemId[]): Promise<true[]> {
    const asked = new Set(Array.isArray(ids) ? (ids as readonly ItemId[]) : [ids as ItemId]);
    const items = [...asked].map((id) => {
      const item = this.get(id);
      if (item === undefined)
        throw new NotFoundError(`There is no ${this.entity} ${JSON.stringify(id)} here.`);
      return item;
    });
    const outcomes = await Promise.allSettled(items.map((item) => item.delete()));
    return outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
  }

  /** The values of the items shown, as plain data. */
  getItemProperties(): Partial<RowOf<I>>[] {
    return this.mapItems((item) => item.serialize() as Partial<RowOf<I>>);
  }

  serialize(): Partial<RowOf<I>>[] {
    return this.getItemProperties();
  }

  /** As {@link serialize}, each item as it is written by `JSON.stringify`. */
  toJSON(): Partial<RowOf<I>>[] {
    return this.mapItems((item) => item.toJSON() as Partial<RowOf<I>>);
  }

  /** Ends following the scope. What is shown stays. */
  dispose(): void {
    this[PARTS].view.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal */
  override [LISTENERS](): Listeners {
    return this[PARTS].view.listeners;
  }

  /** @internal */
  [NESTED](): NestedValue {
    return nestedFace(this[PARTS]);
  }
}
