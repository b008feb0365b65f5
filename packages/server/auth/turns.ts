import { ForbiddenError, UnauthenticatedError } from 'reactive/errors';
import { prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import { accessEnded } from './endings';

/**
 * Holds the row of a user until the unit of work ends: who opens a session, ends sessions, or sets a password meanwhile
 * waits, and sees then what was done. To be called before the first of it: two who each hold a part would wait for each
 * other.
 *
 * @returns whether there is such a user, who is active
 */
export async function holdUser(id: string): Promise<boolean> {
  const [held] = await prisma.$queryRaw<{ status: string }[]>`
    SELECT status FROM users WHERE id = ${id} FOR NO KEY UPDATE`;
  return held?.status === 'active';
}

/**
 * Keeps a session of a browser from being ended until the unit of work ends. After {@link holdUser}.
 *
 * @throws UnauthenticatedError when it has ended
 * @throws ForbiddenError when it is a token: what it made would outlive it, and whoever revokes it would not know
 */
export async function holdBrowserSession(id: string, userId: string): Promise<void> {
  const [held] = await prisma.$queryRaw<{ name: string | null }[]>`
    SELECT name FROM sessions WHERE id = ${id} AND user_id = ${userId} AND expires_at > now() FOR KEY SHARE`;
  if (!held) throw new UnauthenticatedError();
  if (held.name !== null) throw new ForbiddenError('A token makes no tokens: sign in, and make one there');
}

/** Ends the sessions and tokens of a user, but for the one that is to stay: those too that are being opened. */
export async function endSessions(userId: string, exceptId?: string): Promise<void> {
  const except = exceptId === undefined ? {} : { id: { not: exceptId } };
  await unitOfWork(async () => {
    await holdUser(userId);
    await prisma.session.deleteMany({ where: { userId, ...except } });
    await accessEnded({ userId, exceptSessionId: exceptId });
  });
}
