import type { PrismaClient } from '../generated/client';
import type { SqlSession } from './sql-session';

/** An open database, before anything of ours is known about what is in it. */
export interface Connection {
  readonly engine: 'embedded' | 'server';
  readonly prisma: PrismaClient;
  /** Lends one connection, for what has to happen on the same one. */
  withSession<Result>(work: (session: SqlSession) => Promise<Result>): Promise<Result>;
  disconnect(): Promise<void>;
}
