import { DRAFT } from '../../model/state';
import { type EntityRecord, JOINED, nextTicket } from '../../registry/record';
import type { RecordId } from '../../registry/store';
import type { Plan } from './plan';
import { type Sortable, SortedList } from './sorted-list';
import { Total } from './total';

/** An entity in a collection. */
interface Member extends Sortable {
  readonly record: EntityRecord;
  readonly id: RecordId | undefined;
  readonly arrival: number;
}

/** How much of what matches is known: everything, or everything from the first to the last row that the provider gave. */
export interface Extent {
  /** Entities shown at most. */
  readonly window: number;
  /** The first row, where what comes before it was not asked for. */
  readonly start: object | null;
  /** The last row, where more follows. */
  readonly end: object | null;
}

/** What a page adds to what is known. */
export interface Page extends Omit<Extent, 'start'> {
  /** The first row of a list that begins at a cursor; further pages follow on what is there. */
  readonly start?: object | null;
  readonly records: readonly EntityRecord[];
  /** When it was asked for; what was confirmed later may belong as well. */
  readonly ticket: number;
  readonly total: number | undefined;
  /** Whether a provider chose these records, knowing values that may not be known here. */
  readonly chosen: boolean;
}

/** Which entities belong to a collection, in order; kept up to date record by record. */
export class Members {
  plan: Plan;
  extent: Extent = { window: Number.POSITIVE_INFINITY, start: null, end: null };
  readonly total = new Total();
  /** Removed from the collection, though they match. */
  readonly excluded = new Set<EntityRecord>();
  /** Drafts that were added by hand. */
  readonly pinned = new Set<EntityRecord>();
  /** Given by the provider, which knows values that decide and are not known here. */
  #vouched = new WeakSet<EntityRecord>();
  /** When the provider or code gave what is not in the order in which the scope came to know it: a ticket. */
  #given = new WeakMap<EntityRecord, number>();
  /** When the first page was taken in. */
  #since = 0;
  #endArrival = Number.POSITIVE_INFINITY;
  #members = new Map<EntityRecord, Member>();
  readonly #byId = new Map<RecordId, EntityRecord>();
  #list: SortedList<Member>;

  constructor(plan: Plan) {
    this.plan = plan;
    this.#list = this.#newList();
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
    return (
      this.extent.end !== null && this.#list.length < this.extent.window && this.#list.length < this.#expected
    );
  }

  get #expected(): number {
    return this.total.value ?? Number.POSITIVE_INFINITY;
  }

  has(record: EntityRecord): boolean {
    return this.#members.has(record);
  }

  /** The record of an id, if it belongs. */
  get(id: RecordId): EntityRecord | undefined {
    return this.#byId.get(id);
  }

  /** The records in the window, in order. */
  shown(): EntityRecord[] {
    return this.#list.first(this.extent.window).map(({ record }) => record);
  }

  /** All known records, in order. */
  all(): EntityRecord[] {
    return this.#list.first(Number.POSITIVE_INFINITY).map(({ record }) => record);
  }

  /** Takes note of a record that is new here; where one of its values has just changed, of what that was before. */
  notice(record: EntityRecord, index?: number, previous?: unknown): void {
    this.total.notice(record, () => {
      const before = record.confirmedValues();
      if (index !== undefined) before[record.shape.names[index] as string] = previous;
      return this.#wasBeyond(record, before);
    });
  }

  /** Starts anew from the first page of a query. */
  reset(plan: Plan, page: Page): void {
    this.plan = plan;
    this.excluded.clear();
    this.pinned.clear();
    this.#vouched = new WeakSet();
    this.#given = new WeakMap();
    this.#members = new Map();
    this.#byId.clear();
    this.#list = this.#newList();
    this.total.reset(page.total, page.records);
    this.extent = { ...this.extent, start: page.start ?? null };
    this.append(page);
    this.#since = page.chosen ? nextTicket() : 0;
  }

  /** Takes note of when something was given, unless it was before. */
  give(record: EntityRecord): void {
    if (!this.#given.has(record)) this.#given.set(record, nextTicket());
  }

  /** Takes in a further page. */
  append({ records, window, end, chosen }: Page): void {
    for (const record of records) {
      if (chosen) this.#vouched.add(record);
      this.excluded.delete(record);
      if (chosen) this.give(record);
    }
    this.extent = { ...this.extent, window, end };
    this.#endArrival = end === null ? Number.POSITIVE_INFINITY : nextTicket();
    this.total.include(records);
    this.update(records);
  }

  /** Brings the given records where they belong. Answers whether the window changed. */
  update(records: Iterable<EntityRecord>): boolean {
    const before = new Map<EntityRecord, number>();
    for (const record of records) before.set(record, this.#indexOf(record));
    // All are taken out first: inserting needs a list whose other entries are in order.
    for (const record of before.keys()) this.#takeOut(record);
    for (const record of before.keys()) this.#place(record);
    const { window } = this.extent;
    for (const [record, index] of before) {
      const now = this.#indexOf(record);
      if (now !== index && Math.min(now < 0 ? window : now, index < 0 ? window : index) < window) return true;
    }
    return false;
  }

  #indexOf(record: EntityRecord): number {
    const member = this.#members.get(record);
    return member === undefined ? -1 : this.#list.indexOf(member);
  }

  #takeOut(record: EntityRecord): void {
    const member = this.#members.get(record);
    if (member === undefined) return;
    this.#list.remove(member);
    this.#members.delete(record);
    if (member.id !== undefined && this.#byId.get(member.id) === record) this.#byId.delete(member.id);
  }

  #place(record: EntityRecord): void {
    if (!this.#succeed(record)) return;
    const arrival = this.#arrivalOf(record);
    const belongs = this.#belongs(record);
    this.total.observe(record, belongs);
    if (!belongs) return;
    const { id } = record;
    const member: Member = { record, id, arrival, block: undefined };
    if (this.#isBeyond(member)) return;
    if (id !== undefined) this.#byId.set(id, record);
    this.#members.set(record, member);
    this.#list.insert(member);
  }

  /**
   * After the registry was cleared, an entity may come back as another record, which takes the place of the old one.
   * Answers false for a record whose place was taken.
   */
  #succeed(record: EntityRecord): boolean {
    const { id } = record;
    const namesake = id === undefined ? undefined : this.#byId.get(id);
    if (id === undefined || namesake === undefined || namesake === record) return true;
    if (record.store.get(id) !== record) return false;
    this.#takeOut(namesake);
    this.total.succeed(namesake, record);
    return true;
  }

  #belongs(record: EntityRecord): boolean {
    if (record.isDeleted || this.excluded.has(record)) return false;
    const isHidden = (record.flags & DRAFT) !== 0 && (record.flags & JOINED) === 0;
    if (isHidden && !this.pinned.has(record)) return false;
    return this.plan.matches(record) ?? this.#vouched.has(record);
  }

  /** What comes before the first or after the last row that the provider gave has neighbours that are not known here. */
  #isBeyond({ record, arrival }: Member): boolean {
    const { compare } = this.plan;
    if (this.pinned.has(record)) return false;
    return compare === null ? arrival > this.#endArrival : this.#isOutside(compare, record.owner);
  }

  #isOutside(compare: (a: object, b: object) => number, row: object): boolean {
    const { start, end } = this.extent;
    return (start !== null && compare(row, start) < 0) || (end !== null && compare(row, end) > 0);
  }

  /** Whether an entity that was never seen was one of those that the provider counted and did not give. */
  #wasBeyond(record: EntityRecord, before: object): boolean {
    const { compare } = this.plan;
    const isNew = record.isDraft || (record.flags & JOINED) !== 0;
    if (this.isWhole || isNew || !this.plan.matchesRow(before)) return false;
    return compare === null || this.#isOutside(compare, before);
  }

  /** In the order of arrival; what was known before a page and is none of it comes after it. */
  #arrivalOf(record: EntityRecord): number {
    record.arrive();
    return this.#given.get(record) ?? Math.max(record.arrival, this.#since);
  }

  #newList(): SortedList<Member> {
    const { compare } = this.plan;
    return new SortedList<Member>((a, b) => {
      const order = compare === null ? 0 : compare(a.record.owner, b.record.owner);
      return order || a.arrival - b.arrival || a.record.arrival - b.record.arrival;
    });
  }
}
