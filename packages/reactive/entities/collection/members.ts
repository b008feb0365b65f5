import { DRAFT } from '../../model/state';
import type { EntityChannel } from '../../registry/channel';
import { type EntityRecord, JOINED, type Membership, nextTicket } from '../../registry/record';
import type { RecordId } from '../../registry/store';
import { type Exception, Exceptions } from './exceptions';
import type { Extent, Page } from './page';
import { Keys, type Plan } from './plan';
import { SortedList } from './sorted-list';

/** What a collection knows of an entity, and where that is in the order. */
export class Member extends Keys implements Membership {
  readonly record: EntityRecord;
  readonly of: Membership['of'];
  /** Whether it is in the collection. */
  isPlaced = false;
  /** Where it stands among those that stay in sight although they may not belong; -1 where it is none of them. */
  keptAt = -1;
  /** Whether it is about to be placed elsewhere. */
  isMoving = false;
  /** Whether the provider gave it, which knows values that decide and are not known here. */
  vouched = false;
  /** Whether another record stands for its entity: after the registry was cleared it may come back as one. */
  isReplaced = false;
  /** Whether it is part of the total; `undefined` as long as nobody knows. */
  counted: boolean | undefined = undefined;

  constructor(record: EntityRecord, of: Membership['of']) {
    super();
    this.record = record;
    this.of = of;
  }

  /** Takes keys over, which must not happen while it is in a list that they order. */
  take({ first, second, rest, arrival, tie }: Keys): this {
    this.first = first;
    this.second = second;
    this.rest = rest;
    this.arrival = arrival;
    this.tie = tie;
    return this;
  }
}

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

/** Which entities belong to a collection, in order; kept up to date record by record. */
export class Members {
  plan: Plan;
  extent: Extent = { window: Number.POSITIVE_INFINITY, start: null, end: null };
  /**
   * How many entities match in all, also those that are not loaded: what the provider said, and what is known to have
   * entered or left since.
   */
  total: number | undefined;
  /** What code has put in or taken out, whatever the query says. */
  exceptions = new Exceptions();
  /** Whether everything that it was ever told of is kept. */
  keepsAll: boolean;
  readonly #keeps: boolean;
  readonly #channel: EntityChannel;
  /** Tells the members of this collection, and this query, from others that a record has. */
  #mark: { ended: boolean } = { ended: false };
  /** Those whose record has one in another collection already, which it refers to. */
  #others = new WeakMap<EntityRecord, Member>();
  readonly #kept: Member[] = [];
  #list: SortedList<Member>;
  /** By id: who is in the collection. Made when it is first needed. */
  #byId: Map<RecordId, EntityRecord> | null = null;
  /** Whether the registry may have forgotten who is here. */
  #isForgotten = false;
  /** When the first page was taken in, and the last one. */
  #since = 0;
  #until = Number.POSITIVE_INFINITY;

  /** @param keeps - whether to keep what was ever shown or given, so that another filter finds it */
  constructor(channel: EntityChannel, plan: Plan, keeps: boolean) {
    this.#channel = channel;
    this.plan = plan;
    this.keepsAll = keeps;
    this.#keeps = keeps;
    this.#list = new SortedList<Member>(plan.compare);
  }

  /** How many are known. */
  get size(): number {
    return this.#list.length;
  }

  /** Whether everything that matches is known. */
  get isWhole(): boolean {
    return this.extent.start === null && this.extent.end === null;
  }

  /** Whether the window is shorter than it should be, and what is missing is not known. */
  get incomplete(): boolean {
    const expected = Math.min(this.extent.window, this.total ?? Number.POSITIVE_INFINITY);
    return this.extent.end !== null && this.size < expected;
  }

  has(record: EntityRecord): boolean {
    return this.#find(record)?.isPlaced === true;
  }

  /** The record of an id, if it belongs. */
  get(id: RecordId): EntityRecord | undefined {
    return this.#index().get(id);
  }

  /** The first records in order, those in the window unless told. */
  shown(count = this.extent.window): EntityRecord[] {
    return this.#list.first(count).map(({ record }) => record);
  }

  /** Keeps a record in sight, whether it belongs or not. */
  keep(record: EntityRecord): Member {
    const member = this.#member(record);
    if (member.keptAt < 0) member.keptAt = this.#kept.push(member) - 1;
    return member;
  }

  /** Takes note of a record that is new here; where one of its values has just changed, of what that was before. */
  notice(record: EntityRecord, index?: number, previous?: unknown): void {
    if (this.total === undefined) return;
    const member = this.#member(record);
    if (member.counted !== undefined) return;
    const before = record.confirmedValues();
    if (index !== undefined) before[record.shape.names[index] as string] = previous;
    member.counted = this.#wasBeyond(record, before);
  }

  /** Starts anew from the first page of a query. */
  reset(plan: Plan, page: Page): void {
    const before = this.#list.first(this.size);
    for (const member of before) member.isPlaced = false;
    this.plan = plan;
    this.exceptions = new Exceptions();
    // Who does not match is not told of any more.
    if (plan.demands.size > 0) this.keepsAll = false;
    if (!this.#keeps) this.#forgetAll();
    this.#byId = null;
    this.#list = new SortedList<Member>(plan.compare);
    this.total = page.total;
    this.extent = { ...this.extent, start: page.start };
    this.#takeIn(page, page.chosen ? this.#vouch(page) : this.#kept.slice());
    this.#since = page.chosen ? nextTicket() : 0;
    if (!this.#keeps) for (const { record } of before) if (!this.has(record)) record.loosen();
  }

  /** The registry forgets what it knows: who is here has to be found without it. */
  forget(): void {
    this.#isForgotten = true;
  }

  /** Nothing is followed any more: what is here is held by the collection alone, if at all. */
  letGo(): void {
    this.forget();
    this.#mark.ended = true;
    for (const { record } of this.#keeps ? this.#kept : this.#list.first(this.size)) record.loosen();
  }

  #forgetAll(): void {
    this.#mark.ended = true;
    this.#mark = { ended: false };
    this.#others = new WeakMap();
  }

  /** Takes in a further page. */
  append(page: Page): void {
    this.#takeIn(page, this.#vouch(page));
  }

  /** Takes note of when something was given, unless it was before. */
  give(record: EntityRecord): Member {
    const member = this.#member(record);
    if (member.arrival === 0) member.arrival = nextTicket();
    return member;
  }

  /** The members of records, and those that were found already. */
  of(records: ReadonlySet<EntityRecord>, members: Member[]): Member[] {
    const all = records.size === 0 ? members : members.slice();
    for (const record of records) all.push(this.#member(record));
    return all;
  }

  /** Brings members where they belong. Answers whether the window changed. */
  place(members: readonly Member[]): boolean {
    const work: Work = { moves: [], coming: [] };
    for (const member of members) this.#evaluate(member, work);
    const { moves, coming } = work;
    for (const { member } of moves) this.#takeOut(member);
    for (const member of coming) this.#admit(member);
    for (const { member, to } of moves) {
      member.isMoving = false;
      if (to !== null) this.#admit(member.take(to));
      if (!member.isPlaced) this.#setAside(member);
    }
    const placed = moves.length === 0 ? coming : [...coming, ...moves.map(({ member }) => member)];
    this.#list.insertAll(placed.every(isIn) ? placed : placed.filter(isIn));
    return (
      moves.some(({ member, from }) => this.#positionOf(member) !== from) ||
      coming.some((member) => this.#positionOf(member) !== undefined)
    );
  }

  #takeIn({ window, end }: Page, members: readonly Member[]): void {
    this.extent = { ...this.extent, window, end };
    this.#until = end === null ? Number.POSITIVE_INFINITY : nextTicket();
    this.place(members);
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
    if (record.isDeleted || this.#is(record, 'excluded')) this.#letGo(member);
    if (member.isReplaced || member.isMoving) return;
    const namesake = this.#namesake(member);
    if (namesake !== undefined) {
      if (record.store.get(record.id as RecordId) !== record) return;
      namesake.isReplaced = true;
      moves.push({ member: namesake, to: null, from: this.#positionOf(namesake) });
      member.counted = namesake.counted ?? member.counted;
    }
    // Those that come in have no place that must not change yet.
    const to = this.#sort(member, member.isPlaced ? new Keys() : member);
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
    return found === undefined || found === member.record ? undefined : this.#find(found);
  }

  #letGo(member: Member): void {
    const { keptAt } = member;
    const last = keptAt < 0 ? undefined : this.#kept.pop();
    if (last !== undefined && last !== member) {
      this.#kept[keptAt] = last;
      last.keptAt = keptAt;
    }
    member.keptAt = -1;
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
    if (member.arrival === 0) {
      record.arrive();
      // What was known before the first page and is none of it comes after it.
      member.arrival = Math.max(record.arrival, this.#since);
    }
    const belongs = this.#belongs(member);
    if (this.total !== undefined) {
      this.total += Number(belongs) - Number(member.counted === true);
      member.counted = belongs;
    }
    if (!belongs) return null;
    keys.arrival = member.arrival;
    this.plan.sort(record, keys);
    return this.#is(record, 'pinned') || !this.#isBeyond(keys, member.arrival) ? keys : null;
  }

  #belongs({ record, vouched }: Member): boolean {
    if (record.isDeleted || this.#is(record, 'excluded')) return false;
    const isHidden = (record.flags & DRAFT) !== 0 && (record.flags & JOINED) === 0;
    if (isHidden && !this.#is(record, 'pinned')) return false;
    return this.plan.matches(record) ?? vouched;
  }

  /** What comes before the first or after the last row that the provider gave has neighbours that are not known here. */
  #isBeyond(keys: Keys, arrival: number): boolean {
    const { compareValues, isOrdered, keysOf } = this.plan;
    const { start, end } = this.extent;
    if (!isOrdered) return arrival > this.#until;
    return (
      (start !== null && compareValues(keys, keysOf(start)) < 0) ||
      (end !== null && compareValues(keys, keysOf(end)) > 0)
    );
  }

  /** Whether an entity that was never seen was one of those that the provider counted and did not give. */
  #wasBeyond(record: EntityRecord, before: object): boolean {
    const isNew = record.isDraft || (record.flags & JOINED) !== 0;
    if (this.isWhole || isNew || !this.plan.matchesRow(before)) return false;
    return this.#isBeyond(this.plan.keysOf(before), Number.POSITIVE_INFINITY);
  }

  #is(record: EntityRecord, exception: Exception): boolean {
    return this.exceptions.get(record) === exception;
  }

  #find(record: EntityRecord): Member | undefined {
    const { member } = record;
    // Only members have the mark of this collection.
    return member?.of === this.#mark ? (member as Member) : this.#others.get(record);
  }

  /** What is known of a record here. It lives as long as the record, wherever it is noted. */
  #member(record: EntityRecord): Member {
    const known = this.#find(record);
    if (known !== undefined) return known;
    const member = new Member(record, this.#mark);
    if (record.member === null || record.member.of.ended) record.member = member;
    else this.#others.set(record, member);
    return member;
  }
}
