import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../generated/client';

/** As many connections as our own pool has. */
const CONNECTIONS = 10;

/** A Prisma client as its documentation sets it up. */
export function connect(databaseUrl: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl, max: CONNECTIONS }) });
}
