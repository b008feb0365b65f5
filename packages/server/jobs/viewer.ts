import { SYSTEM, type Viewer } from '@myapp/core/policies';
import { ForbiddenError } from 'reactive/errors';
import { prisma } from '../database/current';

/**
 * In whose name a job is done, as they are now: who has been demoted since has it done with less.
 *
 * @throws ForbiddenError when they may not sign in any more
 */
export async function starterOf(startedBy: string): Promise<Viewer | typeof SYSTEM> {
  if (startedBy === SYSTEM) return SYSTEM;
  const select = { id: true, role: true, status: true } as const;
  const user = await prisma.user.findUnique({ where: { id: startedBy }, select });
  if (user?.status !== 'active') {
    throw new ForbiddenError('Whoever started this job has no active account any more');
  }
  return { ...user, role: user.role as Viewer['role'], status: user.status }; // the table's checks keep it to these
}
