import { StateError } from '../../errors';
import { batch } from '../../model/batch';
import { STATE } from '../../model/symbols';
import { DELETED, type EntityRecord } from '../../registry/record';
import { fire, type LivingItem, nameOf, refuseAborted, refuseDeleted } from './lifecycle';
import { providerFor } from './provider';
import type { DeleteOptions, IdOf } from './types';

const markDeleted = (record: EntityRecord): void =>
  batch(() => {
    if (record.id !== undefined) record.store.remove(record.id, record);
    record.setState(DELETED, true);
  });

/** Deletes an item; see `Item.delete`. Runs in the record's turn. */
export const remove = async <T extends object>(
  item: LivingItem<T>,
  { signal, skipProvider = false }: DeleteOptions,
): Promise<void> => {
  const record = item[STATE];
  refuseDeleted(record, 'delete');
  refuseAborted(signal, 'delete');
  fire(record, 'pre:delete');
  const { id, version } = record;
  if (id !== undefined && !skipProvider) {
    const provider = providerFor(item, 'delete', nameOf(record));
    // The record's id is the entity's own, whose type the class has declared.
    const deleted = provider === undefined || (await provider.delete?.(id as IdOf<T>, { version, signal }));
    if (deleted !== true) throw new StateError(`The provider did not delete ${nameOf(record)}.`);
  }
  markDeleted(record);
  fire(record, 'delete');
  fire(record, 'post:delete');
};
