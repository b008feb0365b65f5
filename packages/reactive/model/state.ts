import { beginBatch, beginDelivery, endOfBatch, isRecording, letEffectsRun, onRollback } from './batch';
import { same } from './equality';
import { HeardValues, type Told } from './heard-values';
import type { Hooks } from './hooks';
import { noteDrop, noteEdit } from './in-flight';
import type { Listeners } from './listeners';
import { bubble } from './nesting';
import { hasEffects } from './signals';

/** Facts about a model's life, as bits. */
export const DRAFT = 1;
export const READY = 2;

/** Values that are about to be written as one change, each after the index of its property. */
export type Pending = unknown[];

/** The state of a model: how its values, and the facts about its life, are written, confirmed and rolled back. */
export class ModelState extends HeardValues {
  /** Writes a local value. Answers whether it differed. */
  write(index: number, value: unknown): boolean {
    const previous = this.values[index];
    if (same(previous, value)) return false;
    if (isRecording()) this.recordValue(index, previous);
    else if (this.isUnheard) {
      this.put(index, value, previous);
      noteEdit(this, index);
      if (hasEffects()) letEffectsRun();
      return true;
    }
    if (this.heardByListenersOnly && beginDelivery()) {
      const listeners = this.listeners as Listeners;
      this.put(index, value, previous);
      noteEdit(this, index);
      this.tellAtOnce(listeners, listeners.hearsProperties ? [[index, value, previous]] : null, true);
      return true;
    }
    beginBatch();
    if (this.observed) this.box.changes.note(index, previous);
    this.put(index, value, previous);
    noteEdit(this, index);
    endOfBatch();
    return true;
  }

  /** Writes those of the pending values that differ from the present ones, as one change. Answers whether any does. */
  writeAll(pending: Pending, count: number): boolean {
    let any = false;
    if (isRecording() || !(this.isUnheard || (this.heardByListenersOnly && beginDelivery()))) {
      beginBatch();
      for (let at = 0; at < count; at += 2) any = this.write(pending[at] as number, pending[at + 1]) || any;
      endOfBatch();
      return any;
    }
    const { listeners } = this;
    const told: Told[] | null = listeners?.hearsProperties === true ? [] : null;
    for (let at = 0; at < count; at += 2) {
      const index = pending[at] as number;
      const value = pending[at + 1];
      const previous = this.values[index];
      if (same(previous, value)) continue;
      any = true;
      this.put(index, value, previous);
      noteEdit(this, index);
      if (told !== null) told.push([index, value, previous]);
    }
    if (listeners !== null) this.tellAtOnce(listeners, told, any);
    else if (hasEffects()) letEffectsRun();
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
    noteDrop(this);
  }

  /** Makes what it refers to fit to be sent; entities have references. */
  settleReferences(): void {}

  setFlag(flag: number, on: boolean): void {
    const flags = on ? this.flags | flag : this.flags & ~flag;
    if (flags === this.flags) return;
    const previous = this.flags;
    if (isRecording()) onRollback(() => this.putFlags(previous));
    beginBatch();
    this.putFlags(flags);
    endOfBatch();
  }

  /** The hooks that take part in what is done with a model: those of its class. */
  hooks(_model: object): readonly Hooks[] {
    return this.shape.hooks;
  }

  /** Called when the model can be read for the first time; entities tell the collections. */
  announce(): void {}

  /** Whether what is taken for saved is no draft any more. */
  protected get endsDraft(): boolean {
    return true;
  }

  /** Called after each stored value; entities tell the collections. */
  protected stored(_index: number, _previous: unknown): void {}

  private put(index: number, value: unknown, previous: unknown): void {
    if (this.countLocal(index, value, previous)) this.metaChanged();
    this.replace(index, value, previous);
  }

  private replace(index: number, value: unknown, previous: unknown): void {
    this.values[index] = value;
    this.invalidate(index, value);
    if (this.holdings !== null && this.shape.nested.has(index)) this.hold(index, value);
    this.stored(index, previous);
    if (this.parents !== null) bubble(this, 'written');
  }

  private putFlags(flags: number): void {
    if (flags === this.flags) return;
    this.flags = flags;
    this.metaChanged();
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
}
