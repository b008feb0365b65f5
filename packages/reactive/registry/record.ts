import { batch, transaction } from '../model/batch';
import type { Hooks } from '../model/hooks';
import { reroute } from '../model/in-flight';
import type { Arrival, Outcome } from '../model/nested';
import { receive } from '../model/nested-model';
import type { Home, InnerChange } from '../model/nesting';
import { REFERENCES, type Referrer } from '../model/referrer';
import type { Shape } from '../model/shape';
import { DRAFT, READY } from '../model/state';
import { STATE } from '../model/symbols';
import { DELETED, FETCHED, FETCHING, FOUND, PROCESSING } from './facts';
import { Operations, type RunningLoads } from './operations';
import { type FacadeSource, ShownState } from './shown-state';
import type { EntityStore, RecordId } from './store';
import { nextTicket } from './ticket';
import { uuidv7 } from './uuid';

/** What a collection notes of an entity. */
export interface Membership {
  /** Tells one collection from another; it may have ended, or begun anew. */
  readonly of: { readonly ended: boolean };
}

/** A publish that was confirmed. */
interface Confirmation {
  /** Saves what was sent. */
  readonly arrive: Arrival;
  readonly row: object;
  /** When it was sent: a ticket. */
  readonly askedAt: number;
  readonly outcome: Outcome;
  readonly ended: number;
}

/**
 * What a scope knows of one entity: the confirmed values (`base`) apart from the local ones, whoever shows them.
 */
export class EntityRecord extends ShownState {
  /** By property. Declared only, so that no record has it before it is needed. */
  declare [REFERENCES]: Map<string, Referrer> | undefined;
  readonly store: EntityStore<EntityRecord>;
  id: RecordId | undefined;
  // What each write asks for stands together: to look at more memory costs more than to write.
  /** What the first collection notes of it that does; others find their notes themselves. */
  member: Membership | null = null;
  #operations: Operations | null = null;
  /** When it came to be known: a ticket; 0 until then. */
  arrival = 0;
  /** The provider class of the first object that was given one; it serves those that were given none. */
  provider: unknown;
  /** Ends when the last operation that was queued on this record has ended. */
  tail: Promise<unknown> | null = null;
  /** Those of its loads that are under way, if any. */
  loads: RunningLoads | null = null;
  /** By collection: that code has put it in or taken it out. */
  exceptions: WeakMap<object, unknown> | null = null;
  #localKey: string | undefined;
  #ticket = 0;

  /** @param owner - its first object; `null` where that is made when somebody looks, as {@link awaitLook} says */
  constructor(shape: Shape, owner: object | null, store: EntityStore<EntityRecord>) {
    super(shape, owner, 0);
    this.store = store;
  }

  get home(): Home {
    return this.store.views.home;
  }

  protected override get isUnheard(): boolean {
    return this.store.views.size === 0 && super.isUnheard;
  }

  protected override get heardByListenersOnly(): boolean {
    return this.store.views.size === 0 && super.heardByListenersOnly;
  }

  /** What runs on the entity, and ran. */
  get operations(): Operations {
    this.#operations ??= new Operations();
    return this.#operations;
  }

  /** Identifies the entity in this scope from its first moment on, whatever id it is given later. */
  get localKey(): string {
    this.#localKey ??= this.id === undefined ? uuidv7() : `${typeof this.id}:${this.id}`;
    return this.#localKey;
  }

  get isDraft(): boolean {
    return (this.flags & DRAFT) !== 0;
  }

  get isDeleted(): boolean {
    return (this.flags & DELETED) !== 0;
  }

  /** The confirmed version, where the entity has one. */
  get version(): number | undefined {
    const index = this.shape.index.get('version');
    const version = index === undefined ? undefined : this.confirmed(index);
    return typeof version === 'number' ? version : undefined;
  }

  /** The class' own hooks, which are nearer to the item, then those of plugins, nearer to the provider. */
  override hooks(item: object): readonly Hooks[] {
    const { plugged } = this.store;
    if (plugged.length === 0) return this.shape.hooks;
    return [...this.shape.hooks, ...plugged.filter((plugin) => plugin.concerns(item))];
  }

  /** Whether something was confirmed that was asked for after `ticket`. */
  isNewerThan(ticket: number): boolean {
    return this.#ticket > ticket;
  }

  /** From now on the answers to what was asked before may be too old for who asks anew. */
  noteNews(): void {
    if (this.loads !== null) this.loads.newsAt = nextTicket();
  }

  /** The confirmed values, by name. */
  confirmedValues(): Record<string, unknown> {
    return Object.fromEntries(this.shape.names.map((name, index) => [name, this.confirmed(index)]));
  }

  /**
   * Takes in what is known of an entity of which there is no object yet.
   *
   * @param ticket - when a provider was asked for it; 0 where code gave it
   */
  awaitLook(id: RecordId, source: FacadeSource, ticket: number): void {
    this.id = id;
    this.source = source;
    this.#ticket = ticket;
  }

  /** The collection that held it for the scope lets go of it. */
  loosen(): void {
    if (this.id !== undefined) this.store.loosen(this.id, this);
  }

  protected override shownByAnother(): void {
    batch(() => this.store.changed(this));
  }

  /** Sets a fact about the entity's life; the collections hear of it. */
  setState(flag: number, on: boolean): void {
    batch(() => {
      this.setFlag(flag, on);
      this.store.changed(this);
    });
  }

  /**
   * Takes in what a provider said. Confirmed values move, unpublished edits stay. What was asked for before
   * something newer was confirmed is dropped, unless its version says that it is newer.
   */
  merge(row: object, ticket: number): boolean {
    const ahead = this.ahead(row);
    const isNews = ahead === 0 ? ticket >= this.#ticket : ahead > 0;
    if (this.isDeleted || !isNews) return false;
    const wasKnown = (this.flags & READY) !== 0;
    batch(() => {
      this.takeIn(row, ticket);
      this.#ticket = Math.max(ticket, this.#ticket);
      this.noteNews();
      this.setFlag(READY, true);
      if (!wasKnown) this.store.changed(this);
    });
    return true;
  }

  /** Notes whether the provider has the entity; the newest question counts, whatever order answers come in. */
  notePresence(isFound: boolean, ticket: number): void {
    if (ticket < this.operations.presence) return;
    this.operations.presence = ticket;
    batch(() => {
      this.setFlag(FETCHED, true);
      this.setFlag(FOUND, isFound);
    });
  }

  /**
   * Ends a publish that succeeded, of the entity or of what holds it: what was sent is confirmed, as the provider
   * answered it; newer edits stay, and so does what was confirmed meanwhile in a newer version.
   *
   * @param ended - the facts that come to an end with it
   */
  confirmSent({ arrive, row, askedAt, outcome, ended }: Confirmation): void {
    const isOutdated = outcome === 'outdated' || this.ahead(row) < 0;
    if (!isOutdated) this.#ticket = nextTicket();
    this.noteNews();
    batch(() => {
      try {
        arrive(isOutdated ? 'outdated' : 'saved', row);
        if (!isOutdated) this.takeIn(row, askedAt);
      } finally {
        // It was published, also where something in the answer cannot be taken in.
        this.setFlag(READY, true);
        this.setFlag(ended, false);
        this.store.changed(this);
      }
    });
  }

  /** Gives a draft its id. If the scope knows the entity already, its objects show this record from now on. */
  adopt(id: RecordId): void {
    const other = this.store.get(id);
    this.id = id;
    this.store.put(id, this);
    const index = this.shape.index.get('id');
    if (index !== undefined) this.confirm(index, id, 'replace');
    if (other !== undefined) this.absorb(other);
  }

  /** Takes its place in the order in which entities came to be known: once, a draft when it joins. */
  arrive(): void {
    if (this.arrival === 0) this.arrival = nextTicket();
  }

  override announce(): void {
    if (this.id === undefined || this.arrival > 0) return;
    this.arrive();
    if (this.store.views.size > 0) batch(() => this.store.changed(this));
  }

  protected override stored(index: number, previous: unknown): void {
    if (this.store.views.size > 0) this.store.changed(this, index, previous);
  }

  override childChanged(index: number, change: InnerChange, paths: readonly string[]): readonly string[] {
    const written = super.childChanged(index, change, paths);
    if (this.store.views.size > 0) this.store.views.tellInside(this, { index, change, paths: written });
    return written;
  }

  override saveChanges(): void {
    const saved = this.changedIndexes();
    batch(() => {
      super.saveChanges();
      // Whoever holds a collection that has it is unpublished no more.
      for (const index of saved) this.stored(index, this.values[index]);
    });
  }

  override settleReferences(): void {
    for (const referrer of this[REFERENCES]?.values() ?? []) referrer.settle();
  }

  /** A draft stays one until it is published, whatever is taken for saved. */
  protected override get endsDraft(): boolean {
    return false;
  }

  /** Takes in what a row gives for the properties: nested values take in theirs, and if one cannot, none is. */
  private takeIn(row: object, ticket: number): void {
    const { names, computedIndex, nested } = this.shape;
    (nested.size === 0 ? batch : transaction)(() =>
      names.forEach((name, index) => {
        // Whatever a provider answers, an entity keeps its id.
        if (name === 'id' || computedIndex.has(name) || !Object.hasOwn(row, name)) return;
        const value: unknown = Reflect.get(row, name);
        if (value !== undefined) receive(this, index, { data: value, ticket });
      }),
    );
  }

  /** By how much the version of a row is newer than the confirmed one; 0 where one of them has none. */
  private ahead(row: object): number {
    const { version } = this;
    const given: unknown = Reflect.get(row, 'version');
    // NaN is newer than nothing, and nothing newer than NaN: the entity would never change again.
    return version === undefined || typeof given !== 'number' ? 0 : given - version || 0;
  }

  private absorb(other: EntityRecord): void {
    for (const facade of other.facades()) {
      facade[STATE] = this;
      this.addFacade(facade);
    }
    other.moveListeners(this);
    for (const link of other.parents ?? []) this.attach(link);
    this.provider ??= other.provider;
    const referrers = other[REFERENCES];
    if (referrers !== undefined) this[REFERENCES] = new Map([...referrers, ...(this[REFERENCES] ?? [])]);
    // Itself it had no id to load.
    this.loads = other.loads;
    this.flags |= other.flags & (FETCHED | FOUND | FETCHING);
    this.merge(other.confirmedValues(), other.#ticket);
    for (const index of other.changedIndexes()) this.write(index, other.values[index]);
    reroute(other, this);
    if (other.tail !== null) this.waitFor(other.tail);
    other.setState(DELETED, true);
    other.showElsewhere();
    for (const facade of other.keptFacades())
      this.showAs({ prototype: Object.getPrototypeOf(facade) as object }, facade);
  }

  /** What is queued from now on waits for the end of this, too. */
  private waitFor(tail: Promise<unknown>): void {
    const both = Promise.allSettled([this.tail, tail]).then(() => {
      if (this.tail !== both) return;
      this.tail = null;
      this.setFlag(PROCESSING, false);
    });
    this.tail = both;
  }
}
