import type { PrismaClient } from '../generated/client';
import type { Listener, StopListening } from './notifications';
import type { SqlSession } from './sql-session';

/** An open database, before anything of ours is known about what is in it. */
export interface Connection {
  readonly engine: 'embedded' | 'server';
  readonly prisma: PrismaClient;
  /** Lends one connection, for what has to happen on the same one. */
  withSession<Result>(work: (session: SqlSession) => Promise<Result>): Promise<Result>;
  /** Tells of the notifications of a channel, those of other processes too, until the function that it gives is called. */
  listen(channel: string, listener: Listener): Promise<StopListening>;
  /** Waits for those who wait for this database now: work in the background does so before it goes on. */
  giveWay(patience?: number): Promise<void>;
  disconnect(): Promise<void>;
}
