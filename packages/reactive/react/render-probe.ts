import * as React from 'react';
import { isDevelopment } from '../errors/development';
import { watchRenders } from '../model/rendering';

/** Of a component that React is rendering, as far as its name goes. */
interface Owner {
  readonly type?: unknown;
}

interface Internals {
  /** React 19. */
  readonly A?: { getOwner?(): Owner | null } | null;
  /** React 18. */
  readonly ReactCurrentOwner?: { readonly current: Owner | null };
}

const NAMES = [
  '__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE',
  '__SECRET_INTERNALS_DO_NOT_USE_OR_YOU_WILL_BE_FIRED',
];

// React says in no other way whether it renders. Nothing but a check of development depends on it: a React that says
// it no more has slips in renders go unnoticed.
const internals = (): Internals | undefined =>
  NAMES.map((name) => Reflect.get(React, name) as Internals | undefined).find((found) => found !== undefined);

const nameOf = ({ type }: Owner): string => {
  const named = typeof type === 'object' && type !== null && 'type' in type ? type.type : type;
  return (typeof named === 'function' && named.name) || 'A component';
};

let isWatching = false;

/** From the first hook on, what is subscribed or made while React renders is reported. */
export function watchReactRenders(): void {
  if (!isDevelopment || isWatching) return;
  isWatching = true;
  const react = internals();
  watchRenders(() => {
    const owner = react?.A?.getOwner?.() ?? react?.ReactCurrentOwner?.current;
    return owner ? nameOf(owner) : undefined;
  });
}
