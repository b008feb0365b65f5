import { DatabaseError, Pool, type PoolConfig, type QueryConfig, type QueryResult } from 'pg';
import { announceAuthors } from './announced-begin';
import { takeAnnouncement } from './author';
import { learnAuthors, queryAs } from './authored-query';

/**
 * A pool that keeps a connection whose statement the server refused, be it for a duplicate or for a lock that was not
 * had in time. pg's own ends it, and making another costs the server more than many statements: whoever sends duplicates
 * would have it busy with that.
 *
 * A statement is an object here, as Prisma sends it; callbacks are not for it.
 */
export function lastingPool(config: PoolConfig): Pool {
  const pool = new Pool(config);
  pool.on('connect', announceAuthors);
  pool.on('connect', learnAuthors);
  const query = async (statement: QueryConfig, values?: unknown[]): Promise<QueryResult> => {
    const client = await pool.connect();
    let lost: Error | undefined;
    const lose = (error: Error): void => void (lost ??= error);
    client.on('error', lose);
    try {
      const author = takeAnnouncement();
      return await (author ? queryAs(client, statement, author) : client.query(statement, values));
    } catch (error) {
      if (!isRefusal(error)) lose(error as Error);
      throw error;
    } finally {
      client.removeListener('error', lose);
      client.release(lost);
    }
  };
  // Of the overloads of `Pool`, Prisma calls this one only.
  pool.query = query as Pool['query'];
  return pool;
}

/** The statement has failed, and the connection serves on. */
function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && error.severity === 'ERROR';
}
