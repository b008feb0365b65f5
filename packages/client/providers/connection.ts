import type { HttpConnection } from 'reactive/http';
import { type Upload, upload } from './upload';

const listeners = new Set<() => void>();

/**
 * Calls `listener` whenever the API says that nobody is signed in (any more), until the returned function is called.
 */
export function onUnauthenticated(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const noticed = (response: Response): Response => {
  if (response.status === 401) for (const listener of listeners) listener();
  return response;
};

/** How the API of this origin is reached: all that a page sends to it goes this way, or by {@link sendFile}. */
export const apiConnection: HttpConnection = {
  fetch: async (...request) => noticed(await globalThis.fetch(...request)),
};

/** As {@link upload}, to the API of this origin. */
export async function sendFile(url: string, how: Upload): Promise<Response> {
  return noticed(await upload(url, how));
}
