import {
  batch,
  beginBatch,
  beginDelivery,
  endDelivery,
  endOfBatch,
  isRecording,
  letEffectsRun,
  onRollback,
} from './batch';
import { same } from './equality';
import { Holdings } from './holdings';
import type { Hooks } from './hooks';
import { Listeners } from './listeners';
import { nestedOf } from './nested';
import { bubble, type Container, type InnerChange, type ParentLink, Parents } from './nesting';
import { Outbox } from './outbox';
import { detour, type Shape } from './shape';
import { hasEffects, runEffects } from './signals';
import { TrackedValues } from './tracked-values';

/** Facts about a model's life, as bits. */
export const DRAFT = 1;
export const READY = 2;

/** A property that was written, as its listeners are told of it. */
type Told = readonly [index: number, value: unknown, previous: unknown];

/**
 * The state of a model: its values, which of them differ from the confirmed ones, and who wants to know.
 * Everything beyond the values is made when it is first needed.
 */
export class ModelState extends TrackedValues implements Container {
  flags: number;
  listeners: Listeners | null = null;
  parents: Parents | null = null;
  #outbox: Outbox | null = null;
  #holdings: Holdings | null = null;

  constructor(shape: Shape, owner: object | null, flags: number) {
    super(shape, owner);
    this.flags = flags;
  }

  /** Whether anybody has to be told of a write. */
  protected get observed(): boolean {
    return this.listeners !== null || this.parents !== null;
  }

  /** Whether nobody is told of a write but those who computed something of the values: no batch is needed. */
  protected get isUnheard(): boolean {
    return this.listeners === null && this.parents === null;
  }

  /** Whether a write is told to listeners of values alone, which needs no books. */
  protected get heardByListenersOnly(): boolean {
    const { listeners } = this;
    return (
      listeners !== null && this.parents === null && !listeners.hearsMeta && this.shape.computed.length === 0
    );
  }

  /** Writes a local value. Answers whether it differed. */
  write(index: number, value: unknown): boolean {
    const previous = this.values[index];
    if (same(previous, value)) return false;
    if (isRecording()) this.recordValue(index, previous);
    else if (this.isUnheard) {
      this.put(index, value, previous);
      this.edited(index);
      if (hasEffects()) letEffectsRun();
      return true;
    }
    if (this.heardByListenersOnly && beginDelivery()) {
      const listeners = this.listeners as Listeners;
      this.put(index, value, previous);
      this.edited(index);
      this.tellAtOnce(listeners, listeners.hearsProperties ? [[index, value, previous]] : null, true);
      return true;
    }
    beginBatch();
    if (this.observed) this.box.changes.note(index, previous);
    this.put(index, value, previous);
    this.edited(index);
    endOfBatch();
    return true;
  }

  /** Writes those of the values that differ from the present ones, as one change. Answers whether any does. */
  writeAll(next: readonly unknown[]): boolean {
    const isQuiet = !isRecording() && this.isUnheard;
    if (!isQuiet && (isRecording() || !this.heardByListenersOnly || !beginDelivery()))
      return this.writeEach(next.keys(), next);
    const listeners = isQuiet ? null : this.listeners;
    const told: Told[] | null = listeners?.hearsProperties === true ? [] : null;
    const { values } = this;
    let any = false;
    for (let index = 0; index < next.length; index++) {
      const value = next[index];
      const previous = values[index];
      if (same(previous, value)) continue;
      any = true;
      this.put(index, value, previous);
      this.edited(index);
      if (told !== null) told.push([index, value, previous]);
    }
    if (listeners !== null) this.tellAtOnce(listeners, told, any);
    else if (hasEffects()) letEffectsRun();
    return any;
  }

  /** As {@link writeAll}, in the order of the given indexes. */
  writeEach(indexes: Iterable<number>, next: readonly unknown[]): boolean {
    let any = false;
    beginBatch();
    for (const index of indexes) any = this.write(index, next[index]) || any;
    endOfBatch();
    return any;
  }

  /** Moves the confirmed value. The local one is replaced, kept, or follows unless it was edited. */
  confirm(index: number, value: unknown, local: 'replace' | 'keep' | 'follow'): void {
    const current = this.values[index];
    const edited = this.isChanged(index);
    const replaced = local === 'replace' || (local === 'follow' && !edited);
    if (same(this.confirmed(index), value) && !(replaced && edited)) return;
    this.rememberOnRollback();
    beginBatch();
    this.moveBase(index, value, replaced ? value : current);
    if (this.observed) this.box.changes.note(index, current);
    if (replaced) this.replace(index, value, current);
    if (edited !== this.isChanged(index)) this.metaChanged();
    endOfBatch();
  }

  /** Takes all local values for confirmed. */
  saveChanges(): void {
    this.rememberOnRollback();
    beginBatch();
    this.base = null;
    this.changed = 0;
    this.metaChanged();
    if (this.endsDraft) this.putFlags(this.flags & ~DRAFT);
    endOfBatch();
  }

  /** Goes back to the confirmed values. */
  dropLocal(): void {
    for (const index of this.changedIndexes()) this.write(index, this.confirmed(index));
  }

  /** The properties whose value, or something in it, differs from the saved one. */
  editedIndexes(): number[] {
    if (this.shape.nested.size === 0) return this.changedIndexes();
    return [...this.values.keys()].filter(
      (index) =>
        this.isChanged(index) ||
        (this.shape.nested.has(index) && nestedOf(this.values[index])?.unpublished === true),
    );
  }

  setFlag(flag: number, on: boolean): void {
    const flags = on ? this.flags | flag : this.flags & ~flag;
    if (flags === this.flags) return;
    const previous = this.flags;
    if (isRecording()) onRollback(() => this.putFlags(previous));
    beginBatch();
    this.putFlags(flags);
    endOfBatch();
  }

  childChanged(index: number, change: InnerChange): void {
    if (change === 'written') this.invalidateInside(index);
    else if (change === 'values') this.box.changes.noteChild(index);
    else this.box.queue();
  }

  /** Notes that a property of another model holds this one. */
  attach(link: ParentLink): void {
    if (this.parents === null) {
      this.parents = new Parents(() => this.keepHolding());
      this.box.watchFacts();
    }
    this.parents.add(link);
  }

  /** Notes what a nested property holds. */
  hold(index: number, value: unknown): void {
    this.#holdings ??= new Holdings(this, this.isKept);
    this.#holdings.put(index, value);
  }

  /** Has everything that depends on this state look again: its objects show another state now. */
  showElsewhere(): void {
    batch(() => this.invalidateAll());
  }

  listenersOrNew(): Listeners {
    this.listeners ??= new Listeners(() => this.listenersChanged());
    this.keepHolding();
    return this.listeners;
  }

  /** Hands the listeners over to the state that the model's objects show from now on. */
  moveListeners(to: ModelState): void {
    if (this.listeners !== null) this.listeners.moveTo(to.listenersOrNew());
  }

  /** The hooks that take part in what is done with a model: those of its class. */
  hooks(_model: object): readonly Hooks[] {
    return this.shape.hooks;
  }

  /** Whether facts about the model's life have to be told. */
  get tellsMeta(): boolean {
    return this.parents !== null || this.listeners?.hearsMeta === true;
  }

  /** Called when the model can be read for the first time; entities tell the collections. */
  announce(): void {}

  /** Whether what is taken for saved is no draft any more. */
  protected get endsDraft(): boolean {
    return true;
  }

  /** Called after a local value was written, before anybody is told; entities note what they have sent. */
  protected edited(_index: number): void {}

  /** Called after each stored value; entities tell the collections. */
  protected stored(_index: number, _previous: unknown): void {}

  private put(index: number, value: unknown, previous: unknown): void {
    if (this.countLocal(index, value, previous)) this.metaChanged();
    this.replace(index, value, previous);
  }

  private replace(index: number, value: unknown, previous: unknown): void {
    this.values[index] = value;
    this.invalidate(index, value);
    if (this.#holdings !== null && this.shape.nested.has(index)) this.hold(index, value);
    this.stored(index, previous);
    if (this.parents !== null) bubble(this, 'written');
  }

  private putFlags(flags: number): void {
    if (flags === this.flags) return;
    this.flags = flags;
    this.metaChanged();
  }

  private metaChanged(): void {
    if (this.tellsMeta) this.box.queue();
    this.invalidateMeta();
  }

  /** In the delivery that is open. */
  private tellAtOnce(listeners: Listeners, told: readonly Told[] | null, any: boolean): void {
    if (hasEffects()) runEffects();
    if (told !== null)
      for (const [index, value, previous] of told)
        listeners.fireChange(this.shape.events[index] as string, value, previous);
    if (any) listeners.fire('change', undefined);
    endDelivery();
  }

  // In a method of its own: what a closure refers to is costly to keep, even where none is made.
  private recordValue(index: number, previous: unknown): void {
    onRollback(() => this.put(index, previous, this.values[index]));
  }

  private rememberOnRollback(): void {
    if (!isRecording()) return;
    const { changed, flags } = this;
    const [values, base] = [this.values.slice(), this.base?.slice() ?? null];
    onRollback(() => {
      values.forEach((value, index) => {
        const present = this.values[index];
        if (!same(value, present)) this.replace(index, value, present);
      });
      this.base = base;
      this.changed = changed;
      this.flags = flags;
      this.metaChanged();
    });
  }

  private get box(): Outbox {
    this.#outbox ??= new Outbox(this);
    return this.#outbox;
  }

  /** Computed properties are evaluated eagerly only while somebody listens to them. */
  private listenersChanged(): void {
    const { listeners, shape } = this;
    if (listeners === null) return;
    shape.computed.forEach(({ name, dependencies }, index) => {
      const wanted = listeners.has(`${name}.changed`) || (dependencies === null && listeners.has('change'));
      this.watch(index, wanted ? (before) => this.box.changes.noteComputed(index, before) : undefined);
    });
    if (listeners.hearsSets !== listeners.detours) {
      listeners.detours = listeners.hearsSets;
      detour(shape, listeners.detours ? 1 : -1);
    }
    if (listeners.empty) this.listeners = null;
    if (this.tellsMeta) this.box.watchFacts();
    this.keepHolding();
  }

  private get isKept(): boolean {
    return this.listeners !== null || this.parents?.isKept === true;
  }

  private keepHolding(): void {
    this.#holdings?.keep(this.isKept);
  }
}
