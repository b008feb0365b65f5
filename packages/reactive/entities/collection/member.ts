import type { EntityRecord, Membership } from '../../registry/record';
import { Keys } from './plan';

/** What a collection knows of an entity, and where that is in the order. */
export class Member extends Keys implements Membership {
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
    super(record);
    this.of = of;
  }
}
