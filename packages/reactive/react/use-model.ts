import { useEffect, useState, useSyncExternalStore } from 'react';
import { Tracker } from './tracker';
import { modelOf } from './view';

/**
 * Shows a model, an item, an edit buffer or a collection: a view of the same type, through which the component
 * subscribes to exactly what it reads while rendering (properties, computed ones, getters of the class, facts such
 * as `fetching`, and the same of the models inside). It re-renders when one of these changes, and only then.
 *
 * The view is another object after each such change, so it can stand in the dependencies of a hook, and passes
 * memoised components like any immutable value; for effects that act on the model, depend on the model itself.
 * Methods and assignments reach the model. `null` and `undefined` are passed on.
 *
 * @example
 * function Badge({ user: given }: { user: User }) {
 *   const user = useModel(given);
 *   return <b>{user.isAdmin ? '★' : ''} {user.name}</b>; // re-renders for role and name
 * }
 */
export const useModel = <M extends object | null | undefined>(given: M): M => {
  const [tracker] = useState(() => new Tracker());
  const model = modelOf(given);
  const snapshot = (): M => (model ? tracker.snapshot(model) : model);
  const view = useSyncExternalStore(tracker.subscribe, snapshot, snapshot);
  const reading = tracker.begin();
  useEffect(() => tracker.commit(reading, model));
  return view;
};

/**
 * As {@link useModel}, for a collection: the component re-renders when the items shown are others or in another order
 * and for the facts that it read (`getTotal()`, `fetching`, `error`, …); for a property of an item only if it read that.
 *
 * @example
 * const { items, fetching, getTotal } = useCollection(users);
 */
export const useCollection = <C extends Iterable<unknown> & object>(collection: C): C => useModel(collection);
