import type { Listeners } from '../model/listeners';
import { untracked } from '../model/signals';
import { STATE } from '../model/symbols';
import { Referring, referrerOf } from './referring';
import type { HolderOf, IdIn, ReferenceLoadOptions, ReferenceSpecs, ReferredItem } from './types';

/** Events of references to many items. */
export interface ReferencesEvents {
  /** Other items, or another order. */
  readonly 'items.changed': undefined;
}

const NONE: readonly never[] = Object.freeze([]);

/** The items whose ids a property holds, in its order. */
export class References<I extends ReferredItem> extends Referring<I, ReferencesEvents> {
  #items: readonly I[] = NONE;

  /**
   * The items, in the order of their ids: the same frozen array until it changes, and each the same object as long as
   * the property holds its id. An id that comes twice is shown once.
   */
  get items(): readonly I[] {
    const known = this.#items;
    const items: I[] = [];
    for (const key of this.keys()) {
      const same = known[items.length];
      const item =
        same !== undefined && this.isStill(same, key)
          ? same
          : (known.find((each) => this.isStill(each, key)) ?? this.find(key));
      if (item !== undefined && !items.includes(item)) items.push(item);
    }
    const isSame = items.length === known.length && items.every((item, index) => item === known[index]);
    if (!isSame) this.#items = Object.freeze(items);
    return this.#items;
  }

  /**
   * Writes the ids of these items to the property, as an assignment does; of drafts it is the local key at first.
   *
   * @throws ValidationError when one comes twice, or the holder's schema refuses them.
   */
  set items(items: readonly I[]) {
    this.write([...items].map((item) => this.keyOf(item)));
  }

  /** Adds an item at the end. */
  add(item: I): void {
    this.write([...untracked(() => this.keys()), this.keyOf(item)]);
  }

  /** Takes an item out. Answers whether it was there. */
  remove(item: I): boolean {
    const { id, localKey } = item[STATE];
    const keys = untracked(() => this.keys());
    const rest = keys.filter((key) => key !== id && key !== localKey);
    if (rest.length === keys.length) return false;
    this.write(rest);
    return true;
  }

  /**
   * Loads all items: together, where their provider can look up many at once. It ends when all have been answered, and
   * throws then what the first of those that failed has thrown; the others are loaded. Drafts are not asked for.
   *
   * @throws NotFoundError, StateError, AbortedError; and whatever the provider throws.
   */
  async load({ provider, ...options }: ReferenceLoadOptions = {}): Promise<readonly I[]> {
    const items = untracked(() => this.items);
    const entities = items.filter((item) => item[STATE].id !== undefined);
    for (const item of entities) this.provide(item, provider);
    const ends = await Promise.allSettled(entities.map((item) => item.load(options)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return items;
  }

  protected override shown(): unknown {
    return this.items;
  }

  protected override tell(listeners: Listeners): void {
    listeners.fire('items.changed', undefined);
  }

  protected override keysIn(value: unknown): readonly unknown[] {
    return Array.isArray(value) ? value : NONE;
  }

  protected override valueWith(keys: readonly unknown[]): unknown {
    return keys;
  }
}

/**
 * The items that a property refers to by a list of their ids. Declare it as a getter, which costs an instance nothing
 * until it is used.
 *
 * @throws DefinitionError when the class has no such property.
 * @example
 * class Task extends Item<ITask> {
 *   declare watcherIds: string[];
 *   get watchers() {
 *     return references(this, 'watcherIds', { item: User });
 *   }
 * }
 * await task.watchers.load();
 * task.watchers.items.map(({ name }) => name);
 * task.watchers.add(user);
 */
export const references = <K extends string, I extends ReferredItem>(
  holder: HolderOf<K, readonly IdIn<I>[]>,
  property: K,
  specs: ReferenceSpecs<I>,
): References<I> => referrerOf(holder, property, { kind: References<I>, specs });
