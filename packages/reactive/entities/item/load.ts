import { NotFoundError, ReactiveError, StateError } from '../../errors';
import { STATE } from '../../model/symbols';
import { FETCHING } from '../../registry/facts';
import type { EntityRecord } from '../../registry/record';
import { askBefore, hooksFor, isWaitedFor, passThrough, refuseInHook, watchForHang } from './hooking';
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

/** The row in an answer, which says by its id that it is one: what a server says of an error is none. */
export const rowIn = (answer: unknown, record: EntityRecord): object => {
  if (answer === undefined || answer === null) throw new NotFoundError(`There is no ${nameOf(record)}.`);
  const { id } = answer as { readonly id?: unknown };
  if (id !== record.id) {
    throw new StateError(
      `The provider was asked for ${nameOf(record)} and answered with the id ${JSON.stringify(id)}.`,
    );
  }
  // What has the id of an entity is an object.
  return answer;
};

const takeIn = (record: EntityRecord, row: object, ticket: number): void => {
  if (record.isDeleted) return;
  record.notePresence(true, ticket);
  if (!record.merge(row, ticket)) return;
  fire(record, 'load', row);
  fire(record, 'post:load', row);
};

/** The provider's row. That it has none is a fact about the entity; what a hook throws is not. */
const ask = async (
  item: { readonly [STATE]: EntityRecord },
  load: RunningLoad,
  isGivenUp: () => boolean,
): Promise<object> => {
  try {
    return rowIn(await lookUp(item[STATE].store, load), item[STATE]);
  } catch (error) {
    const isMissing = error instanceof ReactiveError && error.code === 'not_found';
    if (isMissing && !isGivenUp()) item[STATE].notePresence(false, load.askedAt);
    throw error;
  }
};

/** Asks, and takes the answer in unless the load was given up meanwhile. The item may show another record then. */
const run = async <T extends object>(item: LivingItem<T>, load: RunningLoad): Promise<void> => {
  const isGivenUp = (): boolean => item[STATE].loads?.loads.has(load) !== true;
  const hooks = hooksFor(item, 'Load');
  const { signal } = load;
  try {
    if (hooks.length > 0) {
      await askBefore(item, { kind: 'load', name: 'beforeLoad', hooks, signal });
      if (isGivenUp()) return;
      refuseDeleted(item[STATE], 'load');
    }
    const row = await ask(item, load, isGivenUp);
    // A hook must not make the row another entity's.
    const taken =
      hooks.length === 0 ? row : rowIn(await passThrough(item, row, { hooks, signal }), item[STATE]);
    if (!isGivenUp()) takeIn(item[STATE], taken, load.askedAt);
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
  if (record.id === undefined)
    throw new StateError(`Cannot load ${nameOf(record)}: it has no id yet. Publish it first.`);
  const slot = providerFor(item, 'load', nameOf(record));
  if (slot === undefined)
    throw new StateError(`Cannot load ${nameOf(record)}: it has no provider. Make it with one.`);
  refuseAborted(signal, 'load');
  const asked = { kind: 'load', name: nameOf(record), operation: 'load' } as const;
  refuseInHook(record, asked);
  const running = joinable(record, slot.type);
  const mayHang = running !== undefined && isWaitedFor(record, 'load');
  const { joint } = running ?? begin(item, slot, signal);
  if (!mayHang) return joint?.wait(signal);
  await new Promise((resolve, reject) => {
    const cease = watchForHang(record, asked, reject);
    joint?.wait(signal).then(resolve, reject).finally(cease);
  });
};
