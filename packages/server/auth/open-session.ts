import { APIError } from 'better-auth/api';
import { ForbiddenError } from 'reactive/errors';
import { prisma } from '../database/current';
import { isRefusal } from '../database/refused-by';
import { unitOfWork } from '../database/unit-of-work';
import type { Prisma, Session } from '../generated/client';
import { isStillThePassword } from './verified-password';

/** What the trigger says; see the migration. */
const RAISED = 'Who is not active has no session';

async function insert(args: Prisma.SessionCreateArgs): Promise<Session> {
  try {
    return await prisma.session.create(args);
  } catch (error) {
    if (!isRefusal(error, RAISED)) throw error;
    throw new ForbiddenError('This account is not active: ask an admin', { cause: error });
  }
}

/**
 * Opens a session of an active user, who has signed in by the password that is theirs at this moment.
 *
 * @throws ForbiddenError when the user is not active
 */
export async function openSession(args: Prisma.SessionCreateArgs): Promise<Session> {
  return unitOfWork(async () => {
    const session = await insert(args); // from here on the user's row is held: the password stays what it is
    if (await isStillThePassword(session.userId)) return session;
    throw new APIError('UNAUTHORIZED', { code: 'INVALID_EMAIL_OR_PASSWORD' });
  });
}
