import { userCreateSchema } from '@myapp/core/entities/user';
import { SYSTEM } from '@myapp/core/policies';
import { prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import type { Accounts } from './accounts';
import { endSessions, holdUser } from './turns';

const LOCK_KEY = 72_707_372;

/** Whether there is anybody who could let others in. */
export async function hasAdmin(): Promise<boolean> {
  return (await prisma.user.count({ where: { role: 'admin', status: 'active' } })) > 0;
}

/**
 * Shuts out whoever signed up with an address that they have not proven to be theirs: a stranger may have done so before
 * its owner is made an admin. Nobody gets in then but by a link that is sent to it.
 */
async function shutOutUnproven(email: string): Promise<void> {
  const found = await prisma.user.findUnique({ where: { email }, select: { id: true } });
  if (!found) return;
  await holdUser(found.id);
  const user = await prisma.user.findUnique({ where: { email }, select: { id: true, emailVerified: true } });
  if (!user || user.emailVerified) return;
  await prisma.account.deleteMany({ where: { userId: user.id } });
  await endSessions(user.id);
}

/** The id of the user who was made an admin; `undefined` when there is one already. */
async function appoint(email: string): Promise<string | undefined> {
  // Two processes that start at once would both find nobody.
  await prisma.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK_KEY})`;
  if (await hasAdmin()) return undefined;
  const data = userCreateSchema.parse({ name: email.split('@')[0]?.padEnd(2, '.'), email, role: 'admin' });
  await shutOutUnproven(data.email);
  const { id } = await prisma.user.upsert({
    where: { email: data.email },
    create: data,
    update: { role: 'admin', status: 'active', version: { increment: 1 } },
  });
  return id;
}

/**
 * Makes somebody an admin, where there is none who could let others in: whoever has this address is promoted, or gets an
 * account, and is sent the link by which a password is chosen. A password that was chosen before the address was proven
 * opens the account no more, and its sessions end.
 *
 * @returns whether there was none
 * @throws ValidationError when the address is none
 * @example
 * await appointFirstAdmin(accounts, 'ada@example.org');
 */
export async function appointFirstAdmin(accounts: Accounts, email: string): Promise<boolean> {
  const id = await unitOfWork(() => appoint(email), { actor: SYSTEM });
  if (id !== undefined) await accounts.invite(id, { actor: SYSTEM });
  return id !== undefined;
}
