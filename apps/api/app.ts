import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { jsonBody, nothingHere, problems } from 'reactive/express';
import type { ResourceDescription } from 'reactive/openapi';
import { apiDocs } from './api-docs';
import { healthRoutes, type Readiness } from './health';
import { loopbackOnly } from './loopback-only';
import { createMetrics } from './metrics';
import { openApi } from './openapi';
import { requestLog } from './request-log';
import { readPage, securityHeaders, webApp } from './web-app';

/** What the app is put together from. */
export interface AppParts extends Readiness {
  readonly log: Logger;
  /** The REST routes, entity by entity, served under `/api`, each request in a scope of its own. */
  readonly api: readonly RequestHandler[];
  /** Wraps each request of the API in what it needs around it: a scope. */
  readonly scope: RequestHandler;
  /** What the document of the API says of those routes. */
  readonly resources: readonly ResourceDescription[];
  /** Where the web app was built to. */
  readonly webFolder: string;
}

/** Bytes below which compressing costs more than it saves. */
const WORTH_COMPRESSING = 1_400;

/** A stopping server lets go of its clients one answer at a time. */
function lettingGo({ stopping }: Readiness): RequestHandler {
  return (_req, res, next) => {
    if (stopping()) res.set('Connection', 'close');
    next();
  };
}

/**
 * The whole HTTP side: security headers, health, metrics, the API and the web app.
 *
 * @example
 * createServer(createApp({ log, api: [userRoutes(providers)], scope: scopeMiddleware(), ping, stopping, webFolder }));
 */
export function createApp(parts: AppParts): Express {
  const app = express();
  const page = readPage(parts.webFolder);
  const metrics = createMetrics();
  app.disable('x-powered-by');
  app.disable('etag'); // rows carry their version, files their own tag: a hash of each answer would buy nothing
  app.set('query parser', false); // it drops, merges and renames; routes read the address themselves

  app.use(requestLog(parts.log), metrics.measure, securityHeaders(page), loopbackOnly(), lettingGo(parts));
  app.use(healthRoutes(parts));
  app.get('/metrics', metrics.expose);
  app.use(compression({ threshold: WORTH_COMPRESSING }));
  app.get('/openapi.json', openApi(parts.resources));
  app.use(apiDocs());
  app.use('/api', jsonBody(), parts.scope, ...parts.api, nothingHere());
  app.use(webApp(parts.webFolder, page));
  app.use(nothingHere());
  app.use(
    problems({
      report: ({ error, requestId, req }) =>
        parts.log.error({ id: requestId, path: req.path, err: error }, 'request failed'),
    }),
  );
  return app;
}
