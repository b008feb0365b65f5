import type { LiveViews, Valued } from './live-views';
import type { Plugged } from './plugged';

/** What identifies an entity. `1` and `'1'` are two ids. */
export type RecordId = string | number;

const FIRST_SWEEP = 1024;

/** What the stores of an entity have in common. */
interface Channel {
  readonly plugged: readonly Plugged[];
  noteDeletion(id: RecordId): void;
}

interface Sweepable {
  sweep(): void;
}

/** Told of a collection of garbage: an object that nobody refers to was collected in it. */
const collected = /* @__PURE__ */ new FinalizationRegistry<WeakRef<Sweepable>>((store) =>
  store.deref()?.sweep(),
);

/** What is held, if it was not collected. A record is told by what it has: asking for a class costs more. */
const recordIn = <R extends Valued>(held: R | WeakRef<R> | undefined): R | undefined =>
  held === undefined || (held as R).shape !== undefined
    ? (held as R | undefined)
    : (held as WeakRef<R>).deref();

/**
 * The identity map of one entity in one scope. It holds its records weakly: what nobody refers to any more can be
 * collected, and its entry goes soon after. One finalizer for each collection of garbage does for the whole map what
 * one for each record would do at fifty times the cost; where it is late, entries are swept as the map grows.
 */
export class EntityStore<R extends Valued> {
  readonly entity: string;
  readonly #channel: Channel;
  /** The live collections of the entity, shared with the stores of its other layouts. */
  readonly views: LiveViews<R>;
  readonly #records = new Map<RecordId, R | WeakRef<R>>();
  #sweepAt = FIRST_SWEEP;
  #isWatching = false;

  constructor(channel: Channel & { readonly entity: string; readonly views: LiveViews<R> }) {
    this.entity = channel.entity;
    this.views = channel.views;
    this.#channel = channel;
  }

  /** The plugins of the entity, in order. */
  get plugged(): readonly Plugged[] {
    return this.#channel.plugged;
  }

  get(id: RecordId): R | undefined {
    return recordIn(this.#records.get(id));
  }

  put(id: RecordId, record: R): void {
    if (this.#records.size >= this.#sweepAt) this.#dropCollected();
    this.#refer(id, record);
  }

  /**
   * As {@link put}, for a record that a live collection holds anyway, so that a weak reference would be made for
   * nothing: until the collection lets go of it and says so by {@link loosen}.
   */
  hold(id: RecordId, record: R): void {
    this.#records.set(id, record);
  }

  /** Holds a record weakly from now on, if it was held otherwise. */
  loosen(id: RecordId, record: R): void {
    if (this.#records.get(id) === record) this.#refer(id, record);
  }

  /** Forgets a record that was deleted, but not that it was. */
  delete(id: RecordId, record: R): void {
    this.remove(id, record);
    this.#channel.noteDeletion(id);
  }

  /** Forgets a record, if it is still the one of that id. */
  remove(id: RecordId, record: R): void {
    if (this.get(id) === record) this.#records.delete(id);
  }

  /** Tells the collections that a value was stored, or (without `index`) that something else about the record changed. */
  changed(record: R, index?: number, previous?: unknown): void {
    this.views.tell(record, index, previous);
  }

  /** The records that somebody still refers to. */
  *live(): Generator<R> {
    for (const held of this.#records.values()) {
      const record = recordIn(held);
      if (record !== undefined) yield record;
    }
  }

  /** Forgets all records. Objects that show them go on working, on their own. */
  clear(): void {
    this.#records.clear();
    this.#sweepAt = FIRST_SWEEP;
  }

  /** Drops the entries of records that were collected, and waits for the next collection while there are any left. */
  sweep(): void {
    this.#dropCollected();
    this.#isWatching = false;
    if (this.#records.size > 0) this.#watch();
  }

  #refer(id: RecordId, record: R): void {
    if (!this.#isWatching) this.#watch();
    this.#records.set(id, new WeakRef(record));
  }

  #watch(): void {
    this.#isWatching = true;
    collected.register({}, new WeakRef(this));
  }

  #dropCollected(): void {
    const { size } = this.#records;
    for (const [id, held] of this.#records) if (recordIn(held) === undefined) this.#records.delete(id);
    // Looked at less often where nothing was collected: looking costs as much as making.
    this.#sweepAt = Math.max(FIRST_SWEEP, this.#records.size * (this.#records.size < size ? 2 : 4));
  }
}
