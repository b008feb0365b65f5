import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Request, type RequestHandler, Router } from 'express';
import helmet from 'helmet';

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The page is not built yet</title>
<h1>The page is not built yet</h1>
<p>The API is running: see <a href="/api/users">/api/users</a>.</p>
<p>To build the page, run <code>npx pnpm build</code> in the repository, and start the server again.</p>
</html>
`;

const ONE_YEAR = 31_536_000;

/** What the page does not use, nothing that is shown in it may use. */
const NO_DEVICES = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'usb',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** A page of ours as it is served. */
export interface Page {
  readonly html: string;
  readonly built: boolean;
}

/** The page that the web app was built to, or one that says how to build it. */
export function readPage(folder: string): Page {
  const file = join(folder, 'index.html');
  const built = existsSync(file);
  return { html: built ? readFileSync(file, 'utf8') : NOT_BUILT, built };
}

/** Hashes of the scripts that stand in the page itself, so that those and no other may run. */
function inlineScripts(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]+?)<\/script>/gi);
  return [...scripts].map(
    ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  );
}

/**
 * Security headers. Component libraries write style attributes, so styles may be inline; scripts are the page's own.
 * A browser is told to insist on HTTPS only where the public address is one of HTTPS: on plain HTTP, such as on
 * loopback, that would lock it out.
 */
export function securityHeaders({ html }: Page, publicUrl = ''): RequestHandler {
  const secured = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", ...inlineScripts(html)],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: publicUrl.startsWith('https:') && { maxAge: ONE_YEAR, includeSubDomains: false },
  });
  return (req, res, next) => {
    res.set('Permissions-Policy', NO_DEVICES);
    secured(req, res, next);
  };
}

function opensPage({ path, headers }: Request): boolean {
  return path === '/' || path === '/index.html' || (headers.accept?.includes('text/html') ?? false);
}

/**
 * Serves the built web app: hashed assets for ever, everything else only after asking, and the page for every
 * address that a browser opens, since the page has routes of its own.
 */
export function webApp(folder: string, { html }: Page): Router {
  const router = Router();
  const page: RequestHandler = (req, res, next) => {
    if (!opensPage(req)) return next();
    res.set('Cache-Control', 'no-cache').type('html').send(html);
  };
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      index: false,
      acceptRanges: false,
      immutable: true,
      maxAge: '1y',
      fallthrough: false,
    }),
  );
  router.get(['/', '/index.html'], page);
  router.use(
    express.static(folder, {
      index: false,
      acceptRanges: false,
      setHeaders: (res) => res.setHeader('Cache-Control', 'no-cache'),
    }),
  );
  router.get('/{*path}', page);
  return router;
}
