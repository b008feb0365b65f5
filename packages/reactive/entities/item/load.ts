import { NotFoundError, ReactiveError, StateError } from '../../errors';
import { STATE } from '../../model/symbols';
import { type EntityRecord, FETCHING } from '../../registry/record';
import { JointLoad } from './joint-load';
import { fire, type LivingItem, nameOf, refuseAborted, refuseDeleted } from './lifecycle';
import { type LookUp, lookUp } from './look-up';
import { type FilledSlot, providerFor } from './provider';
import type { ItemId, ItemProvider, OperationOptions } from './types';

/** A load that is under way. */
interface RunningLoad extends LookUp {
  joint?: JointLoad;
}

/** Ends a load, if it has not ended already. */
const leave = (record: EntityRecord, load: RunningLoad): void => {
  const { loads } = record;
  if (loads?.loads.delete(load) !== true || loads.loads.size > 0) return;
  record.loads = null;
  record.setFlag(FETCHING, false);
};

/**
 * The load of the same provider class whose answer is new enough for one who asks now: it was not asked for yet, or
 * since then nothing was confirmed, and no publish or delete has begun or ended.
 */
const joinable = ({ loads }: EntityRecord, type: unknown): RunningLoad | undefined => {
  for (const load of (loads?.loads ?? []) as Iterable<RunningLoad>) {
    if (load.type === type && load.askedAt > (loads?.newsAt ?? 0)) return load;
  }
  return undefined;
};

const rowIn = (answer: unknown, record: EntityRecord): object => {
  if (typeof answer !== 'object' || answer === null)
    throw new NotFoundError(`There is no ${nameOf(record)}.`);
  const id: unknown = Reflect.get(answer, 'id');
  if (id !== undefined && id !== record.id) {
    throw new StateError(`The provider was asked for ${nameOf(record)} and answered ${JSON.stringify(id)}.`);
  }
  return answer;
};

const takeIn = (record: EntityRecord, row: object, ticket: number): void => {
  if (record.isDeleted) return;
  record.notePresence(true, ticket);
  if (!record.merge(row, ticket)) return;
  fire(record, 'load', row);
  fire(record, 'post:load', row);
};

/** Asks, and takes the answer in unless the load was given up meanwhile. The item may show another record then. */
const run = async <T extends object>(item: LivingItem<T>, load: RunningLoad): Promise<void> => {
  const isGivenUp = (): boolean => item[STATE].loads?.loads.has(load) !== true;
  try {
    const row = rowIn(await lookUp(item[STATE].store, load), item[STATE]);
    if (!isGivenUp()) takeIn(item[STATE], row, load.askedAt);
  } catch (error) {
    const isMissing = error instanceof ReactiveError && error.code === 'not_found';
    if (isMissing && !isGivenUp()) item[STATE].notePresence(false, load.askedAt);
    throw error;
  } finally {
    leave(item[STATE], load);
  }
};

const begin = <T extends object>(
  item: LivingItem<T>,
  { type, instance }: FilledSlot<ItemProvider<T>>,
  signal: AbortSignal | undefined,
): RunningLoad => {
  const record = item[STATE];
  fire(record, 'pre:load');
  // Who waits without a signal never leaves, so that the load cannot be given up.
  const controller = signal === undefined ? undefined : new AbortController();
  const load: RunningLoad = {
    // Asked for by entities that have ids only.
    id: record.id as ItemId,
    type,
    provider: instance,
    signal: controller?.signal,
    askedAt: Number.POSITIVE_INFINITY,
  };
  record.loads ??= { loads: new Set(), newsAt: 0 };
  record.loads.loads.add(load);
  load.joint = new JointLoad(run(item, load), (reason) => {
    leave(item[STATE], load);
    controller?.abort(reason);
  });
  // Told when others can join it, if it has not failed at once.
  record.setFlag(FETCHING, record.loads !== null);
  return load;
};

/** Loads an item by its own id; see `Item.load`. */
export const load = async <T extends object>(
  item: LivingItem<T>,
  { signal }: OperationOptions,
): Promise<void> => {
  const record = item[STATE];
  refuseDeleted(record, 'load');
  if (record.id === undefined) throw new StateError(`Cannot load ${nameOf(record)}: it has no id yet.`);
  const slot = providerFor(item, 'load', nameOf(record));
  if (slot === undefined) throw new StateError(`Cannot load ${nameOf(record)}: it has no provider.`);
  refuseAborted(signal, 'load');
  const { joint } = joinable(record, slot.type) ?? begin(item, slot, signal);
  await joint?.wait(signal);
};
