import { requireActor } from '@myapp/core/policies';
import { nameRequest } from '@myapp/server/db';
import type { ProjectionStatus } from '@myapp/server/events';
import { networkOf, type RateLimiter } from '@myapp/server/limits';
import compression from 'compression';
import express, { type Express, type Request, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { apiRouter, jsonBody, nothingHere, problems } from 'reactive/express';
import type { ResourceDescription } from 'reactive/openapi';
import { apiDocs } from './api-docs';
import { healthRoutes, type Readiness } from './health';
import { refuseWhenLate } from './limits/event-loop';
import { headSize } from './limits/head-size';
import { type InFlightLimits, inFlight } from './limits/in-flight';
import { rateLimit } from './limits/rate-limit';
import { loopbackOnly } from './loopback-only';
import { createMetrics } from './metrics';
import { openApi } from './openapi';
import { crossOrigin } from './origins/cors';
import { type KnownHosts, knownHosts } from './origins/known-hosts';
import { type TrustedOrigins, trustedOrigins } from './origins/trusted-origins';
import { requestLog } from './request-log';
import { loggedPath } from './route-of';
import { readPage, securityHeaders, webApp } from './web-app';

/** How much is served, and to whom. */
export interface Limits {
  readonly perAddress: RateLimiter;
  readonly perAccount: RateLimiter;
  /** Whose account the current scope acts for. */
  readonly accountOf: () => string | undefined;
  /** Milliseconds by which the event loop is late. */
  readonly lateness: () => number;
  readonly inFlight?: InFlightLimits;
}

/** What the app is put together from. */
export interface AppParts extends Readiness {
  readonly log: Logger;
  /** The REST routes, entity by entity, served under `/api` to whoever is somebody, each request in a scope of its own. */
  readonly api: readonly RequestHandler[];
  /** Those of them that answer anybody, as a sign-in has to. */
  readonly open?: readonly RequestHandler[];
  /** Whether a request, under `/api`, sends a file: its route reads it as it arrives. */
  readonly streams?: (req: Request) => boolean;
  /** Wraps each request of the API in what it needs around it: a scope. */
  readonly scope: RequestHandler;
  /** Says in that scope who acts. */
  readonly identity: RequestHandler;
  /** Whether everybody knows a password: then only this machine is answered. */
  readonly demo: boolean;
  /** What the document of the API says of those routes. */
  readonly resources: readonly ResourceDescription[];
  /** How the projections stand, for the metrics. */
  readonly projections?: () => readonly ProjectionStatus[];
  readonly limits: Limits;
  readonly origins: TrustedOrigins & KnownHosts;
  /** Proxies whose `X-Forwarded-For` says who the client is; without any, the header is nothing but a text. */
  readonly trustedProxies: readonly string[];
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

/** Reads the bodies of requests that send no file. */
function body({ streams }: AppParts): RequestHandler {
  const json = jsonBody();
  return (req, res, next) => {
    if (streams?.(req)) next();
    else json(req, res, next);
  };
}

/** Has the change log name the request by the id of its line in the log. */
const named: RequestHandler = (_req, res, next) => {
  nameRequest(res.get('X-Request-Id'));
  next();
};

/** No route answers nobody, unless it is said to be open. */
const signedIn: RequestHandler = (_req, _res, next) => {
  requireActor();
  next();
};

/**
 * The whole HTTP side: security headers, health, metrics, the API and the web app.
 *
 * @example
 * createServer(createApp({ log, api: [userRoutes(providers)], scope: scopeMiddleware(), ping, stopping, webFolder }));
 */
export function createApp(parts: AppParts): Express {
  const { limits, origins } = parts;
  const app = express();
  const page = readPage(parts.webFolder);
  const metrics = createMetrics(parts.projections);
  app.disable('x-powered-by');
  app.disable('etag'); // rows carry their version, files their own tag: a hash of each answer would buy nothing
  app.set('query parser', false); // it drops, merges and renames; routes read the address themselves

  app.set('trust proxy', parts.trustedProxies.length > 0 && [...parts.trustedProxies]);

  app.use(requestLog(parts.log), metrics.measure, securityHeaders(page, origins.publicUrl));
  app.use(lettingGo(parts));
  if (parts.demo) app.use(loopbackOnly());
  app.use(healthRoutes(parts)); // before the limits: whoever watches the process has to be answered above all
  app.use(
    refuseWhenLate(limits.lateness),
    rateLimit(limits.perAddress, (req) => networkOf(req.ip)),
    headSize(),
    knownHosts(origins),
  );
  app.use(crossOrigin(origins.corsOrigins ?? []), trustedOrigins(origins));
  app.use(apiRouter((router) => router.get('/metrics', metrics.expose)));
  app.use(compression({ threshold: WORTH_COMPRESSING }));
  app.use('/api', body(parts), inFlight(limits.inFlight));
  app.use(
    '/api',
    parts.scope,
    parts.identity,
    named,
    rateLimit(limits.perAccount, limits.accountOf),
    ...(parts.open ?? []),
    signedIn,
    ...parts.api,
    nothingHere(),
  );
  app.use(inFlight(limits.inFlight)); // its own places: who does not take a file takes none of the API's
  app.use(apiRouter((router) => router.get('/openapi.json', openApi(parts.resources))));
  app.use(apiDocs());
  app.use(webApp(parts.webFolder, page));
  app.use(nothingHere());
  app.use(
    problems({
      report: ({ error, requestId, req }) =>
        parts.log.error({ id: requestId, path: loggedPath(req, false), err: error }, 'request failed'),
    }),
  );
  return app;
}
