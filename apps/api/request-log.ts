import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { loggedPath } from './route-of';

/** What a caller may name its request: nothing that could forge a line of a log. */
const REQUEST_ID = /^[\w.-]{1,64}$/;

/**
 * Gives each request an id (the caller's `X-Request-Id` if it is a plain one) and writes one line per request when
 * it is over: its id, method, route, status and time, and nothing else of it.
 */
export function requestLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    const started = performance.now();
    const given = req.get('X-Request-Id');
    const id = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
    res.set('X-Request-Id', id);
    res.once('close', () => {
      const ms = Math.round((performance.now() - started) * 10) / 10;
      const status = res.writableFinished ? res.statusCode : 499;
      const path = loggedPath(req, status < 400);
      log.info({ id, method: req.method, path, status, ms }, 'request');
    });
    next();
  };
}
