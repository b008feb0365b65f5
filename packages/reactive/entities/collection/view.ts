import { batch, isRecording } from '../../model/batch';
import { Listeners } from '../../model/listeners';
import type { Contained, InnerNews, Parents } from '../../model/nesting';
import { READY } from '../../model/state';
import type { EntityChannel } from '../../registry/channel';
import type { LiveView } from '../../registry/live-views';
import type { EntityRecord } from '../../registry/record';
import type { RecordId } from '../../registry/store';
import type { Member } from './member';
import { Members } from './members';
import { Outbox } from './outbox';
import type { Page } from './page';
import type { Plan } from './plan';
import type { Specs } from './specs';

/** What a view was filled with. */
export interface Loaded {
  readonly specs: Specs;
  /** The cursor of the page after that. */
  readonly next: string | null;
}

/** What fills a view. */
interface Filler {
  /** Asks for what is missing in the window, if anything is. */
  refill(): void;
  /** Gives up what is running, and asks for nothing by itself any more. */
  cancel(): void;
}

/** What a view is made of. */
interface ViewOptions {
  readonly channel: EntityChannel;
  /** The collection's item class. */
  readonly type: abstract new (
    ...args: never[]
  ) => object;
  readonly plan: Plan;
  readonly isLocal: boolean;
  /** Whether it shows only what it is given. */
  readonly isClosed: boolean;
}

/**
 * Follows the records of an entity for a collection. It never refers to the collection itself, so that a collection
 * that nobody needs any more can be collected.
 */
export class View implements LiveView<EntityRecord>, Contained {
  readonly members: Members;
  readonly listeners = new Listeners(() => this.#disposeUnheard());
  parents: Parents | null = null;
  /** Whether it follows the scope; with a provider only once something was loaded. */
  #live: boolean;
  #deletions: Set<RecordId> | null = null;
  /** Set by the first load that ends well. */
  loaded: Loaded | undefined;
  /** What fills it. Held weakly, as it refers to the collection. */
  loader: WeakRef<Filler> | undefined;
  readonly type: ViewOptions['type'];
  readonly isLocal: boolean;
  readonly #channel: EntityChannel;
  readonly #outbox = new Outbox(this);
  readonly #dirty = new Set<EntityRecord>();
  /** Those that code gave since they were last looked at. */
  #given: Member[] = [];
  #items: readonly object[] | null = null;
  #abandoned = false;
  #disposed = false;

  /** Whether it shows only what it has and is given, as one does that belongs to a holder, and not all of the scope. */
  #isClosed: boolean;

  /** A local view (of a collection without provider) keeps what it was given, so that another filter finds it. */
  constructor({ channel, type, plan, isLocal, isClosed }: ViewOptions) {
    this.#channel = channel;
    this.type = type;
    this.members = new Members(channel, plan, isLocal);
    this.isLocal = isLocal;
    this.#isClosed = isLocal && isClosed;
    this.#live = isLocal;
    this.#follow();
    if (isLocal && !isClosed) for (const record of channel.live()) this.recordChanged(record);
  }

  /** Makes whoever is computing depend on the view. */
  track(): void {
    this.sync();
    this.#outbox.track();
  }

  /** Whether nobody else follows the entity. */
  get isAlone(): boolean {
    return !this.#channel.views.hasOthersThan(this);
  }

  get isDisposed(): boolean {
    return this.#disposed;
  }

  /** The items in the window: the same array until it changes. */
  items(): readonly object[] {
    this.sync();
    this.#items ??= Object.freeze(this.members.shown().map((record) => record.as(this.type)));
    return this.#items;
  }

  /** The ids of what was deleted since a load was begun: its answer may still have them. */
  get deletions(): ReadonlySet<RecordId> | null {
    return this.#deletions;
  }

  /** Begins or ends to take note of what is deleted. */
  watchDeletions(on: boolean): void {
    this.#deletions = on ? new Set() : null;
    this.#follow();
  }

  heeds(record: EntityRecord, property: string): boolean {
    return this.#decides(record, property) || (this.#isHeard && this.members.has(record));
  }

  /** Whether a property decides about what is here: who belongs, or where. */
  #decides(record: EntityRecord, property: string): boolean {
    const { members } = this;
    if (members.plan.filters(record.shape, property)) return true;
    // Its place alone brings nothing in, unless that was past the end of what is known.
    return members.plan.sorts(property) && (!members.isWhole || members.has(record));
  }

  recordChanged(record: EntityRecord, index?: number, previous?: unknown): void {
    if (record.isDeleted && record.id !== undefined) this.#deletions?.add(record.id);
    if (!this.#live || (this.#isClosed && !this.members.keeps(record))) return;
    if (!this.#accepts(record)) this.members.keepsAll = false;
    else if (!this.#isJustAnId(record)) this.#note(record, index, previous);
  }

  /** Tells the scope what to tell the view: while an answer is awaited, whatever is deleted. */
  #follow(): void {
    const { views } = this.#channel;
    if (this.#disposed) views.leave(this);
    else if (this.#deletions !== null) views.follow(this, new Map());
    else views.follow(this, this.#live ? this.members.plan.demands : null);
  }

  /** Whether somebody wants to know of changes inside of what is shown. */
  get #isHeard(): boolean {
    return this.parents !== null || this.listeners.has('change');
  }

  #note(record: EntityRecord, index?: number, previous?: unknown): void {
    const { members } = this;
    members.notice(record, index, previous);
    const decides = index === undefined || this.#decides(record, record.shape.names[index] as string);
    if (decides) this.#dirty.add(record);
    if (index !== undefined && members.has(record)) this.#outbox.touched.note(record, index, previous);
    else if (!decides) return;
    this.#outbox.queue();
  }

  /** Brings the members up to date with what was written since, also in the middle of a transaction. */
  sync(): void {
    if (this.#dirty.size === 0 && this.#given.length === 0) return;
    const given = this.#given;
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    this.#given = [];
    if (isRecording()) this.#outbox.remember();
    const { total } = this.members;
    // Whoever made the records dirty has queued the view already.
    if (this.members.place(given, dirty)) this.#itemsChanged();
    if (this.members.total !== total) this.#outbox.noteMeta();
  }

  /** Takes in the first page of a query, or (without plan) a further one. */
  take(page: Page, plan?: Plan): void {
    batch(() => {
      this.#live = true;
      // A page may bring nothing that is not shown already.
      this.#outbox.remember();
      if (plan === undefined) {
        this.sync();
        this.members.append(page);
      } else {
        this.#dirty.clear();
        this.#given = [];
        this.members.reset(plan, page);
        this.#follow();
      }
      // What is known here beside the rows of a provider.
      for (const record of page.chosen ? this.#channel.live() : []) {
        if (record.changed > 0 || record.isNewerThan(page.ticket)) this.recordChanged(record);
      }
      this.#itemsChanged();
      this.noteMeta();
    });
  }

  /** Has a local view keep, beside what it has shown or was given, what the scope knows. */
  keepKnown(): void {
    if (this.#isClosed || (this.members.keepsAll && !this.#disposed)) return;
    this.members.keepsAll = true;
    for (const record of this.#channel.live()) if (this.#accepts(record)) this.members.keep(record);
  }

  /** Evaluates records anew, whatever changed about them. */
  refresh(records: readonly EntityRecord[]): void {
    this.#goLive();
    batch(() => {
      for (const record of records) if (this.#accepts(record)) this.#note(record);
    });
  }

  /** Takes in what code gave: where that is all it shows in just that order, `isAnew` or after what is there. */
  admit(records: readonly EntityRecord[], isAnew: boolean): void {
    this.#goLive();
    const { members } = this;
    const given = records.map((record) => {
      if (this.isLocal) return members.keep(record);
      members.notice(record);
      return members.give(record);
    });
    if (this.#isClosed || (isAnew && this.parents !== null && members.isWhole))
      members.arrivals.lineUp(given, isAnew);
    this.#given = this.#given.length === 0 ? given : this.#given.concat(given);
    if (records.length > 0) this.#outbox.queue();
  }

  /** Shows from now on only what it has and is given, where nothing else decides about that. */
  close(): void {
    if (!this.isLocal) return;
    this.sync();
    this.#isClosed = true;
  }

  #goLive(): void {
    if (this.#live) return;
    this.#live = true;
    this.#follow();
  }

  noteMeta(): void {
    this.#outbox.noteMeta();
    this.#outbox.queue();
  }

  insideChanged(record: EntityRecord, news: InnerNews): void {
    const { index, change } = news;
    if (change !== 'written') {
      if (this.#isHeard && this.members.has(record)) this.#outbox.noteInside(record, news);
      // What decides may be read from inside.
    } else if (this.#decides(record, record.shape.names[index] as string))
      this.recordChanged(record, index, record.values[index]);
  }

  refill(): void {
    this.loader?.deref()?.refill();
  }

  forget(): void {
    this.members.forget();
  }

  /** Its collection is gone: it lives on only as long as somebody listens. */
  abandon(): void {
    this.#abandoned = true;
    this.#disposeUnheard();
  }

  dispose(): void {
    this.loader?.deref()?.cancel();
    if (this.#disposed) return;
    this.#live = false;
    this.#disposed = true;
    this.#follow();
    this.#dirty.clear();
    this.#given = [];
    this.members.letGo();
    this.listeners.isOver = true;
    this.listeners.fire('dispose', undefined);
  }

  /** Whether a record is one of the collection's item class. */
  #accepts(record: EntityRecord): boolean {
    return record.isOf(this.type);
  }

  /** Whether somebody has named an entity, and nothing has told yet that there is one. */
  #isJustAnId(record: EntityRecord): boolean {
    return !this.isLocal && (record.flags & READY) === 0 && !this.members.has(record);
  }

  #itemsChanged(): void {
    this.#outbox.noteItems();
    this.#items = null;
  }

  #disposeUnheard(): void {
    if (this.#abandoned && this.listeners.empty) this.dispose();
  }
}
