import { createAdapter as postgresAdapter } from '@socket.io/postgres-adapter';
import { createAdapter as redisAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Client, type ClientConfig, Pool, type PoolClient } from 'pg';
import type { ServerOptions } from 'socket.io';

/** How the processes of one installation reach each other's sockets. */
export interface ClusterOptions {
  readonly redisUrl?: string | undefined;
  readonly databaseUrl?: string | undefined;
  /** Told when the way to the other processes fails; each goes on with its own sockets then. */
  readonly report: (error: Error) => void;
}

/** An adapter of socket.io, and what ends its connections. */
export interface Cluster {
  /** Without one, this process is alone. */
  readonly adapter: ServerOptions['adapter'] | undefined;
  close(): Promise<void>;
}

function overRedis(url: string, report: (error: Error) => void): Cluster {
  const publisher = new Redis(url, { maxRetriesPerRequest: 1 });
  const subscriber = publisher.duplicate();
  for (const redis of [publisher, subscriber]) redis.on('error', report);
  return {
    adapter: redisAdapter(publisher, subscriber, { key: 'myapp:sockets', requestsTimeout: 2000 }),
    async close() {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

/**
 * What the adapter takes for a pool. It listens on a connection that it never gives back when that has broken, which a
 * pool would miss forever; so that one is its own.
 */
function poolFor(config: ClientConfig, pool: Pool, report: (error: Error) => void): Pool {
  const connect = async (): Promise<PoolClient> => {
    const client = new Client(config);
    client.on('error', report); // unheard, it would end the process
    await client.connect();
    return Object.assign(client, { release: () => void client.end().catch(report) });
  };
  return { connect, query: pool.query.bind(pool) } as unknown as Pool; // these two are all it uses
}

function overPostgres(url: string, report: (error: Error) => void): Cluster {
  const config = { connectionString: url, application_name: 'myapp sockets', keepAlive: true };
  const pool = new Pool({ ...config, max: 2 });
  pool.on('error', report);
  return {
    adapter: postgresAdapter(poolFor(config, pool, report), {
      channelPrefix: 'sockets',
      tableName: 'socket_messages',
      errorHandler: report,
    }),
    close: () => pool.end(),
  };
}

/** Over Redis where there is one, else over the PostgreSQL server; the embedded database has one process. */
export function openCluster({ redisUrl, databaseUrl, report }: ClusterOptions): Cluster {
  if (redisUrl !== undefined) return overRedis(redisUrl, report);
  if (databaseUrl !== undefined) return overPostgres(databaseUrl, report);
  return { adapter: undefined, close: async () => {} };
}
