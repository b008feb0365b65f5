import { beginBatch, endOfBatch, enqueue, type Notifier } from '../../model/batch';
import type { Listeners } from '../../model/listeners';
import { below, bubble, type Contained, type InnerChange, type InnerNews } from '../../model/nesting';
import { computed, isTracking, Signal } from '../../model/signals';
import type { EntityRecord } from '../../registry/record';
import type { Members } from './members';
import { Touched } from './touched';

/** What happened since it was last told. */
interface News {
  items: boolean;
  change: boolean;
  meta: boolean;
  /** The window before the first look at it in the middle of a transaction, which may yet be rolled back. */
  before: readonly EntityRecord[] | undefined;
}

const nothing = (): News => ({ items: false, change: false, meta: false, before: undefined });

const sameRecords = (a: readonly EntityRecord[], b: readonly EntityRecord[]): boolean =>
  a.length === b.length && a.every((record, index) => record === b[index]);

/** What is told of: the view of a collection. */
interface Sender extends Contained {
  readonly listeners: Listeners;
  readonly members: Pick<Members, 'shown' | 'placeOf'>;
  /** Brings the view up to date with what was written since. */
  sync(): void;
  /** Asks for what is missing in the window, if anything is. */
  refill(): void;
}

/** What a view has to tell, from the first change on until the batch ends; and who depends on the view. */
export class Outbox implements Notifier {
  /** What was written to the items in the view. */
  readonly touched = new Touched();
  readonly #sender: Sender;
  readonly #version = new Signal(0);
  /** Moves when the window or a fact about it does, not with every write to an item in it. */
  readonly #shape = computed(() => {
    this.#version.track();
    this.#sender.sync();
    return this.#revision;
  });
  #changes = 0;
  #revision = 0;
  #news = nothing();
  #delivery: News | undefined;
  #queued = false;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** Makes whoever is computing depend on the window and the facts about it. */
  track(): void {
    if (isTracking()) this.#shape.read();
  }

  /** Remembers the window as it is, unless that was done already: what is told is how it differs in the end. */
  remember(): void {
    this.#news.before ??= this.#sender.members.shown();
  }

  noteItems(): void {
    this.#revision++;
    this.#news.items = true;
  }

  noteMeta(): void {
    this.#revision++;
    this.#news.meta = true;
  }

  /** Notes what happened in what an item holds, and tells whoever holds the collection. */
  noteInside(record: EntityRecord, { change, paths }: InnerNews): void {
    if (change === 'values') {
      this.#news.change = true;
      this.#enqueue();
    }
    this.#bubble(change, this.#places(record, paths));
  }

  /** Has the view look, when the batch ends, whether there is something to tell. */
  queue(): void {
    this.#changes++;
    beginBatch();
    this.#version.write(this.#changes);
    this.#bubble('written');
    this.#enqueue();
    endOfBatch();
  }

  #enqueue(): void {
    if (!this.#queued) enqueue(this);
    this.#queued = true;
  }

  prepare(): void {
    this.#sender.sync();
    const news = this.#news;
    if (news.before !== undefined) news.items = !sameRecords(news.before, this.#sender.members.shown());
    const written = [...this.touched.news()];
    news.change ||= news.items || written.length > 0;
    const places = written.flatMap(([record, index]) =>
      this.#places(record, [record.shape.names[index] as string]),
    );
    // Where others come or go, the places say nothing any more.
    if (news.items) this.#bubble('values');
    else if (places.length > 0) this.#bubble('values', places);
    this.#bubble('facts');
  }

  settle(): void {
    this.#delivery = this.#news;
    this.#news = nothing();
    this.touched.clear();
    this.#queued = false;
  }

  #bubble(change: InnerChange, paths?: readonly string[]): void {
    if (this.#sender.parents !== null) bubble(this.#sender, change, paths);
  }

  /** Paths in an item as those in the collection. */
  #places(record: EntityRecord, paths: readonly string[]): string[] {
    const { parents, members } = this.#sender;
    return parents === null ? [] : paths.map((path) => below(String(members.placeOf(record)), path));
  }

  deliver(): void {
    const { items, change, meta } = this.#delivery ?? nothing();
    const { listeners } = this.#sender;
    this.#delivery = undefined;
    if (items) listeners.fire('items.changed', undefined);
    if (meta) listeners.fire('meta:changed', undefined);
    if (change) listeners.fire('change', undefined);
    this.#sender.refill();
  }
}
