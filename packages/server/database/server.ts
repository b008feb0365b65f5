import { setImmediate as turn } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import type { PoolConfig } from 'pg';
import { UnavailableError } from 'reactive/errors';
import { PrismaClient } from '../generated/client';
import type { Connection } from './connection';
import { lastingPool } from './lasting-pool';
import { listenOnServer } from './notifications';
import { defaultPool, type PoolOptions } from './options';
import { type SqlSession, serverSession } from './sql-session';
import { statementNames } from './statement-names';

const OLDEST_SUPPORTED = 150_000;

function poolConfig(url: string, options: Partial<PoolOptions>): PoolConfig {
  const pool = { ...defaultPool, ...options };
  return {
    connectionString: url,
    application_name: 'myapp',
    max: pool.maxConnections,
    connectionTimeoutMillis: pool.connectTimeoutMs,
    idleTimeoutMillis: pool.idleTimeoutMs,
    statement_timeout: pool.statementTimeoutMs,
    lock_timeout: pool.lockTimeoutMs,
    idle_in_transaction_session_timeout: pool.idleInTransactionTimeoutMs,
    keepAlive: true,
  };
}

async function requireSupported(session: SqlSession): Promise<void> {
  const [server] = await session.rows<{ version: number; encoding: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding`,
  );
  if (!server || server.version < OLDEST_SUPPORTED || server.encoding !== 'UTF8') {
    throw new UnavailableError('The database has to be PostgreSQL 15 or later, with the encoding UTF8.');
  }
}

/**
 * Connects to a PostgreSQL server.
 *
 * @throws UnavailableError when it does not answer, is too old, or its encoding is not UTF-8
 */
export async function openServer(url: string, options: Partial<PoolOptions> = {}): Promise<Connection> {
  const pool = lastingPool(poolConfig(url, options));
  // A connection that breaks while nobody uses it is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: statementNames() }),
  });
  const connection: Connection = {
    engine: 'server',
    prisma,
    giveWay: () => turn(), // it has other connections, and cores of its own
    async withSession(work) {
      const client = await pool.connect();
      try {
        const result = await work(serverSession(client));
        client.release();
        return result;
      } catch (error) {
        // Whatever state the connection is in (a lock, a transaction), it ends here.
        client.release(true);
        throw error;
      }
    },
    listen: (channel, listener) => listenOnServer(url, channel, listener),
    async disconnect() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
  try {
    await connection.withSession(requireSupported);
    return connection;
  } catch (cause) {
    await connection.disconnect();
    if (cause instanceof UnavailableError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnavailableError(`The database server can't be reached: ${reason}`, { cause });
  }
}
