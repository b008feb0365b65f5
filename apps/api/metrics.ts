import type { Request, RequestHandler } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** The pattern of the route, never the address itself: one time series per user would be endless. */
function routeOf({ originalUrl, route }: Request): string {
  const path: unknown = route?.path;
  if (typeof path !== 'string') return 'other';
  // Not baseUrl: by the end of a request that failed it is empty again.
  return originalUrl.startsWith('/api/') ? `/api${path}` : path;
}

/** What is measured of one app. */
export interface Metrics {
  /** Measures each request. */
  readonly measure: RequestHandler;
  /** Answers with what was measured, in Prometheus' text format. */
  readonly expose: RequestHandler;
}

/** Metrics of the process, and durations of requests by method, route and status. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    measure: (req, res, next) => {
      const end = duration.startTimer();
      res.once('close', () => {
        end({ method: req.method, route: routeOf(req), status: res.writableFinished ? res.statusCode : 499 });
      });
      next();
    },
    expose: async (_req, res) => {
      res
        .set({ 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' })
        .send(await registry.metrics());
    },
  };
}
