import { AsyncLocalStorage } from 'node:async_hooks';
import { actAs, currentActor, SYSTEM, type Viewer } from '@myapp/core/policies';
import type { RequestHandler, Response } from 'express';
import { UnauthenticatedError } from 'reactive/errors';
import type { Sessions } from '../auth/sessions';

interface Identity {
  readonly sessionId: string;
  /** Lets whoever has that session act as they are now. */
  readonly renew: () => Promise<void>;
}

const identities = new WeakMap<Response, Identity>();

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
    if (body) identities.set(res, { ...body, renew: () => renew(sessions, body.sessionId) });
    next();
  };
}

/** The session of a request, where there is one. */
export function sessionIdOf(res: Response): string | undefined {
  return identities.get(res)?.sessionId;
}

/** @throws UnauthenticatedError when the session has ended */
async function renew(sessions: Sessions, sessionId: string): Promise<void> {
  const found = await sessions.current(sessionId);
  if (!found) throw new UnauthenticatedError('This session has ended');
  actAs(found.viewer);
}

/**
 * Finds out once more who sends a request, for one that takes long: to be called before each further thing that is done
 * for it. They act as they are now, in the scope in which this was made; then `again` asks there what else is to be asked.
 *
 * @returns what throws UnauthenticatedError when the session has ended
 * @example
 * const renewed = renewal(res);
 * for (const page of pages) {
 *   await renewed();
 *   send(page);
 * }
 */
export function renewal(res: Response, again?: () => Promise<unknown>): () => Promise<void> {
  // Whoever takes a file asks for more of it by events of their connection, in whose scope nobody acts.
  const inScope = AsyncLocalStorage.snapshot();
  return () =>
    inScope(async () => {
      await identities.get(res)?.renew();
      await again?.();
    });
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
