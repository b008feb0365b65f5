import { AbortedError, StateError } from '../../errors';
import { isRecording } from '../../model/batch';
import type { STATE } from '../../model/symbols';
import { type EntityRecord, PROCESSING } from '../../registry/record';
import type { PROVIDER, ProviderSlot } from './provider';
import type { ItemProvider } from './types';

/** An item, as far as its life cycle goes. The record may be replaced while an operation runs. */
export interface LivingItem<T extends object> {
  readonly [STATE]: EntityRecord;
  readonly [PROVIDER]: ProviderSlot<ItemProvider<T>> | undefined;
}

/** How messages call an item. */
export const nameOf = (record: EntityRecord): string =>
  record.id === undefined
    ? `a draft of ${record.store.entity}`
    : `${record.store.entity} ${JSON.stringify(record.id)}`;

export const refuseDeleted = (record: EntityRecord, operation: string): void => {
  if (record.isDeleted) throw new StateError(`Cannot ${operation} ${nameOf(record)}: it was deleted.`);
};

export const refuseAborted = (signal: AbortSignal | undefined, operation: string): void => {
  if (signal?.aborted === true) throw new AbortedError(`${operation} was aborted.`, { cause: signal.reason });
};

/**
 * What a provider was told cannot be taken back by a rollback.
 *
 * @throws StateError
 */
export const refuseInTransaction = (record: EntityRecord, operation: string): void => {
  if (isRecording()) {
    throw new StateError(
      `Cannot ${operation} ${nameOf(record)} in a transaction: do it when that has ended.`,
    );
  }
};

/** Fires one of an item's own events, where somebody listens. */
export const fire = (record: EntityRecord, event: string, payload?: unknown): void =>
  record.listeners?.fire(event, payload);

/**
 * Runs an operation that writes after those that were asked for before it on the same record, so that two publishes
 * never overtake each other. The first one starts at once.
 */
export const inTurn = <R>(record: EntityRecord, operation: () => Promise<R>): Promise<R> => {
  const run = async (): Promise<R> => {
    record.setFlag(PROCESSING, true);
    try {
      return await operation();
    } finally {
      if (record.tail === current) {
        record.tail = null;
        record.setFlag(PROCESSING, false);
      }
    }
  };
  const previous = record.tail;
  const current: Promise<R> = previous === null ? run() : previous.then(run, run);
  record.tail = current;
  return current;
};
