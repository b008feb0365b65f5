import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import { ForbiddenError } from 'reactive/errors';
import { isLoopback } from '../config-values';
import { refuse } from '../refuse';
import { hostNameOf } from './host-name';

/** Under which names this server is asked. */
export interface KnownHosts {
  /** The address that browsers open. */
  readonly publicUrl?: string | undefined;
  /** Further names, without a port. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/**
 * Refuses a request that calls this server by a name which is not its own: a page of another site that has bound its
 * name to our address (DNS rebinding) is of our origin to the browser, so that no check of origins keeps it out. An
 * address is nobody's to bind, and is answered.
 *
 * @returns what gives the refusal of a request with such headers
 */
export function hostGuard({
  publicUrl,
  allowedHosts = [],
}: KnownHosts): (headers: IncomingHttpHeaders) => ForbiddenError | undefined {
  const known = new Set(allowedHosts);
  if (publicUrl !== undefined) known.add(new URL(publicUrl).hostname);
  return ({ host: authority = '' }) => {
    const host = hostNameOf(authority);
    if (host !== undefined && (known.has(host) || isLoopback(host) || isIP(host) !== 0)) return undefined;
    return new ForbiddenError('This server is not known by that name: ALLOWED_HOSTS names others');
  };
}

/**
 * As {@link hostGuard}, for every request: with 421.
 *
 * @example
 * app.use(knownHosts({ publicUrl: 'https://app.example.org', allowedHosts: ['api.internal'] }));
 */
export function knownHosts(known: KnownHosts): RequestHandler {
  const refusalOf = hostGuard(known);
  return (req, res, next) => {
    const refusal = refusalOf(req.headers);
    if (refusal) refuse(res, 421, refusal);
    else next();
  };
}
