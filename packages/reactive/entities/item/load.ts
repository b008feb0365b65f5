import { AbortedError, NotFoundError, ReactiveError, StateError } from '../../errors';
import { STATE } from '../../model/symbols';
import { type EntityRecord, FETCHING, nextTicket } from '../../registry/record';
import { fire, type LivingItem, nameOf, refuseAborted, refuseDeleted } from './lifecycle';
import { providerFor } from './provider';
import type { IdOf, ItemProvider, OperationOptions } from './types';

const fetching = (record: EntityRecord, by: 1 | -1): void => {
  record.loads += by;
  record.setFlag(FETCHING, record.loads > 0);
};

/** Ends with the signal, whether or not the provider heeds it. */
const unlessAborted = async <R>(work: Promise<R>, signal: AbortSignal | undefined): Promise<R> => {
  if (signal === undefined) return work;
  refuseAborted(signal, 'load');
  let giveUp: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(new AbortedError('load was aborted.', { cause: signal.reason }));
    signal.addEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (giveUp !== undefined) signal.removeEventListener('abort', giveUp);
  }
};

const ask = async <T extends object>(
  provider: ItemProvider<T>,
  record: EntityRecord,
  signal: AbortSignal | undefined,
): Promise<object> => {
  // The record's id is the entity's own, whose type the class has declared.
  const row = await provider.load?.(record.id as IdOf<T>, { signal });
  if (typeof row !== 'object' || row === null) throw new NotFoundError(`There is no ${nameOf(record)}.`);
  const id: unknown = Reflect.get(row, 'id');
  if (id !== undefined && id !== record.id) {
    throw new StateError(`The provider was asked for ${nameOf(record)} and answered ${JSON.stringify(id)}.`);
  }
  return row;
};

const takeIn = (record: EntityRecord, row: object, ticket: number): void => {
  if (record.isDeleted) return;
  record.notePresence(true, ticket);
  if (!record.merge(row, ticket)) return;
  fire(record, 'load', row);
  fire(record, 'post:load', row);
};

/** Loads an item by its own id; see `Item.load`. */
export const load = async <T extends object>(
  item: LivingItem<T>,
  { signal }: OperationOptions,
): Promise<void> => {
  const record = item[STATE];
  refuseDeleted(record, 'load');
  if (record.id === undefined) throw new StateError(`Cannot load ${nameOf(record)}: it has no id yet.`);
  const provider = providerFor(item, 'load', nameOf(record));
  if (provider === undefined) throw new StateError(`Cannot load ${nameOf(record)}: it has no provider.`);
  refuseAborted(signal, 'load');
  fire(record, 'pre:load');
  const ticket = nextTicket();
  fetching(record, 1);
  try {
    const row = await unlessAborted(ask(provider, record, signal), signal);
    takeIn(item[STATE], row, ticket);
  } catch (error) {
    if (error instanceof ReactiveError && error.code === 'not_found') item[STATE].notePresence(false, ticket);
    throw error;
  } finally {
    fetching(record, -1);
  }
};
