import { isItemId } from '../entities/item/creation';
import { nameOf } from '../entities/item/lifecycle';
import { PROVIDER, type ProviderSlot } from '../entities/item/provider';
import { DefinitionError, ScopeError, StateError, ValidationError } from '../errors';
import { Emitter, effect } from '../model';
import { LISTENERS } from '../model/emitter';
import { same } from '../model/equality';
import { Listeners } from '../model/listeners';
import type { Home } from '../model/nesting';
import { own } from '../model/ownership';
import { REFERENCES, type Referrer } from '../model/referrer';
import { untracked } from '../model/signals';
import { STATE } from '../model/symbols';
import type { EntityRecord } from '../registry/record';
import { draftUnder, noteDraft } from './drafts';
import type { ReferenceSpecs, ReferredItem } from './types';

/** An item with a property that refers to others. */
export interface Holder {
  readonly [STATE]: EntityRecord;
}

type Provided = { [PROVIDER]: ProviderSlot<object> | undefined };

/** Has a draft's key replaced by its id as soon as it has one. The draft does not keep the reference alive. */
const follow = (draft: ReferredItem, referrer: { replaceKeys(): void }): void => {
  const reference = new WeakRef(referrer);
  effect(() => {
    // What reads nothing any more is never run again.
    if (untracked(() => draft[STATE].isDraft)) draft[STATE].trackMeta();
    else untracked(() => reference.deref()?.replaceKeys());
  });
};

/** What a property refers to: the ids that it holds, and the local keys of drafts that have none yet. */
export abstract class Referring<I extends ReferredItem, Events extends object>
  extends Emitter<Events>
  implements Referrer
{
  readonly specs: ReferenceSpecs<I>;
  readonly #holder: Holder;
  readonly #property: string;
  #listeners: Listeners | null = null;
  #endWatch: (() => void) | undefined;

  constructor(holder: Holder, property: string, specs: ReferenceSpecs<I>) {
    super();
    this.#holder = holder;
    this.#property = property;
    this.specs = specs;
  }

  /** What is shown: the same as long as it has not changed. */
  protected abstract shown(): unknown;

  /** Tells that what is shown is something else now. */
  protected abstract tell(listeners: Listeners, previous: unknown): void;

  /** The ids and keys in a value of the property. */
  protected abstract keysIn(value: unknown): readonly unknown[];

  /** A value of the property with these ids and keys. */
  protected abstract valueWith(keys: readonly unknown[]): unknown;

  /** The ids and keys that the property holds. */
  protected keys(): readonly unknown[] {
    return this.keysIn(Reflect.get(this.#holder, this.#property));
  }

  /** Whether an item is still what an id or key stands for: it may have been deleted and made again, or forgotten. */
  protected isStill(item: I, key: unknown): boolean {
    const record = item[STATE];
    if (record.id === undefined || record.id !== key) return draftUnder(this.#home, key) === item;
    const present = record.store.get(key as string | number);
    return present === undefined || present === record;
  }

  /** The item of an id or key, made where it is not known; the one object that shows it to all who refer to it. */
  protected find(key: unknown): I | undefined {
    if (!isItemId(key)) return undefined;
    const { item: type, provider } = this.specs;
    return untracked(() => {
      const draft = draftUnder(this.#home, key);
      if (draft instanceof type) return draft;
      const specs = provider === undefined ? { id: key } : { id: key, provider };
      // An item class takes its specs as the one argument.
      return this.#canonical(this.#home.run(() => new type(specs as never)));
    });
  }

  /**
   * What stands for an item in the property: its id, or a draft's key.
   *
   * @throws ValidationError, ScopeError or StateError for what cannot be referred to
   */
  protected keyOf(value: I): unknown {
    const { item: type } = this.specs;
    if (!(value instanceof type)) {
      throw this.#blame(`Must be an item of ${type.name}.`);
    }
    const record = value[STATE];
    if (record.store.views.home !== this.#home) {
      throw new ScopeError(
        `${this.#name} cannot refer to ${nameOf(record)} of another scope. Make both in one scope.`,
      );
    }
    if (record.isDeleted)
      throw new StateError(`${this.#name} cannot refer to ${nameOf(record)}: it was deleted.`);
    if (record.id !== undefined) return record.id;
    const draft = this.#canonical(value);
    noteDraft(draft);
    follow(draft, this);
    return record.localKey;
  }

  /**
   * Writes these ids and keys to the property, as an assignment does.
   *
   * @throws ValidationError when one comes twice, or the holder's schema refuses them
   */
  protected write(keys: readonly unknown[], value: unknown = this.valueWith(keys)): void {
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) throw this.#blame(`Refers twice to ${JSON.stringify(twice)}.`);
    // No schema of ids knows of keys.
    if (keys.some((key) => draftUnder(this.#home, key) !== undefined)) this.#put(value);
    else Reflect.set(this.#holder, this.#property, value);
  }

  /** Gives an item that has no provider this one. */
  protected provide(item: I, provider: ReferenceSpecs<I>['provider'] = this.specs.provider): void {
    const owner = item as unknown as Provided; // all items have one, or none yet
    if (provider !== undefined) owner[PROVIDER] ??= { type: provider, instance: undefined };
  }

  /** Puts the ids of former drafts in the place of their keys. */
  replaceKeys(): void {
    const keys = untracked(() => this.keys());
    const ids = this.#idsOf(keys);
    if (ids.some((id, index) => id !== keys[index])) this.#put(this.valueWith(ids));
  }

  refersToSame(a: unknown, b: unknown): boolean {
    const ids = this.#idsOf(this.keysIn(a));
    // Nothing is written in several ways.
    return ids.length > 0 && same(ids, this.#idsOf(this.keysIn(b)));
  }

  /**
   * Called before the holder is published.
   *
   * @throws StateError when it refers to a draft that has no id yet; ValidationError when it refers to one twice
   */
  settle(): void {
    this.replaceKeys();
    const keys = untracked(() => this.keys());
    for (const key of keys) {
      const draft = draftUnder(this.#home, key)?.[STATE];
      if (draft === undefined || draft.id !== undefined) continue;
      const missing = draft.isDeleted
        ? 'which was deleted. Set another one, or none.'
        : 'which has no id yet. Publish that first.';
      throw new StateError(
        `Cannot publish ${nameOf(this.#holder[STATE])}: its '${this.#property}' refers to ${nameOf(draft)}, ${missing}`,
      );
    }
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) throw this.#blame(`Refers twice to ${JSON.stringify(twice)}.`);
  }

  /** @internal */
  override [LISTENERS](create: true): Listeners;
  /** @internal */
  override [LISTENERS](create: boolean): Listeners | null;
  override [LISTENERS](create: boolean): Listeners | null {
    if (create) this.#listeners ??= new Listeners(() => this.#heard());
    return this.#listeners;
  }

  #idsOf(keys: readonly unknown[]): readonly unknown[] {
    return keys.map((key) => draftUnder(this.#home, key)?.[STATE].id ?? key);
  }

  get #home(): Home {
    return this.#holder[STATE].store.views.home;
  }

  get #name(): string {
    return `'${this.#property}' of ${nameOf(this.#holder[STATE])}`;
  }

  /** The first object that was made of an entity stands for it, able to be saved. */
  #canonical(item: I): I {
    const { owner } = item[STATE];
    const shown = owner instanceof this.specs.item ? owner : item;
    this.provide(shown);
    return shown;
  }

  #blame(message: string): ValidationError {
    return new ValidationError(`${this.#name}: ${message}`, { errors: { [this.#property]: [message] } });
  }

  /** Past the schema. */
  #put(value: unknown): void {
    const state = this.#holder[STATE];
    const index = state.shape.index.get(this.#property);
    if (index === undefined) throw new DefinitionError(`${this.#name} is computed, and cannot be written.`);
    state.write(index, own(value));
  }

  /** What is shown is watched only while somebody listens. */
  #heard(): void {
    const listeners = this.#listeners;
    if (listeners === null || listeners.empty) {
      this.#endWatch?.();
      this.#endWatch = undefined;
      return;
    }
    let last = untracked(() => this.shown());
    this.#endWatch ??= effect(() => {
      const previous = last;
      last = this.shown();
      if (last !== previous) untracked(() => this.tell(listeners, previous));
    });
  }
}

interface ReferrerKind<R> {
  readonly kind: new (
    holder: Holder,
    property: string,
    specs: never,
  ) => R & { readonly specs: { readonly item: unknown } };
  readonly specs: { readonly item: unknown };
}

/** The reference of a property, made at its first use and the same from then on, for all objects of the holder. */
export const referrerOf = <R extends Referrer>(
  holder: Holder,
  property: string,
  { kind, specs }: ReferrerKind<R>,
): R => {
  const record = holder[STATE];
  const known = record[REFERENCES]?.get(property);
  if (known instanceof kind && known.specs.item === specs.item) return known;
  const { className, index, computedIndex } = record.shape;
  if (known !== undefined) throw new DefinitionError(`${className}: '${property}' refers to two things.`);
  if (!index.has(property) && !computedIndex.has(property)) {
    throw new DefinitionError(`${className} has no property '${property}' to refer by.`);
  }
  const made = new kind(holder, property, specs as never);
  record[REFERENCES] ??= new Map();
  record[REFERENCES].set(property, made);
  return made;
};
