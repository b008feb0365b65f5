import type { Home } from '../model/nesting';
import { STATE } from '../model/symbols';
import type { ReferredItem } from './types';

/** By scope and local key: the drafts that something refers to, and what became of them. */
const drafts = new WeakMap<Home, Map<string, WeakRef<ReferredItem>>>();

const homeOf = (item: ReferredItem): Home => item[STATE].store.views.home;

/** From now on a draft is found by its local key. */
export const noteDraft = (draft: ReferredItem): void => {
  const home = homeOf(draft);
  const known = drafts.get(home) ?? new Map<string, WeakRef<ReferredItem>>();
  drafts.set(home, known);
  // Swept as it doubles: a scope that lives long must not collect references to drafts that are gone.
  if (known.size >= 8 && (known.size & (known.size - 1)) === 0) {
    for (const [key, reference] of known) if (reference.deref() === undefined) known.delete(key);
  }
  known.set(draft[STATE].localKey, new WeakRef(draft));
};

/** The item that is or was a draft under this local key in a scope, where something has referred to it as such. */
export const draftUnder = (home: Home, key: unknown): ReferredItem | undefined =>
  typeof key === 'string' ? drafts.get(home)?.get(key)?.deref() : undefined;
