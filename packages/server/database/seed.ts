import { SYSTEM } from '@myapp/core/policies';
import { prisma } from './current';
import { unitOfWork } from './unit-of-work';

const LOCK_KEY = 72_707_370;
const PATIENCE_MS = 60_000;

/** Whether there has ever been a user: ids are given once, so those of a demo cannot come back. */
const hadUsers = async (): Promise<boolean> =>
  (await prisma.historyEntry.findFirst({ where: { stream: 'user' }, select: { id: true } })) !== null;

/**
 * Fills an empty demo database with people, the same ones each time; one that has, or has had, any user is left alone.
 * Call it for a database that is a demo: it can't know.
 *
 * @param count - how many; 1,000 unless told
 * @returns how many were made
 * @example
 * if (database.engine === 'embedded') await seedDemoUsers();
 */
export async function seedDemoUsers(count = 1000): Promise<number> {
  if (await hadUsers()) return 0;
  // Loaded here, since an application that is no demo never needs the names.
  const { demoUsers } = await import('./demo-users');
  const data = demoUsers(count);
  return unitOfWork(
    async () => {
      // Two processes that boot at once would both find the table empty.
      await prisma.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK_KEY})`;
      if (await hadUsers()) return 0;
      return (await prisma.user.createMany({ data })).count;
    },
    { actor: SYSTEM, timeout: PATIENCE_MS },
  );
}
