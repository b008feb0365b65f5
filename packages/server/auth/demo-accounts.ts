import { userCreateSchema } from '@myapp/core/entities/user';
import { SYSTEM } from '@myapp/core/policies';
import { prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import { type Accounts, authOf } from './accounts';

/** Accounts that everybody knows: for a demo on one's own machine, and nowhere else. */
export const DEMO_ACCOUNTS = [
  { name: 'Demo Admin', email: 'admin@example.com', password: 'admin-demo-password', role: 'admin' },
  { name: 'Demo User', email: 'user@example.com', password: 'user-demo-password', role: 'user' },
] as const;

type DemoAccount = (typeof DEMO_ACCOUNTS)[number];

async function seed(accounts: Accounts, { password, ...values }: DemoAccount): Promise<void> {
  const { password: passwords, internalAdapter } = await authOf(accounts).$context;
  const existing = await prisma.user.findUnique({ where: { email: values.email } });
  if (existing) return;
  const data = { ...userCreateSchema.parse(values), emailVerified: true };
  const hash = await passwords.hash(password);
  await unitOfWork(
    async () => {
      const { id } = await prisma.user.create({ data });
      const account = { userId: id, providerId: 'credential', accountId: id, password: hash };
      await internalAdapter.linkAccount(account);
    },
    { actor: SYSTEM },
  );
}

/** Makes the demo accounts that are missing. One whose password was changed is left as it is. */
export async function seedDemoAccounts(accounts: Accounts): Promise<void> {
  for (const account of DEMO_ACCOUNTS) await seed(accounts, account);
}

/** The address of a demo account that can be signed in to with its published password, if there is one. */
export async function findDemoAccount(accounts: Accounts): Promise<string | undefined> {
  const { password: passwords } = await authOf(accounts).$context;
  for (const { email, password } of DEMO_ACCOUNTS) {
    const user = await prisma.user.findUnique({ where: { email }, select: { id: true } });
    if (!user) continue;
    const kept = await prisma.account.findFirst({
      where: { userId: user.id, providerId: 'credential' },
      select: { password: true },
    });
    if (kept?.password && (await passwords.verify({ hash: kept.password, password }))) return email;
  }
  return undefined;
}
