import { DefinitionError, ScopeError, ValidationError } from '../../errors';
import { STATE } from '../../model/symbols';
import type { EntityChannel } from '../../registry/channel';
import { type EntityRecord, nextTicket } from '../../registry/record';
import type { ProviderClass } from '../item';
import { isItemId } from '../item/creation';
import { passThrough } from '../item/hooking';
import { rowIn } from '../item/load';
import { PROVIDER, type ProviderSlot } from '../item/provider';
import type { AnyItem } from './types';

/** The item class of a collection, and the provider of the items that it makes. */
export interface ItemSource<I extends AnyItem> {
  readonly type: new (...args: never[]) => I;
  readonly provider: () => ProviderClass<object> | undefined;
  /** The entity in the collection's scope. */
  readonly channel: EntityChannel;
}

type Owner = { [PROVIDER]: ProviderSlot<object> | undefined };

const construct = <I extends AnyItem>({ type, provider }: ItemSource<I>, values: object): I => {
  const specs = provider() === undefined ? values : { ...values, provider: provider() };
  // An item class takes its specs as the one argument.
  return new type(specs as never);
};

const refuseStranger = ({ store }: EntityRecord, { entity, views }: EntityChannel): void => {
  if (store.entity !== entity) {
    throw new DefinitionError(
      `A collection of '${entity}' cannot show an item of '${store.entity}'. Give collection and item class the same entity.`,
    );
  }
  if (store.views !== views) {
    throw new ScopeError(
      `This item of '${entity}' belongs to another scope. Add its getProperties(), or make both in one scope.`,
    );
  }
};

/** The object of a record that the collection shows: the first one made for it, able to be saved. */
const show = <I extends AnyItem>(source: ItemSource<I>, item: I): EntityRecord => {
  const record = item[STATE];
  refuseStranger(record, source.channel);
  if (!(record.owner instanceof source.type)) record.owner = item;
  const owner = record.owner as Owner;
  const type = source.provider();
  if (type !== undefined) owner[PROVIDER] ??= { type, instance: undefined };
  record.provider ??= owner[PROVIDER];
  return record;
};

/** The record of a row that a provider gave; columns that the class does not declare are left alone. */
const recordOfRow = <I extends AnyItem>(source: ItemSource<I>, row: object, ticket: number): EntityRecord => {
  const id: unknown = Reflect.get(row, 'id');
  if (!isItemId(id)) throw new ValidationError(`${source.type.name}: the provider gave a row without an id.`);
  const record = show(source, construct(source, { id }));
  record.merge(row, ticket);
  return record;
};

/**
 * The record of what code adds: an item, or the values of one. Without an id they make a draft. A record that did not
 * exist before is noted in `made`.
 */
export const recordOf = <I extends AnyItem>(
  source: ItemSource<I>,
  value: I | object,
  made: EntityRecord[],
): EntityRecord => {
  if (typeof value !== 'object' || value === null)
    throw new ValidationError(`${source.type.name}: an item, or an object of property values, is needed.`);
  if (value instanceof source.type) return show(source, value);
  const item = construct(source, value);
  if (item[STATE].owner === item) made.push(item[STATE]);
  return show(source, item);
};

/** Hands rows that a provider gave through the hooks of their items; nothing where these have none. */
export const throughHooks = <I extends AnyItem>(
  source: ItemSource<I>,
  rows: readonly object[],
): Promise<object[]> | undefined => {
  const { type, channel } = source;
  const prototype = type.prototype as object;
  if (!('afterLoad' in prototype) && channel.plugged.every(({ afterLoad }) => afterLoad === undefined))
    return undefined;
  const pass = async (row: object): Promise<object> => {
    const id: unknown = Reflect.get(row, 'id');
    // Refused when it is taken in.
    if (!isItemId(id)) return row;
    const item = construct(source, { id });
    const hooks = item[STATE].hooks(item);
    return rowIn(await passThrough(item, row, { hooks }), item[STATE]);
  };
  return Promise.all(rows.map(pass));
};

/** As {@link recordOfRow}, for all rows of one answer. */
export const recordsOfRows = <I extends AnyItem>(
  source: ItemSource<I>,
  rows: readonly object[],
  ticket: number = nextTicket(),
): EntityRecord[] => rows.map((row) => recordOfRow(source, row, ticket));
