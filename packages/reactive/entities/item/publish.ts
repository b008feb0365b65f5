import { DefinitionError, ValidationError } from '../../errors';
import { batch } from '../../model/batch';
import { same } from '../../model/equality';
import type { Arrival } from '../../model/nested';
import { depart, nestedErrors, settleAll, storedValues } from '../../model/nested-model';
import { own } from '../../model/ownership';
import { DRAFT } from '../../model/state';
import { STATE } from '../../model/symbols';
import { parseValues } from '../../model/validation';
import { JOINED } from '../../registry/facts';
import type { EntityRecord } from '../../registry/record';
import { nextTicket } from '../../registry/ticket';
import { uuidv7 } from '../../registry/uuid';
import { isItemId } from './creation';
import { completeDraft } from './draft';
import { askBefore, hooksFor, tellAfter } from './hooking';
import {
  abortAsOurs,
  fire,
  inTurn,
  type LivingItem,
  nameOf,
  refuseAborted,
  refuseDeleted,
} from './lifecycle';
import { rowIn } from './load';
import { confirmedRow, providerFor } from './provider';
import type { ItemId, ItemProvider, PublishContext, PublishOptions } from './types';

/** What is sent: as the provider gets it, and the properties that are part of it. */
interface Outgoing {
  readonly data: Record<string, unknown>;
  readonly indexes: readonly number[];
}

const wholeDraft = (item: object, record: EntityRecord): Outgoing => {
  completeDraft(item, record, storedValues(record));
  const data = storedValues(record);
  const indexes = record.shape.names.flatMap((name, index) => (Object.hasOwn(data, name) ? [index] : []));
  return { data, indexes };
};

const changesOnly = (item: object, record: EntityRecord): Outgoing => {
  const indexes = record.editedIndexes();
  const all = storedValues(record);
  const names = indexes.map((index) => record.shape.names[index] ?? '');
  const changes = Object.fromEntries(names.map((name) => [name, all[name]]));
  // What is held inside is sent whole, with what was never asked about, such as a new item of a list.
  const errors = { ...parseValues(record.shape, item, changes).errors, ...nestedErrors(record, indexes) };
  if (Object.keys(errors).length > 0) throw new ValidationError(undefined, { errors });
  return { data: { id: record.id, ...changes }, indexes };
};

/** The same key for the same data, until they were confirmed: who tries again after a lost answer does not create twice. */
const keyFor = (record: EntityRecord, data: object): string => {
  const { operations } = record;
  if (operations.attempt === null || !same(operations.attempt.data, data)) {
    // A copy: whoever is given the data may change it.
    operations.attempt = { data: own(data) as object, key: uuidv7() };
  }
  return operations.attempt.key;
};

const send = async <T extends object>(
  provider: ItemProvider<T> | undefined,
  { data }: Outgoing,
  { item, context }: { item: LivingItem<T>; context: PublishContext },
): Promise<object> => {
  if (provider === undefined) return {};
  // The data was checked by the class' own schema, as far as it has one.
  const answer = await provider.publish?.(data as Partial<T>, context);
  const record = item[STATE];
  const row = confirmedRow(answer, nameOf(record));
  // What is about another entity would overwrite this one.
  return record.id === undefined || Reflect.get(row, 'id') === undefined ? row : rowIn(row, record);
};

/** What was answered, and whether it was a provider that did. */
interface Answer {
  readonly row: object;
  readonly hasProvider: boolean;
}

const idOf = (record: EntityRecord, { row, hasProvider }: Answer): ItemId => {
  const index = record.shape.index.get('id');
  const id: unknown = Reflect.get(row, 'id') ?? (index === undefined ? undefined : record.values[index]);
  if (isItemId(id)) return id;
  if (!hasProvider) return record.localKey;
  throw new DefinitionError(`${nameOf(record)} was created, but its provider answered without an id.`);
};

/** A publish that is under way. */
interface Sending {
  readonly arrive: Arrival;
  /** When it was sent: a ticket. */
  readonly askedAt: number;
}

const confirm = (record: EntityRecord, sending: Sending, answer: Answer): void =>
  batch(() => {
    if (record.id === undefined) record.adopt(idOf(record, answer));
    record.operations.attempt = null;
    record.confirmSent({ ...sending, row: answer.row, outcome: 'saved', ended: DRAFT | JOINED });
  });

const fail = (record: EntityRecord): void => {
  if (record.isDraft) record.setState(JOINED, false);
};

/** What would be sent at this moment: all of a draft, else the id and what was changed. */
const dataOf = (record: EntityRecord): object => {
  const all = storedValues(record);
  if (record.isDraft) return Object.freeze(all);
  const names = record.editedIndexes().map((index) => record.shape.names[index] ?? '');
  return Object.freeze({ id: record.id, ...Object.fromEntries(names.map((name) => [name, all[name]])) });
};

const isSaved = (record: EntityRecord): boolean => !record.isDraft && record.editedIndexes().length === 0;

/** Sends what there is to publish, and takes in what was answered. */
const exchange = async <T extends object>(
  item: LivingItem<T>,
  { signal, idempotencyKey }: PublishOptions,
): Promise<object> => {
  const record = item[STATE];
  const provider = providerFor(item, 'publish', nameOf(record))?.instance;
  const isNew = record.isDraft;
  settleAll(record, (index) => isNew || record.editedIndexes().includes(index));
  const sent = isNew ? wholeDraft(item, record) : changesOnly(item, record);
  if (isNew) record.setState(JOINED, true);
  const context: PublishContext = {
    isNew,
    version: record.version,
    idempotencyKey: idempotencyKey ?? keyFor(record, sent.data),
    signal,
  };
  const sending: Sending = { arrive: depart(record, sent.indexes), askedAt: nextTicket() };
  try {
    const row = await send(provider, sent, { item, context });
    // It may show another record by now: that of a draft that turned out to be the same entity.
    confirm(item[STATE], sending, { row, hasProvider: provider !== undefined });
    fire(item[STATE], 'publish', row);
    return row;
  } catch (error) {
    sending.arrive('failed');
    fail(item[STATE]);
    throw abortAsOurs(error);
  }
};

const publish = async <T extends object>(item: LivingItem<T>, options: PublishOptions): Promise<void> => {
  const { signal } = options;
  const record = item[STATE];
  refuseDeleted(record, 'publish');
  refuseAborted(signal, 'publish');
  // Refused before anybody is told.
  providerFor(item, 'publish', nameOf(record));
  if (isSaved(record)) return;
  fire(record, 'pre:publish');
  // Somebody may have gone back to what is saved, here and below.
  if (isSaved(record)) return;
  const hooks = hooksFor(item, 'Publish');
  if (hooks.length > 0) {
    const subject = (): object => dataOf(item[STATE]);
    await askBefore(item, { kind: 'write', name: 'beforePublish', hooks, subject, signal });
    refuseDeleted(item[STATE], 'publish');
    if (isSaved(item[STATE])) return;
  }
  const row = await exchange(item, options);
  if (hooks.length > 0) {
    const subject = (): object => Object.freeze({ ...row });
    await tellAfter(item, { kind: 'write', name: 'afterPublish', hooks, subject });
  }
  fire(item[STATE], 'post:publish', row);
};

/** Publishes an item in its record's turn, with values that are set at once; see `Item.publish`. */
export const setAndPublish = async <T extends object>(
  item: LivingItem<T> & { set(values: Partial<T>): { readonly errors?: object } },
  values: Partial<T> | undefined,
  options: PublishOptions,
): Promise<void> => {
  const { errors } = values === undefined ? {} : item.set(values);
  if (errors !== undefined) {
    // Messages by the names of properties.
    throw new ValidationError(undefined, { errors: errors as Record<string, string[]> });
  }
  const { signal } = options;
  await inTurn(item[STATE], { name: 'publish', signal, operation: () => publish<T>(item, options) });
};
