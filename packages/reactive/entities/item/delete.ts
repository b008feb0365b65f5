import { StateError } from '../../errors';
import { batch } from '../../model/batch';
import { STATE } from '../../model/symbols';
import { DELETED } from '../../registry/facts';
import type { EntityRecord } from '../../registry/record';
import { askBefore, hooksFor, tellAfter } from './hooking';
import { abortAsOurs, fire, type LivingItem, nameOf, refuseAborted, refuseDeleted } from './lifecycle';
import { providerFor } from './provider';
import type { DeleteOptions, IdOf, ItemProvider } from './types';

const markDeleted = (record: EntityRecord): void =>
  batch(() => {
    if (record.id !== undefined) record.store.delete(record.id, record);
    record.setState(DELETED, true);
  });

/** @throws StateError unless the provider says that it has deleted; AbortedError; and whatever it throws */
const askToDelete = async <T extends object>(
  provider: ItemProvider<T>,
  record: EntityRecord,
  signal: AbortSignal | undefined,
): Promise<void> => {
  let deleted: unknown;
  try {
    // The record's id is the entity's own, whose type the class has declared.
    deleted = await provider.delete?.(record.id as IdOf<T>, { version: record.version, signal });
  } catch (error) {
    throw abortAsOurs(error);
  }
  if (deleted !== true)
    throw new StateError(`The provider did not delete ${nameOf(record)}: its delete() must answer true.`);
};

/** Deletes an item; see `Item.delete`. Runs in the record's turn. */
export const remove = async <T extends object>(
  item: LivingItem<T>,
  { signal, skipProvider = false }: DeleteOptions,
): Promise<void> => {
  const record = item[STATE];
  refuseDeleted(record, 'delete');
  refuseAborted(signal, 'delete');
  fire(record, 'pre:delete');
  // What another side has deleted is news, and no hook can stop it.
  const hooks = skipProvider ? [] : hooksFor(item, 'Delete');
  if (hooks.length > 0) {
    await askBefore(item, { kind: 'write', name: 'beforeDelete', hooks, signal });
    refuseDeleted(record, 'delete');
  }
  if (record.id !== undefined && !skipProvider) {
    const provider = providerFor(item, 'delete', nameOf(record))?.instance;
    if (provider !== undefined) await askToDelete(provider, record, signal);
  }
  markDeleted(record);
  fire(record, 'delete');
  if (hooks.length > 0) await tellAfter(item, { kind: 'write', name: 'afterDelete', hooks });
  fire(record, 'post:delete');
};
