import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import { ForbiddenError } from 'reactive/errors';

/** Whose pages may send changes, besides those of the address that was asked. */
export interface TrustedOrigins {
  /** The address that browsers open, where a proxy stands before this server. */
  readonly publicUrl?: string | undefined;
  readonly corsOrigins?: readonly string[] | undefined;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/**
 * Refuses what a page of another site makes a browser send (cross-site request forgery): one that says where it comes
 * from has to come from here, and one that carries a cookie has to say so. Scripts send neither.
 *
 * @returns what throws `ForbiddenError` for the headers of such a request
 */
export function originGuard({
  publicUrl,
  corsOrigins = [],
}: TrustedOrigins): (headers: IncomingHttpHeaders) => void {
  const trusted = new Set([...corsOrigins, ...(publicUrl === undefined ? [] : [publicUrl])]);
  const publicHost = publicUrl === undefined ? undefined : hostOf(publicUrl);
  const isTrusted = (origin: string, authority: string): boolean => {
    if (trusted.has(origin)) return true;
    const host = hostOf(origin);
    // The host of the public address is trusted under its own scheme only: http: can be anybody's on the way.
    return host !== undefined && host !== publicHost && host === hostOf(`http://${authority}`);
  };
  return ({ origin, host = '', cookie, 'sec-fetch-site': site }) => {
    const fromHere = origin === undefined ? site === 'same-origin' : isTrusted(origin, host);
    const says = origin !== undefined || site !== undefined;
    // 'none' is what a person does by hand: no page is behind it.
    const byHand = origin === undefined && site === 'none';
    if (fromHere || (cookie === undefined && (!says || byHand))) return;
    throw new ForbiddenError(
      says
        ? 'Changes are taken from pages of this server only'
        : 'A change that carries a cookie has to say where it comes from: send Origin',
    );
  };
}

/**
 * As {@link originGuard}, for requests that may change something.
 *
 * @example
 * app.use(trustedOrigins({ publicUrl: 'https://app.example.org' }));
 */
export function trustedOrigins(origins: TrustedOrigins = {}): RequestHandler {
  const guard = originGuard(origins);
  return (req, _res, next) => {
    if (!SAFE.has(req.method)) guard(req.headers);
    next();
  };
}
