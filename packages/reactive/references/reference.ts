import type { Listeners } from '../model/listeners';
import { untracked } from '../model/signals';
import { STATE } from '../model/symbols';
import { Referring, referrerOf } from './referring';
import type { HolderOf, IdIn, ReferenceLoadOptions, ReferenceSpecs, ReferredItem } from './types';

/** Events of a reference to one item. */
export interface ReferenceEvents<I> {
  readonly 'item.changed': { readonly value: I | undefined; readonly previous: I | undefined };
}

/** The item whose id a property holds. */
export class Reference<I extends ReferredItem> extends Referring<I, ReferenceEvents<I>> {
  #item: I | undefined;

  /**
   * The item, in the holder's scope: the same object as long as the property holds its id, whoever else refers to it.
   * `undefined` where the property holds none. It need not be loaded, and may have been deleted: see its `found` and
   * `deleted`.
   */
  get item(): I | undefined {
    const [key] = this.keys();
    const known = this.#item;
    if (known === undefined || !this.isStill(known, key)) this.#item = this.find(key);
    return this.#item;
  }

  /**
   * Writes the item's id to the property, as an assignment does. Of a draft it is the local key at first, which gives
   * way to the id when the draft is published.
   */
  set item(item: I | null | undefined) {
    if (item === null || item === undefined) this.write([], item);
    else this.write([this.keyOf(item)]);
  }

  /**
   * Loads the item: together with others that are loaded in the same tick, where its provider can. A draft, and
   * nothing, are not asked for.
   *
   * @throws NotFoundError, StateError, AbortedError; and whatever the provider throws.
   */
  async load({ provider, ...options }: ReferenceLoadOptions = {}): Promise<I | undefined> {
    const item = untracked(() => this.item);
    if (item === undefined || item[STATE].id === undefined) return item;
    this.provide(item, provider);
    await item.load(options);
    return item;
  }

  protected override shown(): unknown {
    return this.item;
  }

  protected override tell(listeners: Listeners, previous: unknown): void {
    listeners.fire('item.changed', { value: this.item, previous });
  }

  protected override keysIn(value: unknown): readonly unknown[] {
    return value === null || value === undefined ? [] : [value];
  }

  protected override valueWith([key]: readonly unknown[]): unknown {
    return key;
  }
}

/**
 * The item that a property refers to by its id. Declare it as a getter, which costs an instance nothing until it is
 * used.
 *
 * @throws DefinitionError when the class has no such property.
 * @example
 * class Task extends Item<ITask> {
 *   declare assigneeId: string | null;
 *   get assignee() {
 *     return reference(this, 'assigneeId', { item: User });
 *   }
 * }
 * await task.assignee.load();
 * task.assignee.item?.name;
 * task.assignee.item = otherUser;
 */
export const reference = <K extends string, I extends ReferredItem>(
  holder: HolderOf<K, IdIn<I>>,
  property: K,
  specs: ReferenceSpecs<I>,
): Reference<I> => referrerOf(holder, property, { kind: Reference<I>, specs });
