import type { EntityChannel } from '../../registry/channel';
import type { EntityRecord } from '../../registry/record';
import type { RecordId } from '../../registry/store';
import { nextTicket } from '../../registry/ticket';
import { Arrivals } from './arrivals';
import { Exceptions } from './exceptions';
import type { Member } from './member';
import { MemberNotes } from './member-notes';
import type { Page } from './page';
import { Keys, type Plan } from './plan';
import { Selection } from './selection';
import { SortedList } from './sorted-list';
import { Tally } from './tally';

/** A member in the collection that is to be placed elsewhere, or nowhere. */
interface Move {
  readonly member: Member;
  readonly to: Keys | null;
  /** Tells its position before. */
  readonly from: unknown;
}

/** What an update has to do. */
interface Work {
  readonly moves: Move[];
  /** Those that come in, with their keys. */
  readonly coming: Member[];
}

const isIn = ({ isPlaced }: Member): boolean => isPlaced;

/** The entities that are part of a collection, in order; kept up to date record by record. */
export class Members extends Selection {
  /** Whether everything that it was ever told of is kept. */
  keepsAll: boolean;
  readonly arrivals = new Arrivals();
  readonly #keeps: boolean;
  readonly #channel: EntityChannel;
  readonly #notes = new MemberNotes();
  readonly #tally = new Tally();
  #list: SortedList<Member>;
  /** By id: who is in the collection. Made when it is first needed. */
  #byId: Map<RecordId, EntityRecord> | null = null;
  /** Whether the registry may have forgotten who is here. */
  #isForgotten = false;

  /** @param keeps - whether to keep what was ever shown or given, so that another filter finds it */
  constructor(channel: EntityChannel, plan: Plan, keeps: boolean) {
    super(plan);
    this.#channel = channel;
    this.keepsAll = keeps;
    this.#keeps = keeps;
    this.#list = new SortedList<Member>(plan.compare);
  }

  /** How many are known. */
  get size(): number {
    return this.#list.length;
  }

  /** How many entities match in all, also those that are not loaded, as far as it is known. */
  get total(): number | undefined {
    return this.#tally.total(this.size);
  }

  /** Whether the window is shorter than it should be, and what is missing is not known. */
  get incomplete(): boolean {
    const { end, window } = this.extent;
    return end !== null && this.size < this.#tally.within(window);
  }

  has(record: EntityRecord): boolean {
    return this.#notes.find(record)?.isPlaced === true;
  }

  /** Whether a record stays in sight, whether it belongs or not. */
  keeps(record: EntityRecord): boolean {
    return (this.#notes.find(record)?.keptAt ?? -1) >= 0;
  }

  /** The record of an id, if it belongs. */
  get(id: RecordId): EntityRecord | undefined {
    return this.#index().get(id);
  }

  /** The first records in order, those in the window unless told. */
  shown(count = this.extent.window): EntityRecord[] {
    return this.#list.first(count).map(({ record }) => record);
  }

  /** Where a record that belongs stands. */
  placeOf(record: EntityRecord): number | undefined {
    const member = this.#notes.find(record);
    return member?.isPlaced === true ? this.#list.rankOf(member, this.size) : undefined;
  }

  /** Keeps a record in sight, whether it belongs or not. */
  keep(record: EntityRecord): Member {
    return this.#notes.keep(record);
  }

  /** Takes note of a record that is new here; where one of its values has just changed, of what that was before. */
  notice(record: EntityRecord, index?: number, previous?: unknown): void {
    if (!this.#tally.isKnown) return;
    const member = this.#notes.of(record);
    if (member.counted !== undefined) return;
    const before = record.confirmedValues();
    if (index !== undefined) before[record.shape.names[index] as string] = previous;
    member.counted = this.wasBeyond(record, before);
  }

  /** Starts anew from the first page of a query. */
  reset(plan: Plan, page: Page): void {
    const before = this.#list.first(this.size);
    for (const member of before) member.isPlaced = false;
    this.plan = plan;
    this.exceptions = new Exceptions();
    // Who does not match is not told of any more.
    if (plan.demands.size > 0) this.keepsAll = false;
    if (!this.#keeps) this.#notes.clear();
    this.#byId = null;
    this.#list = new SortedList<Member>(plan.compare);
    this.#tally.restart(page.total);
    this.extent = { ...this.extent, start: page.start };
    this.#takeIn(page, page.chosen ? this.#vouch(page) : this.#notes.kept.slice());
    this.arrivals.begin(page.chosen ? nextTicket() : 0);
    if (!this.#keeps) for (const { record } of before) if (!this.has(record)) record.loosen();
  }

  /** The registry forgets what it knows: who is here has to be found without it. */
  forget(): void {
    this.#isForgotten = true;
  }

  /** Nothing is followed any more: what is here is held by the collection alone, if at all. */
  letGo(): void {
    this.forget();
    this.#notes.dispose();
    for (const { record } of this.#keeps ? this.#notes.kept : this.#list.first(this.size)) record.loosen();
  }

  /** Takes in a further page. */
  append(page: Page): void {
    // The total counts them no more: they had left, or code had taken them out. Now they are in again. What is new with
    // this page was counted all along.
    const back = page.records.filter(
      (record) => record.arrival < page.came && this.#notes.find(record)?.counted === false,
    );
    this.#tally.countAgain(back.length);
    this.#takeIn(page, this.#vouch(page));
  }

  /** Takes note of when something was given, unless it was before. */
  give(record: EntityRecord): Member {
    const member = this.#notes.of(record);
    if (member.arrival === 0) member.arrival = nextTicket();
    return member;
  }

  /** Brings members, and those of records, where they belong. Answers whether the window changed. */
  place(members: readonly Member[], records: readonly EntityRecord[] = []): boolean {
    const work: Work = { moves: [], coming: [] };
    for (const member of members) this.#evaluate(member, work);
    for (const record of records) this.#evaluate(this.#notes.of(record), work);
    const { moves, coming } = work;
    for (const { member } of moves) this.#takeOut(member);
    for (const member of coming) this.#admit(member);
    for (const { member, to } of moves) {
      member.isMoving = false;
      member.arrival = this.arrivals.of(member);
      if (to !== null) {
        this.plan.sort(member);
        this.#admit(member);
      }
      if (!member.isPlaced) this.#setAside(member);
    }
    const placed = moves.length === 0 ? coming : [...coming, ...moves.map(({ member }) => member)];
    this.#list.insertAll(placed.every(isIn) ? placed : placed.filter(isIn));
    this.arrivals.settle();
    return (
      moves.some(({ member, from }) => this.#positionOf(member) !== from) ||
      coming.some((member) => this.#positionOf(member) !== undefined)
    );
  }

  #takeIn({ window, end, chosen }: Page, members: readonly Member[]): void {
    this.extent = { ...this.extent, window, end };
    this.until = end === null ? Number.POSITIVE_INFINITY : nextTicket();
    this.place(members);
    if (chosen) this.#tally.given(members);
  }

  /** The members of the records that a provider gave. */
  #vouch({ records }: Page): Member[] {
    return records.map((record) => {
      this.exceptions.set(record, undefined);
      const member = this.give(record);
      member.vouched = true;
      member.counted = true;
      return member;
    });
  }

  /** Works out where a record belongs, and what has to be done for that. */
  #evaluate(member: Member, { moves, coming }: Work): void {
    const { record } = member;
    if (record.isDeleted || this.is(record, 'excluded')) this.#letGo(member);
    if (member.isReplaced || member.isMoving) return;
    const namesake = this.#namesake(member);
    if (namesake !== undefined) {
      if (record.store.get(record.id as RecordId) !== record) return;
      namesake.isReplaced = true;
      moves.push({ member: namesake, to: null, from: this.#positionOf(namesake) });
      member.counted = namesake.counted ?? member.counted;
    }
    // Those that come in have no place that must not change yet.
    const to = this.#sort(member, member.isPlaced ? new Keys(record) : member);
    if (!member.isPlaced) {
      if (to === null) this.#setAside(member);
      else coming.push(member);
      member.isMoving = to !== null;
    } else if (to === null || this.plan.compare(member, to) !== 0) {
      moves.push({ member, to, from: this.#positionOf(member) });
      member.isMoving = true;
    } else if (record.id !== undefined) this.#byId?.set(record.id, record);
  }

  /** By id who is in the collection. */
  #index(): Map<RecordId, EntityRecord> {
    if (this.#byId !== null) return this.#byId;
    this.#byId = new Map();
    for (const record of this.shown(this.size))
      if (record.id !== undefined) this.#byId.set(record.id, record);
    return this.#byId;
  }

  /** Who else is in the collection for the same entity. */
  #namesake(member: Member): Member | undefined {
    const { id } = member.record;
    // Unless the registry has forgotten some, or has several tables, an id has one record.
    const isOnlyOne = this.#byId === null && !this.#isForgotten && this.#channel.only !== undefined;
    const found = id === undefined || isOnlyOne ? undefined : this.#index().get(id);
    return found === undefined || found === member.record ? undefined : this.#notes.find(found);
  }

  #letGo(member: Member): void {
    this.#notes.loosen(member);
    if (!member.isPlaced) this.#setAside(member);
  }

  #takeOut(member: Member): void {
    const { record } = member;
    const { id } = record;
    // Whoever stands for its entity now may have come before.
    if (member.isPlaced) this.#list.remove(member);
    member.isPlaced = false;
    if (id !== undefined && this.#byId?.get(id) === record) this.#byId.delete(id);
  }

  /** Gives a member its place, unless another record stands for its entity. */
  #admit(member: Member): void {
    const { record } = member;
    member.isMoving = false;
    if (member.isReplaced) return;
    const namesake = this.#namesake(member);
    if (namesake !== undefined && record.id !== undefined) {
      if (record.store.get(record.id) !== record) return;
      namesake.isPlaced = false;
    }
    member.isPlaced = true;
    if (this.#keeps) this.keep(record);
    if (record.id !== undefined) this.#byId?.set(record.id, record);
  }

  /** Lets the scope forget what is known of an entity that is not in the collection, unless it is kept. */
  #setAside({ record, keptAt }: Member): void {
    if (keptAt >= 0) return;
    record.loosen();
    this.keepsAll = false;
  }

  /** Something else for each position in the window: the rank, or, where all count, the entity before. */
  #positionOf(member: Member): unknown {
    const { window } = this.extent;
    if (!member.isPlaced) return undefined;
    if (window === Number.POSITIVE_INFINITY) return this.#list.before(member)?.record ?? null;
    const rank = this.#list.rankOf(member, window);
    return rank < window ? rank : undefined;
  }

  /** Puts what a record is sorted by into `keys`; answers `null` where it is not part of the collection. */
  #sort(member: Member, keys: Keys): Keys | null {
    const { record } = member;
    const arrival = this.arrivals.of(member);
    if (!member.isPlaced) member.arrival = arrival;
    const belongs = this.belongs(member);
    this.#tally.count(member, belongs);
    if (!belongs) return null;
    keys.arrival = arrival;
    this.plan.sort(keys);
    return this.is(record, 'pinned') || !this.isBeyond(keys, arrival) ? keys : null;
  }
}
