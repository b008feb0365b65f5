import { actAs, currentActor, SYSTEM, type Viewer } from '@myapp/core/policies';
import type { RequestHandler, Response } from 'express';
import { UnauthenticatedError } from 'reactive/errors';
import type { Sessions } from '../auth/sessions';

const sessionIds = new WeakMap<Response, string>();

/** Adds cookies to those that an answer sets. */
export function setCookies(res: Response, cookies: readonly string[]): void {
  for (const cookie of cookies) res.append('Set-Cookie', cookie);
}

/**
 * Finds out who sends a request, by cookie or bearer token, and lets them act in its scope; without either, nobody
 * acts. A bearer token that opens nothing is refused: whoever sends one means to be somebody.
 *
 * @example
 * app.use('/api', jsonBody(), scopeMiddleware(), authenticate(sessions), userRoutes(providers));
 */
export function authenticate(sessions: Sessions): RequestHandler {
  return async (req, res, next) => {
    const { body, cookies } = await sessions.find({ headers: req.headers, ip: req.ip });
    setCookies(res, cookies);
    if (!body && req.headers.authorization !== undefined) {
      res.set('WWW-Authenticate', 'Bearer');
      throw new UnauthenticatedError('The token is not valid, or not any more');
    }
    actAs(body?.viewer);
    if (body) sessionIds.set(res, body.sessionId);
    next();
  };
}

/** The session of a request, where there is one. */
export function sessionIdOf(res: Response): string | undefined {
  return sessionIds.get(res);
}

/**
 * Who sends this request.
 *
 * @throws UnauthenticatedError when nobody is signed in
 */
export function requireViewer(): Viewer {
  const actor = currentActor();
  if (actor === undefined || actor === SYSTEM) throw new UnauthenticatedError();
  return actor;
}
