import { networkOf } from '@myapp/server/limits';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { refuseWhenLate } from '../limits/event-loop';
import { headSize } from '../limits/head-size';
import { inFlight } from '../limits/in-flight';
import { rateLimit } from '../limits/rate-limit';
import { createLog } from '../log';
import { createMetrics } from '../metrics';
import { crossOrigin } from '../origins/cors';
import { knownHosts } from '../origins/known-hosts';
import { trustedOrigins } from '../origins/trusted-origins';
import { requestLog } from '../request-log';
import { readPage, securityHeaders } from '../web-app';
import { authenticate, type Sessions, viewerOf } from './by-hand/session';
import { openLimits } from './limits';

// Express knows an error handler by its four parameters.
// oxlint-disable-next-line max-params
const failed: ErrorRequestHandler = (
  error: { status?: number; name?: string; message: string },
  _req,
  res,
  _next,
) => {
  const status = error.name === 'ZodError' ? 400 : (error.status ?? 500);
  if (status >= 500) process.stderr.write(`${error.message}\n`);
  res.status(status).json({ error: status < 500 ? error.message : 'Failed' });
};

/** The app of a rival: `routes` behind the very middleware of our own, and a look-up of the session by hand. */
export async function appWith(routes: RequestHandler, sessions: Sessions): Promise<Express> {
  const limits = await openLimits();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(
    requestLog(createLog({ level: 'info' })),
    createMetrics().measure,
    securityHeaders(readPage('/nowhere')),
  );
  app.use(
    refuseWhenLate(limits.lateness),
    rateLimit(limits.perAddress, (req) => networkOf(req.ip)),
    headSize(),
    knownHosts({}),
  );
  app.use(crossOrigin([]), trustedOrigins({}), compression({ threshold: 1400 }));
  app.use('/api', express.json({ limit: 100_000 }), inFlight());
  app.use(
    '/api',
    authenticate(sessions),
    rateLimit(limits.perAccount, ({ res }) => res && viewerOf(res).id),
    routes,
  );
  app.use(failed);
  return app;
}
