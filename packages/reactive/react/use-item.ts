import { useEffect } from 'react';
import type { ItemId } from '../entities/item';
import { STATE } from '../model/symbols';
import type { Scope } from '../registry';
import { getOrMake } from './get-or-make';
import { type Loadable, LoadedItem } from './loaded-item';
import { makeHeld, useScope } from './scope';
import { useModel } from './use-model';

/** A class of items, as far as loading one goes. */
type LoadableClass = new (specs: never) => Loadable;

/** What an item class' constructor takes, with the id that is asked for. */
export type ItemSpecsOf<C extends LoadableClass> = NonNullable<ConstructorParameters<C>[0]> & {
  readonly id: ItemId;
};

type Entries = Map<unknown, LoadedItem<Loadable>>;

/** By the era of their scope: what it has forgotten is not to be shown once more. */
const caches = new WeakMap<Scope['era'], Map<unknown, Map<unknown, Entries>>>();

const entriesOf = (scope: Scope, type: LoadableClass, provider: unknown): Entries => {
  const types = getOrMake(caches, scope.era, () => new Map());
  const providers = getOrMake(types, type, () => new Map());
  return getOrMake(providers, provider, () => new Map());
};

/** The one item of a class, provider and id that the components of a scope share while one of them shows it. */
const loadedItem = (
  scope: Scope,
  type: LoadableClass,
  specs: { readonly id: ItemId },
): LoadedItem<Loadable> => {
  const entries = entriesOf(scope, type, Reflect.get(specs, 'provider'));
  if (entries.get(specs.id)?.isGone === true) entries.delete(specs.id);
  return getOrMake(entries, specs.id, () =>
    makeHeld(scope, () => {
      // The caller's types have paired the class with its specs.
      const item = new type(specs as never);
      const loaded = new LoadedItem(item, {
        isFresh: scope.fresh.has(item[STATE]),
        forget: () => {
          if (entries.get(specs.id) === loaded) entries.delete(specs.id);
        },
      });
      return loaded;
    }),
  );
};

/**
 * Loads an item and shows it as {@link useModel} does. The component suspends until there is data, so it never sees
 * an item without; a load that fails throws its error to the nearest error boundary, whose reset calls
 * {@link retryLoad}. An item that the scope knows already is shown at once and brought up to date once it is on the
 * screen, unless a server has just loaded it for this page.
 *
 * Components that ask for the same class, provider and id share one load and one item.
 *
 * @throws NotFoundError, UnavailableError, …: whatever the load throws.
 * @example
 * function Profile({ id }: { id: string }) {
 *   const user = useItem(User, { id, provider: UserBrowserProvider });
 *   return <h1>{user.name}</h1>;
 * }
 */
export const useItem = <C extends LoadableClass>(type: C, specs: ItemSpecsOf<C>): InstanceType<C> => {
  const scope = useScope();
  const loaded = loadedItem(scope, type, specs);
  // oxlint-disable-next-line typescript/only-throw-error -- this is how a component suspends in every React
  if (!loaded.settled && loaded.waiting !== undefined) throw loaded.waiting;
  if (loaded.error !== undefined) throw loaded.error;
  useEffect(() => loaded.hold(), [loaded]);
  // The item was made by this class.
  return useModel(loaded.item as InstanceType<C>);
};
