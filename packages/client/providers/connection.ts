import type { HttpConnection } from 'reactive/http';

const listeners = new Set<() => void>();

/**
 * Calls `listener` whenever the API says that nobody is signed in (any more), until the returned function is called.
 */
export function onUnauthenticated(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** How the API of this origin is reached: all that a page sends to it goes this way. */
export const apiConnection: HttpConnection = {
  fetch: async (...request) => {
    const response = await globalThis.fetch(...request);
    if (response.status === 401) for (const listener of listeners) listener();
    return response;
  },
};
