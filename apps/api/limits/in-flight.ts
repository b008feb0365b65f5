import { networkOf } from '@myapp/server/limits';
import type { RequestHandler } from 'express';
import { RateLimitedError, UnavailableError } from 'reactive/errors';

/** How many requests may be served at once. */
export interface InFlightLimits {
  /** In all; who comes then is told that the server is busy. */
  readonly total: number;
  /** Of one client; who sends more at once waits for answers first. */
  readonly client: number;
}

/** Far more than a page ever has under way, and few enough that others are served in between. */
const inFlightLimits: InFlightLimits = { total: 500, client: 100 };

/**
 * Limits the requests that are served at once: they queue for the database, and a queue that only grows answers
 * nobody. Goes behind what reads the body, so that those who send slowly take no place. A place is free again when
 * the answer is written, whether or not the client reads it.
 */
export function inFlight(limits: InFlightLimits = inFlightLimits): RequestHandler {
  const byClient = new Map<string, number>();
  let total = 0;
  return (req, res, next) => {
    if (total >= limits.total) throw new UnavailableError('The server is busy', { retryAfter: 1 });
    const client = networkOf(req.ip);
    const own = byClient.get(client) ?? 0;
    if (own >= limits.client) throw new RateLimitedError('Too many requests at once', { retryAfter: 1 });
    byClient.set(client, own + 1);
    total += 1;
    let going = true;
    const leave = (): void => {
      if (!going) return;
      going = false;
      total -= 1;
      const left = (byClient.get(client) ?? 1) - 1;
      if (left > 0) byClient.set(client, left);
      else byClient.delete(client);
    };
    res.once('prefinish', leave).once('close', leave);
    next();
  };
}
