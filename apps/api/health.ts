import type { Router } from 'express';
import { UnavailableError } from 'reactive/errors';
import { apiRouter } from 'reactive/express';

/** What says whether requests can be served. */
export interface Readiness {
  /** Asks the database for a sign of life; rejects when there is none. */
  readonly ping: () => Promise<unknown>;
  /** Whether the process was told to stop. */
  readonly stopping: () => boolean;
}

const PATIENCE = 2_000;

async function answersInTime(ping: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, false);
  });
  try {
    return await Promise.race([ping().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** `/healthz`: the process lives. `/readyz`: it can serve, that is its database answers and it is not stopping. */
export function healthRoutes({ ping, stopping }: Readiness): Router {
  return apiRouter((router) => {
    router.get('/healthz', (_req, res) => {
      res.set('Cache-Control', 'no-store').json({ status: 'ok' });
    });
    router.get('/readyz', async (_req, res) => {
      if (stopping()) throw new UnavailableError('The server is stopping');
      if (!(await answersInTime(ping))) throw new UnavailableError('The database does not answer');
      res.set('Cache-Control', 'no-store').json({ status: 'ready' });
    });
  });
}
