import { randomBytes } from 'node:crypto';
import { insertUsers, openTestServerDatabase } from '@myapp/server/database/testing';
import { prisma } from '@myapp/server/db';
import type { Surroundings } from './contenders';
import { accountsOf } from './reactive/app';

export const ROWS = 100_000;

/** One in ten is inactive, one in fifty an admin. */
const isActive = (n: number): boolean => n % 10 !== 0;

/** Who asks: as many as there are connections, every other one an admin. */
interface Account {
  readonly id: string;
  readonly isAdmin: boolean;
  readonly token: string;
}

/** A filled database of its own on the server of the tests. */
export interface BenchDatabase extends Surroundings {
  readonly accounts: readonly Account[];
  /** How many rows the triggers have written about changes of users. */
  countChanges(): Promise<number>;
  close(): Promise<void>;
}

/** The id of the n-th user. */
export function userIdOf(n: number): string {
  return `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** Any user that everybody may read. */
export function someActive(): number {
  const n = 1 + Math.floor(Math.random() * ROWS);
  return isActive(n) ? n : someActive();
}

async function fill(): Promise<void> {
  await insertUsers(ROWS);
  await prisma.$executeRaw`VACUUM ANALYZE`;
}

/** Makes and fills the database; takes half a minute. */
export async function openBenchDatabase(connections: number): Promise<BenchDatabase> {
  const database = await openTestServerDatabase({ statementTimeoutMs: 600_000 });
  const secret = randomBytes(32).toString('base64');
  const { sessions } = accountsOf(secret);
  await fill();
  const accounts: Account[] = [];
  for (let at = 0; at < connections; at++) {
    const isAdmin = at % 2 === 0;
    const id = userIdOf(50 * (at + 1) + (isAdmin ? 1 : 2));
    const { token } = await sessions.createToken(id, { name: 'bench', expiresInDays: 1 });
    accounts.push({ id, isAdmin, token });
  }
  return {
    databaseUrl: database.url,
    secret,
    accounts,
    async countChanges() {
      const [row] = await prisma.$queryRaw<{ count: number }[]>`SELECT count(*)::int FROM changes`;
      return row?.count ?? 0;
    },
    close: () => database.close(),
  };
}
