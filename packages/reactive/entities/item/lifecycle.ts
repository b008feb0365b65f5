import { AbortedError, errorFrom, StateError } from '../../errors';
import { isRecording } from '../../model/batch';
import type { STATE } from '../../model/symbols';
import { PROCESSING } from '../../registry/facts';
import type { EntityRecord } from '../../registry/record';
import { isWaitedFor, refuseInHook, watchForHang } from './hooking';
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

/** What a provider threw when its signal aborted is an error of ours; all else stays as it is. */
export const abortAsOurs = (thrown: unknown): unknown => {
  const error = errorFrom(thrown);
  return error.code === 'aborted' ? error : thrown;
};

/** An operation that writes, and the signal that gives it up as long as it waits for its turn. */
interface Turn<R> {
  readonly name: 'publish' | 'delete';
  readonly signal: AbortSignal | undefined;
  readonly operation: () => Promise<R>;
}

/**
 * Runs an operation that writes after those that were asked for before it on the same record, so that two publishes
 * never overtake each other. The first one starts at once; one that waits for its turn ends as soon as its signal
 * aborts.
 */
export const inTurn = <R>(record: EntityRecord, { name, signal, operation }: Turn<R>): Promise<R> => {
  const asked = { kind: 'write', name: nameOf(record), operation: name } as const;
  refuseInHook(record, asked);
  let begun = (): void => {};
  let refusal: Error | undefined;
  const run = async (): Promise<R> => {
    begun();
    record.setFlag(PROCESSING, true);
    record.noteNews();
    try {
      if (refusal !== undefined) throw refusal;
      return await operation();
    } finally {
      record.noteNews();
      if (record.tail === current) {
        record.tail = null;
        record.setFlag(PROCESSING, false);
      }
    }
  };
  const previous = record.tail;
  let open = (): void => {};
  // Who asks while the first one is still beginning, as listeners may, has to wait for it too.
  record.tail ??= new Promise<void>((resolve) => {
    open = resolve;
  });
  const last = record.tail;
  const current: Promise<R> = previous === null ? run() : previous.then(run, run);
  if (record.tail === last) record.tail = current;
  current.then(open, open);
  if (previous === null || (signal === undefined && !isWaitedFor(record, 'write'))) return current;
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new AbortedError(`${name} was aborted.`, { cause: signal?.reason }));
    const cease = watchForHang(record, asked, (error) => {
      refusal = error;
      reject(error);
    });
    begun = () => {
      cease();
      signal?.removeEventListener('abort', giveUp);
    };
    signal?.addEventListener('abort', giveUp);
    if (signal?.aborted === true) giveUp();
    current.then(resolve, reject);
  });
};
