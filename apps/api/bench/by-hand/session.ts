import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { PrismaClient } from '../generated/client';
import { HttpError } from './http-error';

/** Who calls. */
export interface Viewer {
  readonly id: string;
  readonly role: string;
}

/** Where sessions are, and what signs their tokens. */
export interface Sessions {
  readonly prisma: PrismaClient;
  readonly secret: string;
}

/** The token in `Bearer token.signature`, if it was signed by us. */
function signedToken(header: string | undefined, secret: string): string | undefined {
  const [, token, signature] = /^Bearer ([^.]+)\.(.+)$/.exec(header ?? '') ?? [];
  if (token === undefined || signature === undefined) return undefined;
  const given = Buffer.from(signature, 'base64');
  const own = createHmac('sha256', secret).update(token).digest();
  return given.length === own.length && timingSafeEqual(given, own) ? token : undefined;
}

/** Asks the database at each request, so that a session that was ended is none at the next one. */
export function authenticate({ prisma, secret }: Sessions): RequestHandler {
  return async (req, res, next) => {
    const token = signedToken(req.headers.authorization, secret);
    if (token === undefined) throw new HttpError(401, 'Sign in first');
    const session = await prisma.session.findUnique({
      where: { token },
      select: { expiresAt: true, user: { select: { id: true, role: true, status: true } } },
    });
    if (!session || session.expiresAt < new Date() || session.user.status !== 'active') {
      throw new HttpError(401, 'The token is not valid, or not any more');
    }
    res.locals['viewer'] = { id: session.user.id, role: session.user.role } satisfies Viewer;
    next();
  };
}

/** Whom {@link authenticate} found. */
export function viewerOf(res: Response): Viewer {
  return res.locals['viewer'] as Viewer;
}
