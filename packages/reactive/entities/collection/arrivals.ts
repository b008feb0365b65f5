import { isRecording, onRollback } from '../../model/batch';
import { nextTicket } from '../../registry/ticket';
import type { Member } from './member';

/** The order in which the members of a collection count as having come to it. */
export class Arrivals {
  /** When the first page was taken in. */
  #since = 0;
  /** Those of members that have yet to be placed by it: what is in a sorted list must not change there. */
  #due: Map<Member, number> | null = null;

  /** Begins anew with a first page, if there was one. */
  begin(since: number): void {
    this.#since = since;
  }

  /** When a member came, or is to count as having come. */
  of(member: Member): number {
    const { record } = member;
    if (member.arrival === 0) {
      record.arrive();
      // What was known before the first page and is none of it comes after it.
      member.arrival = Math.max(record.arrival, this.#since);
    }
    return this.#due?.get(member) ?? member.arrival;
  }

  /** Has members come in the order given: all anew, or those that are new after those that are there. */
  lineUp(given: readonly Member[], isAnew: boolean): void {
    this.#due ??= new Map();
    const due = this.#due;
    let last = isAnew ? 0 : Number.POSITIVE_INFINITY;
    for (const member of new Set(given)) {
      if (!isAnew && (member.isPlaced || due.has(member))) continue;
      const before = this.of(member);
      const arrival = before > last ? before : nextTicket();
      if (isAnew) last = arrival;
      if (member.isPlaced && arrival === before) continue;
      due.set(member, arrival);
      if (isRecording()) onRollback(() => this.#restore(member, before));
    }
  }

  /** All members that were evaluated are placed. */
  settle(): void {
    this.#due = null;
  }

  #restore(member: Member, arrival: number): void {
    this.#due ??= new Map();
    this.#due.set(member, arrival);
  }
}
