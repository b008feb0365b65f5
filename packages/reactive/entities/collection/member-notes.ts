import type { EntityRecord } from '../../registry/record';
import { Member } from './member';

/** What a collection notes of records: a member for each, which lives as long as the record, wherever it is noted. */
export class MemberNotes {
  /** Those that stay in sight although they may not belong. In no order, so that one is taken out at once. */
  readonly kept: Member[] = [];
  /** Tells the members of this collection, and this query, from others that a record has. */
  #mark = { ended: false };
  /** Those whose record has one in another collection already, which it refers to. */
  #others = new WeakMap<EntityRecord, Member>();

  find(record: EntityRecord): Member | undefined {
    const { member } = record;
    // Only members have the mark of this collection.
    return member?.of === this.#mark ? (member as Member) : this.#others.get(record);
  }

  /** The member of a record, which is made at the first time. */
  of(record: EntityRecord): Member {
    const known = this.find(record);
    if (known !== undefined) return known;
    const member = new Member(record, this.#mark);
    if (record.member === null || record.member.of.ended) record.member = member;
    else this.#others.set(record, member);
    return member;
  }

  /** Keeps a record in sight, whether it belongs or not. */
  keep(record: EntityRecord): Member {
    const member = this.of(record);
    if (member.keptAt < 0) member.keptAt = this.kept.push(member) - 1;
    return member;
  }

  /** Keeps it in sight no longer. */
  loosen(member: Member): void {
    const { keptAt } = member;
    const last = keptAt < 0 ? undefined : this.kept.pop();
    if (last !== undefined && last !== member) {
      this.kept[keptAt] = last;
      last.keptAt = keptAt;
    }
    member.keptAt = -1;
  }

  /** The records may note another collection in place of this one. */
  dispose(): void {
    this.#mark.ended = true;
  }

  /** Forgets all members, but for those that are kept. */
  clear(): void {
    this.dispose();
    this.#mark = { ended: false };
    this.#others = new WeakMap();
  }
}
