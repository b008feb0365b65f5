import { isRecording, onRollback } from '../model/batch';

/** The loads of a record that are under way. */
export interface RunningLoads {
  readonly loads: Set<object>;
  /** A ticket: when something was last confirmed, or a publish or delete began or ended; 0 when never meanwhile. */
  newsAt: number;
}

/** What became of a property that a running publish has sent: it was edited since, or its local value was dropped. */
type InFlight = 'sent' | 'edited' | 'dropped';

/** What the operations of an entity have to know of those before them. Made by the first one that needs it. */
export class Operations {
  /** The data of a publish that was not confirmed yet, and the key under which they were sent. */
  attempt: { readonly data: object; readonly key: string } | null = null;
  /** The properties that a running publish has sent. */
  inFlight: ReadonlyMap<number, InFlight> | null = null;
  /** When it was last asked whether the provider has the entity. */
  presence = 0;

  /** Whether a running publish has sent a property and what it brings must not replace the local value. */
  isHeld(index: number): boolean {
    const state = this.inFlight?.get(index);
    return state !== undefined && state !== 'dropped';
  }

  /** Notes that a property was edited, if a running publish has sent it. */
  noteEdit(index: number): void {
    if (this.inFlight?.has(index) === true) this.#mark(this.inFlight, 'edited', [index]);
  }

  /** Notes that all local values were dropped: what a running publish has sent follows what that brings. */
  noteDrop(): void {
    if (this.inFlight !== null) this.#mark(this.inFlight, 'dropped', this.inFlight.keys());
  }

  #mark(before: ReadonlyMap<number, InFlight>, state: InFlight, indexes: Iterable<number>): void {
    const marked = new Map(before);
    for (const index of indexes) marked.set(index, state);
    this.inFlight = marked;
    // It is still running then: no publish ends in a transaction.
    if (!isRecording()) return;
    onRollback(() => {
      this.inFlight = before;
    });
  }
}
