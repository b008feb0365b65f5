import type { ProjectionStatus } from '@myapp/server/events';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ApiHandler } from 'reactive/express';
import { routeOf } from './route-of';

/** What is measured of one app. */
export interface Metrics {
  /** Measures each request. */
  readonly measure: RequestHandler;
  /** Answers with what was measured, in Prometheus' text format. */
  readonly expose: ApiHandler;
}

/** Metrics of the process, durations of requests by method, route and status, and whether projections stand still. */
export function createMetrics(projections: () => readonly ProjectionStatus[] = () => []): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'projection_halted',
    help: '1 for a projection that stands before an event which this build can not read',
    labelNames: ['projection'],
    registers: [registry],
    collect() {
      for (const { name, halted } of projections())
        this.set({ projection: name }, halted === undefined ? 0 : 1);
    },
  });
  return {
    measure: (req, res, next) => {
      const end = duration.startTimer();
      res.once('close', () => {
        // The pattern of the route, never the address: one time series per user would be endless.
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
