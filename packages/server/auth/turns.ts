import { UnauthenticatedError } from 'reactive/errors';
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
 * Keeps a session from being ended until the unit of work ends. After {@link holdUser}.
 *
 * @throws UnauthenticatedError when it has ended
 */
export async function holdSession(id: string, userId: string): Promise<void> {
  const held = await prisma.$queryRaw<object[]>`
    SELECT id FROM sessions WHERE id = ${id} AND user_id = ${userId} AND expires_at > now() FOR KEY SHARE`;
  if (held.length === 0) throw new UnauthenticatedError();
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
