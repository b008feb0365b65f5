import cors from 'cors';
import type { RequestHandler } from 'express';

const TEN_MINUTES = 600;

/**
 * Lets pages of these origins use the API, and no other page: without any, no answer says a word about origins, and
 * a browser asks in vain.
 */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  const answer = cors({
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'If-None-Match',
      'X-Request-Id',
    ],
    exposedHeaders: ['ETag', 'Idempotency-Replayed', 'Location', 'Retry-After', 'X-Request-Id'],
    maxAge: TEN_MINUTES,
  });
  return (req, res, next) => {
    const { origin } = req.headers;
    // Whoever asks without a page gets what a route says of itself.
    if (origin === undefined || !origins.includes(origin)) return next();
    if (req.method === 'OPTIONS' && req.headers['access-control-request-method'] === undefined) return next();
    answer(req, res, next);
  };
}
