import { DRAFT } from '../../model/state';
import { type EntityRecord, JOINED, nextTicket } from '../../registry/record';
import type { RecordId } from '../../registry/store';
import { type Exception, Exceptions } from './exceptions';
import type { Extent, Page } from './page';
import type { Keys, Place, Plan } from './plan';
import { SortedList } from './sorted-list';

/** What a collection knows of an entity. */
class Member {
  readonly record: EntityRecord;
  /** The id by which it is found. */
  id: RecordId | undefined;
  /** Where it is; `null` where it is not in the collection. */
  place: Place | null = null;
  /** Its place in the order of arrival. */
  arrival = 0;
  /** Whether the provider gave it, which knows values that decide and are not known here. */
  vouched = false;
  /** Whether another record stands for its entity: after the registry was cleared it may come back as one. */
  isReplaced = false;
  /** Whether it is part of the total; `undefined` as long as nobody knows. */
  counted: boolean | undefined;

  constructor(record: EntityRecord) {
    this.record = record;
  }
}

/** A member that is to be placed elsewhere, or nowhere. */
interface Move {
  readonly member: Member;
  readonly to: Place | null;
  /** Tells its position before. */
  readonly from: unknown;
}

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
  readonly #keeps: boolean;
  #seen: Map<EntityRecord, Member> | WeakMap<EntityRecord, Member>;
  readonly #byId = new Map<RecordId, Member>();
  #list: SortedList<Place>;
  /** When the first page was taken in, and the last one. */
  #since = 0;
  #until = Number.POSITIVE_INFINITY;

  /** @param keeps - whether to keep what was ever shown or given, so that another filter finds it */
  constructor(plan: Plan, keeps: boolean) {
    this.plan = plan;
    this.#keeps = keeps;
    this.#seen = keeps ? new Map() : new WeakMap();
    this.#list = new SortedList<Place>(plan.compare);
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
    return (this.#seen.get(record)?.place ?? null) !== null;
  }

  /** The record of an id, if it belongs. */
  get(id: RecordId): EntityRecord | undefined {
    return this.#byId.get(id)?.record;
  }

  /** The first records in order, those in the window unless told. */
  shown(count = this.extent.window): EntityRecord[] {
    return this.#list.first(count).map(({ record }) => record);
  }

  /** Keeps a record in sight, whether it belongs or not. */
  keep(record: EntityRecord): void {
    if (!this.#seen.has(record)) this.#seen.set(record, new Member(record));
  }

  /** All that is kept. */
  kept(): Iterable<EntityRecord> {
    return this.#seen instanceof Map ? this.#seen.keys() : [];
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
    this.plan = plan;
    this.exceptions = new Exceptions();
    if (!this.#keeps) this.#seen = new WeakMap();
    for (const record of this.shown(this.size)) this.#member(record).place = null;
    this.#byId.clear();
    this.#list = new SortedList<Place>(plan.compare);
    this.total = page.total;
    this.extent = { ...this.extent, start: page.start };
    this.append(page);
    this.#since = page.chosen ? nextTicket() : 0;
  }

  /** Takes note of when something was given, unless it was before. */
  give(record: EntityRecord): Member {
    const member = this.#member(record);
    if (member.arrival === 0) member.arrival = nextTicket();
    return member;
  }

  /** Takes in a further page. */
  append({ records, window, end, chosen }: Page): void {
    for (const record of records) {
      this.exceptions.set(record, undefined);
      if (!chosen) continue;
      const member = this.give(record);
      member.vouched = true;
      member.counted = true;
    }
    this.extent = { ...this.extent, window, end };
    this.#until = end === null ? Number.POSITIVE_INFINITY : nextTicket();
    this.update(records);
  }

  /** Brings the given records where they belong. Answers whether the window changed. */
  update(records: Iterable<EntityRecord>): boolean {
    const moves: Move[] = [];
    for (const record of records) this.#evaluate(this.#member(record), moves);
    for (const { member } of moves) this.#takeOut(member);
    for (const { member, to } of moves) this.#admit(member, to);
    const placed: Place[] = [];
    for (const { member } of moves) if (member.place !== null) placed.push(member.place);
    this.#list.insertAll(placed);
    for (const { member, from } of moves) if (this.#positionOf(member) !== from) return true;
    return false;
  }

  /** Works out where a record belongs, and what has to be moved for that. */
  #evaluate(member: Member, moves: Move[]): void {
    const { record, place } = member;
    const { id, store } = record;
    if (record.isDeleted || this.#is(record, 'excluded')) this.#letGo(record);
    if (member.isReplaced) return;
    const namesake = id === undefined ? undefined : this.#byId.get(id);
    if (id !== undefined && namesake !== undefined && namesake !== member) {
      if (store.get(id) !== record) return;
      namesake.isReplaced = true;
      moves.push({ member: namesake, to: null, from: this.#positionOf(namesake) });
      member.counted = namesake.counted ?? member.counted;
    }
    const to = this.#placeFor(member);
    const stays = place !== null && to !== null && member.id === id && this.plan.compare(place, to) === 0;
    if (!stays && place !== to) moves.push({ member, to, from: this.#positionOf(member) });
  }

  #letGo(record: EntityRecord): void {
    if (this.#keeps) this.#seen.delete(record);
  }

  #takeOut(member: Member): void {
    if (member.place === null) return;
    this.#list.remove(member.place);
    member.place = null;
    if (member.id !== undefined) this.#byId.delete(member.id);
  }

  /** Gives a member its place, unless another record stands for its entity. */
  #admit(member: Member, place: Place | null): void {
    const { id, store } = member.record;
    if (place === null || member.isReplaced) return;
    if (id !== undefined) {
      const namesake = this.#byId.get(id);
      if (namesake !== undefined && store.get(id) !== member.record) return;
      if (namesake !== undefined) namesake.place = null;
      this.#byId.set(id, member);
    }
    member.place = place;
    member.id = id;
    if (this.#keeps) this.#seen.set(member.record, member);
  }

  /** Something else for each position in the window: the rank, or, where all count, the entity before. */
  #positionOf({ place }: Member): unknown {
    const { window } = this.extent;
    if (place === null) return undefined;
    if (window === Number.POSITIVE_INFINITY) return this.#list.before(place)?.record ?? null;
    const rank = this.#list.rankOf(place, window);
    return rank < window ? rank : undefined;
  }

  /** The place of a record, where it is part of the collection. */
  #placeFor(member: Member): Place | null {
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
    const place = this.plan.placeOf(record, member.arrival);
    return this.#is(record, 'pinned') || !this.#isBeyond(place, member.arrival) ? place : null;
  }

  #belongs({ record, vouched }: Member): boolean {
    if (record.isDeleted || this.#is(record, 'excluded')) return false;
    const isHidden = (record.flags & DRAFT) !== 0 && (record.flags & JOINED) === 0;
    if (isHidden && !this.#is(record, 'pinned')) return false;
    return this.plan.matches(record) ?? vouched;
  }

  /** What comes before the first or after the last row that the provider gave has neighbours that are not known here. */
  #isBeyond(keys: Keys, arrival: number): boolean {
    const { compare, isOrdered, keysOf } = this.plan;
    const { start, end } = this.extent;
    if (!isOrdered) return arrival > this.#until;
    return (
      (start !== null && compare(keys, keysOf(start, Number.NEGATIVE_INFINITY)) < 0) ||
      (end !== null && compare(keys, keysOf(end, Number.POSITIVE_INFINITY)) > 0)
    );
  }

  /** Whether an entity that was never seen was one of those that the provider counted and did not give. */
  #wasBeyond(record: EntityRecord, before: object): boolean {
    const isNew = record.isDraft || (record.flags & JOINED) !== 0;
    if (this.isWhole || isNew || !this.plan.matchesRow(before)) return false;
    return this.#isBeyond(this.plan.keysOf(before, 0), Number.POSITIVE_INFINITY);
  }

  #is(record: EntityRecord, exception: Exception): boolean {
    return this.exceptions.get(record) === exception;
  }

  #member(record: EntityRecord): Member {
    const known = this.#seen.get(record);
    if (known !== undefined) return known;
    const member = new Member(record);
    if (!this.#keeps) this.#seen.set(record, member);
    return member;
  }
}
