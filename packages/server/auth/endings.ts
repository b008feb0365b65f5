import { afterCommit } from '../db';

/** Access that has ended, or become another one: of one session, or of a user, in all sessions but one at most. */
export type Ending =
  | { readonly sessionId: string }
  | { readonly userId: string; readonly exceptSessionId?: string | undefined };

type EndingListener = (ending: Ending) => Promise<void>;

const listeners = new Set<EndingListener>();

/**
 * Tells of access that has ended, before whoever ended it is answered: connections that were opened by it are to be
 * closed by then.
 *
 * @returns a function that ends the telling
 */
export function onEnding(listener: EndingListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** To be called by whoever ends access, or changes what somebody may do; listeners are told once that is committed. */
export async function accessEnded(ending: Ending): Promise<void> {
  await afterCommit(async () => {
    await Promise.all(Array.from(listeners, (listener) => listener(ending)));
  });
}
