import { AsyncLocalStorage } from 'node:async_hooks';
import { verifyPassword } from 'better-auth/crypto';
import { prisma } from '../database/current';

const signIns = new AsyncLocalStorage<{ digest?: string }>();

/** Remembers, for as long as `work` goes on, the digest of the password that it verifies. */
export function withPassword<Result>(work: () => Promise<Result>): Promise<Result> {
  return signIns.run({}, work);
}

/** As better-auth compares passwords. */
export async function verify(compared: { hash: string; password: string }): Promise<boolean> {
  const isRight = await verifyPassword(compared);
  const signIn = signIns.getStore();
  if (signIn && isRight) signIn.digest = compared.hash;
  return isRight;
}

/**
 * Whether the password that was verified is that of the user still, or none was. Comparing takes long, on purpose: by the
 * time that it has, there may be another one, whose owner has ended all sessions.
 */
export async function isStillThePassword(userId: string): Promise<boolean> {
  const digest = signIns.getStore()?.digest;
  if (digest === undefined) return true;
  return (await prisma.account.count({ where: { userId, password: digest } })) > 0;
}
