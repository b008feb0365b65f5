import type { RateLimiter } from '@myapp/server/limits';
import type { Request, RequestHandler } from 'express';

/**
 * Counts requests by what `keyOf` says of them; those of which it says nothing are not counted. Refusals are 429 with
 * `Retry-After`.
 *
 * @example
 * app.use(rateLimit(perAddress, (req) => networkOf(req.ip)));
 */
export function rateLimit(limiter: RateLimiter, keyOf: (req: Request) => string | undefined): RequestHandler {
  return async (req, _res, next) => {
    const key = keyOf(req);
    if (key !== undefined) await limiter.consume(key);
    next();
  };
}
