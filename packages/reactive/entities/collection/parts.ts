import { DefinitionError } from '../../errors';
import { isMadeForProperty } from '../../model/nested';
import { currentScope } from '../../registry/scope';
import type { ProviderClass } from '../item';
import { NoItemProvider } from '../item/provider';
import { type ItemSource, recordsOfRows, throughHooks } from './items';
import { Loader } from './loader';
import { compile, fieldsOfClass } from './plan';
import type { AnyItem, CollectionProvider, CollectionSpecs } from './types';
import { View } from './view';

/** Where a collection keeps the parts that do its work. Not private fields: views read collections through proxies. */
export const PARTS: unique symbol = Symbol('reactive.collection');

/** The parts of a collection. */
export interface Parts<I extends AnyItem, P> {
  readonly entity: string;
  readonly source: ItemSource<I>;
  readonly view: View;
  readonly loader: Loader;
  /** The provider instance, made at first use. */
  readonly provider: () => P | undefined;
  /** Makes items in the collection's own scope. */
  readonly inScope: <R>(make: () => R) => R;
}

const abandoned = new FinalizationRegistry<View>((view) => view.abandon());

const checkSpecs = ({ entity, item, provider }: CollectionSpecs<AnyItem, unknown>): void => {
  if (typeof entity !== 'string' || entity === '')
    throw new DefinitionError(
      "A collection needs an entity name: super({ entity: 'users', item: User, … }).",
    );
  if (typeof item !== 'function')
    throw new DefinitionError(
      `The collection of ${entity} needs 'item', the class of its items: super({ entity, item: User, … }).`,
    );
  if (provider !== undefined && typeof provider !== 'function') {
    throw new DefinitionError(
      `The collection of ${entity}: 'provider' must be a provider class, and not an instance.`,
    );
  }
};

const lazy = <P>(type: ProviderClass<P> | undefined, parent: object): (() => P | undefined) => {
  let instance: P | undefined;
  return () => {
    if (type !== undefined) instance ??= new type(parent);
    return instance;
  };
};

/** Makes the parts of a collection in the current scope. */
export const createParts = <I extends AnyItem, P>(
  collection: object,
  specs: CollectionSpecs<I, P>,
): Parts<I, P> => {
  const isClosed = isMadeForProperty();
  checkSpecs(specs);
  const { entity, item: type } = specs;
  const provider = lazy(specs.provider, collection);
  // The face of the collection has tied the provider's type to that of the items.
  const list = provider as () => (P & CollectionProvider<object>) | undefined;
  const fallback = specs.provider === undefined ? undefined : NoItemProvider;
  const scope = currentScope();
  const channel = scope.channel(entity);
  const source: ItemSource<I> = {
    type,
    provider: () => specs.itemProvider ?? list()?.itemProvider ?? fallback,
    channel,
  };
  const fields = fieldsOfClass(type);
  const plan = compile(fields, {}, type);
  const view = new View({ channel, type, plan, isLocal: specs.provider === undefined, isClosed });
  const records = (rows: readonly object[], ticket: number) =>
    scope.run(() => recordsOfRows(source, { values: rows, view }, ticket));
  const hooked = (rows: readonly object[]) => scope.run(() => throughHooks(source, rows));
  const loader = new Loader({ view, fields, provider: list, records, throughHooks: hooked }, plan);
  // The scope holds the view for as long as anything can change, and a view must not refer to its collection.
  view.loader = new WeakRef(loader);
  abandoned.register(collection, view);
  return { entity, source, view, loader, provider, inScope: (make) => scope.run(make) };
};
