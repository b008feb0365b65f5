import type { IncomingHttpHeaders } from 'node:http';

/** The header under which better-auth is told the address of a client. What a client sends under this name is dropped. */
export const CLIENT_ADDRESS = 'x-client-address';

/** Whose request it is: its headers, and the address that it came from. */
export interface Caller {
  readonly headers: IncomingHttpHeaders;
  /** As Express gives it: behind a proxy only when that proxy is trusted. */
  readonly ip?: string | undefined;
}

/** What a browser sends with each request to a site that a proxy asks a password for: it is the proxy's matter. */
const FOR_A_PROXY = /^basic\s/i;

/**
 * The headers that say who calls, as better-auth reads them; the others are none of its business. Whoever sends a token
 * means to be who it says: where that opens nothing, better-auth would take the cookie instead.
 */
export function callerHeaders({ headers, ip }: Caller): Headers {
  const { cookie, authorization, 'user-agent': agent } = headers;
  const told = new Headers();
  if (authorization !== undefined && !FOR_A_PROXY.test(authorization))
    told.set('authorization', authorization);
  else if (cookie !== undefined) told.set('cookie', cookie);
  if (agent !== undefined) told.set('user-agent', agent.slice(0, 512));
  if (ip !== undefined) told.set(CLIENT_ADDRESS, ip);
  return told;
}
