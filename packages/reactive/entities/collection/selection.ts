import { DRAFT } from '../../model/state';
import { JOINED } from '../../registry/facts';
import type { EntityRecord } from '../../registry/record';
import { type Exception, Exceptions } from './exceptions';
import type { Member } from './member';
import type { Extent } from './page';
import type { Plan, Values } from './plan';

/** Which entities are part of a collection: by its query, by what code has said, and by how much is known. */
export class Selection {
  plan: Plan;
  extent: Extent = { window: Number.POSITIVE_INFINITY, start: null, end: null };
  /** What code has put in or taken out, whatever the query says. */
  exceptions = new Exceptions();
  /** When the last page was taken in, where more follows. */
  protected until = Number.POSITIVE_INFINITY;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  /** Whether everything that matches is known. */
  get isWhole(): boolean {
    return this.extent.start === null && this.extent.end === null;
  }

  protected belongs({ record, vouched }: Member): boolean {
    if (record.isDeleted || this.is(record, 'excluded')) return false;
    const isHidden = (record.flags & DRAFT) !== 0 && (record.flags & JOINED) === 0;
    if (isHidden && !this.is(record, 'pinned')) return false;
    return this.plan.matches(record) ?? vouched;
  }

  /** What comes before the first or after the last row that the provider gave has neighbours that are not known here. */
  protected isBeyond(keys: Values, arrival: number): boolean {
    const { compareValues, isOrdered, keysOf } = this.plan;
    const { start, end } = this.extent;
    if (!isOrdered) return arrival > this.until;
    return (
      (start !== null && compareValues(keys, keysOf(start)) < 0) ||
      (end !== null && compareValues(keys, keysOf(end)) > 0)
    );
  }

  /** Whether an entity that was never seen was one of those that the provider counted and did not give. */
  protected wasBeyond(record: EntityRecord, before: object): boolean {
    const isNew = record.isDraft || (record.flags & JOINED) !== 0;
    if (this.isWhole || isNew || !this.plan.matchesRow(before)) return false;
    return this.isBeyond(this.plan.keysOf(before), Number.POSITIVE_INFINITY);
  }

  protected is(record: EntityRecord, exception: Exception): boolean {
    return this.exceptions.get(record) === exception;
  }
}
