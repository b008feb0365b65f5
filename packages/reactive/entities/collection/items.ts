import { DefinitionError, type FieldErrors, ScopeError, ValidationError } from '../../errors';
import { messagesBelow, type NestedValue, nestedOf } from '../../model/nested';
import { isPlainObject } from '../../model/plain-data';
import { STATE } from '../../model/symbols';
import type { EntityChannel } from '../../registry/channel';
import type { EntityRecord } from '../../registry/record';
import { currentScope } from '../../registry/scope';
import type { ProviderClass } from '../item';
import { passThrough } from '../item/hooking';
import { rowIn } from '../item/load';
import { PROVIDER, type ProviderSlot } from '../item/provider';
import { type Deferral, defer, deferrable, facadeSource, judge } from './deferral';
import type { AnyItem } from './types';
import type { View } from './view';

/** The item class of a collection, and the provider of the items that it makes. */
export interface ItemSource<I extends AnyItem> {
  readonly type: new (...args: never[]) => I;
  readonly provider: () => ProviderClass<object> | undefined;
  /** The entity in the collection's scope. */
  readonly channel: EntityChannel;
}

type Shown = { [PROVIDER]: ProviderSlot<object> | undefined };

const construct = <I extends AnyItem>({ type, provider }: ItemSource<I>, values: object): I => {
  const given = provider();
  // An item class takes its specs as the one argument.
  const item = new type((given === undefined ? values : { ...values, provider: given }) as never);
  judge(type, item);
  return item;
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

/** Shows a record by the first object of the collection's class that was made for it, able to be saved. */
const show = <I extends AnyItem>(source: ItemSource<I>, item: I): EntityRecord => {
  const record = item[STATE];
  refuseStranger(record, source.channel);
  const shown = record.showAs(source.type, item) as Shown;
  const type = source.provider();
  if (type !== undefined) shown[PROVIDER] ??= { type, instance: undefined };
  record.provider ??= shown[PROVIDER];
  return record;
};

/** The record of a row that a provider gave; columns that the class does not declare are left alone. */
const recordOfRow = <I extends AnyItem>(source: ItemSource<I>, row: object, ticket: number): EntityRecord => {
  const record = show(source, construct(source, { id: Reflect.get(row, 'id') }));
  record.merge(row, ticket);
  return record;
};

/**
 * The record of what code adds: an item, or the values of one. Without an id they make a draft. A record that did not
 * exist before is noted in `made`.
 */
const recordOf = <I extends AnyItem>(
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

/** What is wrong with values of items, by place and property. What items hold is their own matter. */
export const errorsOf = <I extends AnyItem>(
  source: ItemSource<I>,
  values: readonly unknown[],
): FieldErrors | undefined => {
  let rules: NestedValue | undefined;
  const errors = values.flatMap((value, at) => {
    if (value instanceof source.type) return [];
    if (typeof value !== 'object' || value === null || !isPlainObject(value))
      return [[String(at), ['Must be an item, or its values.']]];
    rules ??= nestedOf(construct(source, {})); // a draft, which nobody hears of
    return messagesBelow(String(at), rules?.check(value));
  });
  return errors.length === 0 ? undefined : Object.fromEntries(errors);
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
    const item = construct(source, { id: Reflect.get(row, 'id') });
    const hooks = item[STATE].hooks(item);
    return rowIn(await passThrough(item, row, { hooks }), item[STATE]);
  };
  return Promise.all(rows.map(pass));
};

/** What new records of a collection are made with, where its items need not be made yet. */
const deferralOf = <I extends AnyItem>(source: ItemSource<I>, isHeld: boolean): Deferral | undefined => {
  const shape = deferrable(source.type, source.channel.entity);
  if (shape === undefined) return undefined;
  const store = currentScope().store(shape, source.channel.entity);
  return { source: facadeSource(source.type, source.provider()), shape, store, isHeld };
};

/** What comes at once, for a view. */
interface Arrivals {
  readonly values: readonly object[];
  readonly view: View;
}

/** The records of all that came at once; `make` makes those whose items cannot wait. */
const recordsFor = <I extends AnyItem>(
  source: ItemSource<I>,
  { values, view }: Arrivals,
  {
    ticket,
    make,
    made,
  }: {
    readonly ticket: number;
    readonly make: (value: object) => EntityRecord;
    readonly made?: EntityRecord[];
  },
): EntityRecord[] => {
  const { isAlone, isDisposed } = view;
  let deferral: Deferral | undefined;
  return values.map((value) => {
    deferral ??= deferralOf(source, !isDisposed);
    const record = deferral === undefined ? undefined : defer(deferral, value, ticket);
    if (record === undefined) return make(value);
    made?.push(record);
    if (isAlone) record.arrive();
    else record.announce();
    return record;
  });
};

/** The records of the rows of one answer, which was asked for at `ticket`. */
export const recordsOfRows = <I extends AnyItem>(
  source: ItemSource<I>,
  arrivals: Arrivals,
  ticket: number,
): EntityRecord[] =>
  recordsFor(source, arrivals, { ticket, make: (row) => recordOfRow(source, row, ticket) });

/** The records of what code adds; those that did not exist before are noted in `made`. */
export const recordsOf = <I extends AnyItem>(
  source: ItemSource<I>,
  arrivals: Arrivals,
  made: EntityRecord[],
): EntityRecord[] =>
  recordsFor(source, arrivals, { ticket: 0, make: (value) => recordOf(source, value, made), made });
