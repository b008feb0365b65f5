import { DefinitionError, errorFromProblem, StateError } from '../../errors';
import { STATE } from '../../model/symbols';
import type { ItemProvider, ProviderClass } from './types';

/** Where an item keeps its provider: the class, and the instance once it is needed. */
export const PROVIDER: unique symbol = Symbol('reactive.provider');

/** An item's provider, by class and instance. */
export interface ProviderSlot<P> {
  readonly type: ProviderClass<P>;
  instance: P | undefined;
}

/** Stands in where a collection's provider names no provider for its items: they refuse to be saved. */
export class NoItemProvider {}

type Operation = 'load' | 'publish' | 'delete';

type Providing<P> = {
  readonly [PROVIDER]: ProviderSlot<P> | undefined;
  readonly [STATE]: { readonly provider: unknown };
};

/** A slot whose instance was made. */
export type FilledSlot<P> = ProviderSlot<P> & { readonly instance: P };

const fill = <P>(slot: ProviderSlot<P> | undefined, item: object): FilledSlot<P> | undefined => {
  if (slot === undefined) return undefined;
  slot.instance ??= new slot.type(item);
  // It was made the line before.
  return slot as FilledSlot<P>;
};

/** The provider instance of an item, made at first use; `undefined` where it has no provider. */
export const providerOf = <P>(item: Pick<Providing<P>, typeof PROVIDER>): P | undefined =>
  fill(item[PROVIDER], item)?.instance;

/**
 * The provider of an item, or that of another object of the same entity, with the operation in it; `undefined` where
 * nobody has one.
 *
 * @throws StateError when there is a provider and it cannot do that.
 */
export const providerFor = <T extends object>(
  item: Providing<ItemProvider<T>>,
  operation: Operation,
  name: string,
): FilledSlot<ItemProvider<T>> | undefined => {
  const own = fill(item[PROVIDER], item);
  if (own === undefined) {
    // All objects of a record are of one entity, whose providers have one type.
    const shared = fill(item[STATE].provider as ProviderSlot<ItemProvider<T>> | undefined, item);
    return typeof shared?.instance[operation] === 'function' ? shared : undefined;
  }
  const provider = own.instance;
  if (typeof provider[operation] !== 'function') {
    throw new StateError(
      own.type === NoItemProvider
        ? `${name}: its collection has nothing to ${operation} it with; name an itemProvider, in the collection's specs or in its provider.`
        : `${name}: its provider ${provider.constructor.name || ''} has no ${operation}().`,
    );
  }
  return own;
};

/**
 * The row in a provider's answer to `publish`.
 *
 * @throws ReactiveError of the class that the status stands for, when it says that the publish failed.
 */
export const confirmedRow = (answer: unknown, name: string): object => {
  const { status, data } = (answer ?? {}) as { readonly status?: unknown; readonly data?: unknown };
  if (typeof status !== 'number')
    throw new DefinitionError(`${name}: publish() of its provider must answer { status, data }.`);
  // Asked so that NaN is no success.
  if (status >= 200 && status < 300) return typeof data === 'object' && data !== null ? data : {};
  throw errorFromProblem(data, status);
};
