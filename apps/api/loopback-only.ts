import type { RequestHandler } from 'express';
import { ForbiddenError } from 'reactive/errors';
import { isLoopback } from './config';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

function hostOf(authority: string): string | undefined {
  const address = `http://${authority}`;
  if (!URL.canParse(address)) return undefined;
  const { host, hostname } = new URL(address);
  // Else it held more than a name and a port: `127.0.0.1@example.org`.
  return host === authority.toLowerCase().replace(/:80$/, '') ? hostname.replace(/^\[|\]$/g, '') : undefined;
}

function isSameOrigin(origin: string, authority: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === new URL(`http://${authority}`).host;
}

/**
 * While there are no accounts, whoever reaches the API may change everything. Listening on loopback keeps other
 * machines out; this keeps out web pages that the browser on this machine shows: those that bind their own name to
 * 127.0.0.1 (DNS rebinding), by the Host header; and those that send a change across origins, by Origin.
 */
export function loopbackOnly(): RequestHandler {
  return (req, _res, next) => {
    const authority = req.headers.host ?? '';
    const host = hostOf(authority);
    if (host === undefined || !isLoopback(host)) {
      throw new ForbiddenError(
        'There are no accounts yet: only this machine is answered, under a loopback name',
      );
    }
    if (!SAFE.has(req.method)) {
      const { origin } = req.headers;
      const foreign =
        origin === undefined
          ? req.headers['sec-fetch-site'] === 'cross-site'
          : !isSameOrigin(origin, authority);
      if (foreign) throw new ForbiddenError('Changes are taken from pages of this server only');
    }
    next();
  };
}
