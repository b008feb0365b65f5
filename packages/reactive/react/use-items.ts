import { useEffect, useMemo, useState } from 'react';
import { showKnown } from '../entities/collection/known-window';
import type { PARTS, Parts } from '../entities/collection/parts';
import type { AnyItem } from '../entities/collection/types';
import { AbortedError, reportError } from '../errors';
import { same } from '../model/equality';
import { makeHeld, useScope } from './scope';
import { useModel } from './use-model';

/** What a hook asks of a collection. */
interface LoadableCollection {
  /** @internal */
  readonly [PARTS]: Parts<AnyItem, unknown>;
  readonly error: Error | undefined;
  load(specs: never): Promise<unknown>;
  dispose(): void;
}

type LoadableCollectionClass = new (specs: never) => LoadableCollection & object;

/** What the `load` of a collection takes, apart from what the hook manages itself. */
export type ListSpecsOf<C extends LoadableCollectionClass> = Omit<
  NonNullable<Parameters<InstanceType<C>['load']>[0]>,
  'signal' | 'update'
>;

/** A collection that a component made, and disposes of. */
interface OwnCollection<C extends LoadableCollection> {
  readonly collection: C;
  /** What it shows already, and need not ask for. */
  readonly settled: object | undefined;
  holders: number;
  disposed: boolean;
}

/** Keeps a collection until the returned function is called, and was not followed by another call of this one. */
const hold = (own: OwnCollection<LoadableCollection>): (() => void) => {
  own.holders++;
  return () => {
    own.holders--;
    // In a microtask: StrictMode unmounts and mounts again at once.
    queueMicrotask(() => {
      if (own.holders > 0) return;
      own.disposed = true;
      own.collection.dispose();
    });
  };
};

/** Deeply equal specs count as the same, so that they can be written where the hook is called. */
const useStable = <V>(value: V): V => {
  const [stable, setStable] = useState(value);
  if (same(stable, value)) return stable;
  setStable(value);
  return value;
};

/**
 * Makes a collection, loads what is asked for, now and whenever it changes, and shows it as {@link useModel} does.
 * It never suspends: until the first answer `fetched` is false, while another one is awaited the present items stay
 * and `fetching` is true, and a failure stands in `error`. Unmounting gives up what is running and disposes of it.
 * What another collection of the scope shows for the same specs is shown at once and brought up to date meanwhile; on
 * a server too, where nothing is loaded: load the collection before rendering.
 *
 * @example
 * const users = useItems(Users, { provider: UsersBrowserProvider }, { where: { role: 'admin' }, limit: 20 });
 * return <ul>{users.items.map((user) => <Row key={user.localKey} user={user} />)}</ul>;
 */
export const useItems = <C extends LoadableCollectionClass>(
  type: C,
  classSpecs: NonNullable<ConstructorParameters<C>[0]>,
  listSpecs: ListSpecsOf<C>,
): InstanceType<C> => {
  const scope = useScope();
  const [life, renew] = useState<object>();
  const options = useStable(classSpecs);
  const specs = useStable(listSpecs);
  const own = useMemo((): OwnCollection<InstanceType<C>> => {
    // The caller's types have paired the class with its specs, and what it makes is of that class.
    const collection = makeHeld(scope, () => new type(options as never)) as InstanceType<C>;
    const settled = showKnown(collection, specs, scope) ? specs : undefined;
    return { collection, settled, holders: 0, disposed: false };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- other specs are loaded into the same collection
  }, [scope, type, options, life]);
  useEffect(() => {
    if (own.disposed) renew({});
    return hold(own);
  }, [own]);
  useEffect(() => {
    if (own.settled === specs) return;
    const controller = new AbortController();
    const { collection } = own;
    collection.load({ ...specs, signal: controller.signal }).catch((error: unknown) => {
      // A load that failed stands in `error`; what was not even sent does not.
      const shown = collection.error;
      const isShown = shown === error || shown?.cause === error;
      if (!isShown && !(error instanceof AbortedError)) reportError(error);
    });
    return () => controller.abort();
  }, [own, specs]);
  return useModel(own.collection);
};
