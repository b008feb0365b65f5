import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import { ForbiddenError } from 'reactive/errors';
import { isLoopback } from './config-values';
import { hostNameOf } from './origins/host-name';

/**
 * The passwords of a demo are known to everybody. Listening on loopback keeps other machines out; this keeps out, by the
 * Host header, web pages that bind their own name to 127.0.0.1 (DNS rebinding).
 *
 * @throws ForbiddenError
 */
export function requireLoopback({ host: authority = '' }: IncomingHttpHeaders): void {
  const host = hostNameOf(authority);
  if (host === undefined || !isLoopback(host)) {
    throw new ForbiddenError(
      'In demo mode only this machine is answered, under a loopback name: DEMO_MODE=no ends it',
    );
  }
}

/** As {@link requireLoopback}, for every request. */
export function loopbackOnly(): RequestHandler {
  return (req, _res, next) => {
    requireLoopback(req.headers);
    next();
  };
}
