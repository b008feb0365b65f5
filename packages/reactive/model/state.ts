import {
  batch,
  beginBatch,
  beginDelivery,
  endDelivery,
  endOfBatch,
  enqueue,
  isRecording,
  type Notifier,
  onRollback,
} from './batch';
import { Changes } from './changes';
import { same } from './equality';
import { Holdings } from './holdings';
import { Listeners } from './listeners';
import { nestedOf } from './nested';
import { bubble, type Container, type ParentLink, Parents } from './nesting';
import type { Shape } from './shape';
import { TrackedValues } from './tracked-values';

/** Facts about a model's life, as bits. */
export const DRAFT = 1;
export const READY = 2;

/**
 * The state of a model: its values, which of them differ from the confirmed ones, and who wants to know.
 * Everything beyond the values is made when it is first needed.
 */
export class ModelState extends TrackedValues implements Notifier, Container {
  flags: number;
  listeners: Listeners | null = null;
  parents: Parents | null = null;
  #holdings: Holdings | null = null;
  #toldEdited = '';
  changes: Changes | null = null;
  delivery: Changes | null = null;

  constructor(shape: Shape, owner: object, flags: number) {
    super(shape, owner);
    this.flags = flags;
  }

  /** Whether anybody has to be told of a write. */
  get observed(): boolean {
    return this.listeners !== null || this.tracking !== null || this.parents !== null;
  }

  /** Whether nobody but listeners has to be told of a write. */
  protected get heardByListenersOnly(): boolean {
    return this.tracking === null && this.parents === null && this.changes === null;
  }

  /** Opens a delivery of this model alone, which needs no books; not inside a batch, nor where others listen. */
  beginSoloDelivery(): boolean {
    return this.listeners !== null && this.heardByListenersOnly && !isRecording() && beginDelivery();
  }

  /** Writes values in a solo delivery, tells of them, and ends it. Answers whether any differed. */
  writeSolo(indexes: readonly number[], values: readonly unknown[]): boolean {
    const previous = indexes.map((index) => this.values[index]);
    let updated = false;
    for (let at = 0; at < indexes.length; at++) {
      if (same(previous[at], values[at])) continue;
      this.#put(indexes[at] as number, values[at]);
      updated = true;
    }
    for (let at = 0; at < indexes.length; at++) {
      if (!same(previous[at], values[at])) this.#tellOf(indexes[at] as number, values[at], previous[at]);
    }
    if (updated) this.listeners?.fire('change', undefined);
    endDelivery();
    return updated;
  }

  /** Writes a local value. Answers whether it differed. */
  write(index: number, value: unknown): boolean {
    const previous = this.values[index];
    if (same(previous, value)) return false;
    if (isRecording()) onRollback(() => this.#put(index, previous));
    if (!this.observed) {
      this.#put(index, value);
      return true;
    }
    if (this.beginSoloDelivery()) {
      this.#put(index, value);
      this.#tellOf(index, value, previous);
      this.listeners?.fire('change', undefined);
      endDelivery();
      return true;
    }
    beginBatch();
    this.#pending().note(index, previous);
    this.#put(index, value);
    endOfBatch();
    return true;
  }

  /** Moves the confirmed value. The local one is replaced, kept, or follows unless it was edited. */
  confirm(index: number, value: unknown, local: 'replace' | 'keep' | 'follow'): void {
    const current = this.values[index];
    const edited = this.isChanged(index);
    const replaced = local === 'replace' || (local === 'follow' && !edited);
    if (same(this.confirmed(index), value) && !(replaced && edited)) return;
    this.#rememberOnRollback();
    beginBatch();
    if (this.base !== null || !replaced) this.moveBase(index, value, replaced ? value : current);
    if (this.observed) this.#pending().note(index, current);
    if (replaced) this.#store(index, value);
    if (edited !== this.isChanged(index)) this.#toggled(index);
    endOfBatch();
  }

  /** Takes all local values for confirmed. */
  saveChanges(): void {
    this.#rememberOnRollback();
    beginBatch();
    const toggled = this.changedIndexes();
    this.base = null;
    this.changed = 0;
    for (const index of toggled) this.#toggled(index);
    if (this.endsDraft) this.#putFlags(this.flags & ~DRAFT);
    endOfBatch();
  }

  /** Goes back to the confirmed values. */
  dropLocal(): void {
    this.base?.forEach((value, index) => {
      this.write(index, value);
    });
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
    if (isRecording()) onRollback(() => this.#putFlags(previous));
    beginBatch();
    this.#putFlags(flags);
    endOfBatch();
  }

  childChanged(index: number, change: 'values' | 'facts'): void {
    const pending = this.#pending();
    if (change === 'facts') return;
    pending.noteChild(index);
    this.invalidateInside(index);
  }

  /** Notes that a property of another model holds this one. */
  attach(link: ParentLink): void {
    this.parents ??= new Parents(() => this.#keepHolding());
    this.parents.add(link);
  }

  /** Notes what a nested property holds. */
  hold(index: number, value: unknown): void {
    this.#holdings ??= new Holdings(this, this.#isKept);
    this.#holdings.put(index, value);
  }

  /** Has everything that depends on this state look again: its objects show another state now. */
  invalidate(): void {
    batch(() => this.invalidateAll());
  }

  listenersOrNew(): Listeners {
    this.listeners ??= new Listeners(() => this.#listenersChanged());
    this.#keepHolding();
    return this.listeners;
  }

  /** Hands the listeners over to the state that the model's objects show from now on. */
  moveListeners(to: ModelState): void {
    if (this.listeners !== null) this.listeners.moveTo(to.listenersOrNew());
  }

  /** Whether there is a change that has not been told yet. */
  hasNews(): boolean {
    return this.changes !== null && (this.changes.children !== null || this.#hasNewsOfItsOwn());
  }

  prepare(): void {
    if (this.parents === null) return;
    // What changed in the models that this one holds has bubbled up from where it changed.
    if (this.#hasNewsOfItsOwn()) bubble(this, 'values');
    if (this.#becameEdited()) bubble(this, 'facts');
  }

  settle(): void {
    const { changes } = this;
    this.delivery = changes;
    this.changes = null;
    if (changes === null) return;
    changes.settle(this.values, this.flags);
    changes.meta ||= this.shape.nested.size === 0 ? changes.toggled.size > 0 : this.#isEditedElsewhere();
  }

  deliver(): void {
    const { delivery, listeners } = this;
    this.delivery = null;
    if (delivery === null || listeners === null) return;
    const told = this.#tell(delivery, listeners);
    if (delivery.meta) listeners.fire('meta:changed', undefined);
    if (told) listeners.fire('change', undefined);
  }

  /** Called when the model can be read for the first time; entities tell the collections. */
  announce(): void {}

  /** Whether what is taken for saved is no draft any more. */
  protected get endsDraft(): boolean {
    return true;
  }

  /** Called after each stored value; entities tell the collections. */
  protected stored(_index: number, _previous: unknown): void {}

  #put(index: number, value: unknown): void {
    if (this.countLocal(index, value)) this.#toggled(index);
    this.#store(index, value);
  }

  #store(index: number, value: unknown): void {
    const previous = this.values[index];
    this.values[index] = value;
    this.tracking?.write(index, value);
    if (this.#holdings !== null && this.shape.nested.has(index)) this.hold(index, value);
    this.stored(index, previous);
  }

  #putFlags(flags: number): void {
    if (flags === this.flags) return;
    if (this.#tellsMeta) this.#pending().noteFlags(this.flags);
    this.flags = flags;
    this.invalidateMeta();
  }

  get #tellsMeta(): boolean {
    return this.parents !== null || this.listeners?.has('meta:changed') === true;
  }

  #toggled(index: number): void {
    if (this.#tellsMeta) this.#pending().toggle(index);
    this.invalidateMeta();
  }

  #rememberOnRollback(): void {
    if (!isRecording()) return;
    const { changed, flags } = this;
    const [values, base] = [this.values.slice(), this.base?.slice() ?? null];
    const toggled = new Set(this.changedIndexes());
    onRollback(() => {
      const now = new Set(this.changedIndexes());
      values.forEach((value, index) => {
        if (!same(value, this.values[index])) this.#store(index, value);
      });
      this.base = base;
      this.changed = changed;
      for (const index of this.values.keys()) {
        if (now.has(index) !== toggled.has(index)) this.#toggled(index);
      }
      this.#putFlags(flags);
    });
  }

  #pending(): Changes {
    if (this.changes === null) {
      this.changes = new Changes();
      enqueue(this);
    }
    return this.changes;
  }

  /** Fires what is to be told of the properties. Answers whether there was anything. */
  #tell({ indexes, previous, values, children, computed }: Changes, listeners: Listeners): boolean {
    const { shape } = this;
    let told = children !== null;
    for (let at = 0; at < indexes.length; at++) {
      if (same(values[at], previous[at])) continue;
      told = true;
      listeners.fireChange(shape.events[indexes[at] as number] as string, values[at], previous[at]);
    }
    for (const index of children ?? []) {
      const at = indexes.indexOf(index);
      // Another model in its place was told already.
      if (at >= 0 && !same(values[at], previous[at])) continue;
      listeners.fireChange(shape.events[index] as string, this.values[index], this.values[index]);
    }
    for (const [index, before] of computed ?? []) {
      const value = this.peek(index);
      if (same(value, before)) continue;
      told = true;
      listeners.fireChange(`${shape.computed[index]?.name}.changed`, value, before);
    }
    return told;
  }

  #tellOf(index: number, value: unknown, previous: unknown): void {
    this.listeners?.fireChange(this.shape.events[index] as string, value, previous);
  }

  /** Computed properties are evaluated eagerly only while somebody listens to them. */
  #listenersChanged(): void {
    const { listeners, shape } = this;
    if (listeners === null) return;
    shape.computed.forEach(({ name, dependencies }, index) => {
      const wanted = listeners.has(`${name}.changed`) || (dependencies === null && listeners.has('change'));
      if (!wanted) this.tracking?.unwatch(index);
      else {
        const cell = this.trackingOrNew().cell(shape, index, this);
        cell.watch((before) => this.#pending().noteComputed(index, before));
      }
    });
    if (listeners.empty) this.listeners = null;
    if (shape.nested.size > 0 && this.changes === null) this.#toldEdited = this.editedIndexes().join();
    this.#keepHolding();
  }

  get #isKept(): boolean {
    return this.listeners !== null || this.parents?.isKept === true;
  }

  #keepHolding(): void {
    this.#holdings?.keep(this.#isKept);
  }

  /** Whether others of the properties are edited than when that was told, where models inside decide too. */
  #isEditedElsewhere(): boolean {
    if (!this.#tellsMeta) return false;
    const edited = this.editedIndexes().join();
    const told = this.#toldEdited;
    this.#toldEdited = edited;
    return edited !== told;
  }

  #hasNewsOfItsOwn(): boolean {
    const { changes } = this;
    if (changes === null) return false;
    const computed = [...(changes.computed ?? [])];
    return changes.isNews(this.values) || computed.some(([index, before]) => !same(this.peek(index), before));
  }

  /** Whether the model as a whole became unpublished, or published, since it last told. */
  #becameEdited(): boolean {
    let before = this.changed;
    for (const index of this.changes?.toggled ?? []) before += this.isChanged(index) ? -1 : 1;
    return before > 0 !== this.changed > 0;
  }
}
