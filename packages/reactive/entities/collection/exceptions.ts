import type { EntityRecord } from '../../registry/record';

/** Removed from the collection though it matches; or a draft that was added by hand. */
export type Exception = 'excluded' | 'pinned';

/**
 * What code has put into one collection or taken out of it, whatever the query says. Noted with the records, so that
 * nothing is left of it when these are gone: a weak map in the collection would keep the size that it once had.
 */
export class Exceptions {
  get(record: EntityRecord): Exception | undefined {
    // Only this class writes there.
    return record.exceptions?.get(this) as Exception | undefined;
  }

  /** Makes a record an exception; with `undefined` it is none any more. */
  set(record: EntityRecord, exception: Exception | undefined): void {
    if (exception === undefined) record.exceptions?.delete(this);
    else {
      record.exceptions ??= new WeakMap();
      record.exceptions.set(this, exception);
    }
  }
}
