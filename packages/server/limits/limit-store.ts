import { Redis } from 'ioredis';
import { Pool, type QueryConfig } from 'pg';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
} from 'rate-limiter-flexible';
import { LeasingLimiter, leaseOf, type RateLimit, type RateLimiter } from './rate-limiter';

/** Where counts are kept. */
export interface LimitStoreOptions {
  /** A Redis server: processes share its counts. */
  readonly redisUrl?: string | undefined;
  /** A PostgreSQL server with our tables: processes share its counts, unless there is Redis. */
  readonly databaseUrl?: string | undefined;
  /** Told once when the store fails: from then on, until it is back, this process counts for itself. */
  readonly report?: (error: Error) => void;
}

/** Keeps counts in the memory of this process, or where several processes share them. */
export interface LimitStore {
  readonly kind: 'memory' | 'redis' | 'postgresql';
  limiter(limit: RateLimit): RateLimiter;
  /** Lets go of the connections. */
  close(): Promise<void>;
}

/** Milliseconds: a store that does not answer by then counts as down. A request waits for it. */
const PATIENCE = 1000;
const TABLE = 'rate_limits';

type Build = (limit: RateLimit) => RateLimiterAbstract;

const optionsOf = ({ name, points, seconds }: RateLimit) => ({ keyPrefix: name, points, duration: seconds });

/** Refusals are answered from memory; a store that is down is stood in for by the memory of this process. */
const sharedOptionsOf = (limit: RateLimit) => ({
  ...optionsOf(limit),
  inMemoryBlockOnConsumed: limit.points + 1,
  insuranceLimiter: new RateLimiterMemory(optionsOf(limit)),
});

interface Reports {
  readonly failed: (error: Error) => void;
  readonly worked: () => void;
}

/** Reports the first of several failures in a row. */
function onceInARow(report: (error: Error) => void): Reports {
  let down = false;
  return {
    failed: (error) => {
      if (!down) report(error);
      down = true;
    },
    worked: () => {
      down = false;
    },
  };
}

function storeOf(kind: LimitStore['kind'], build: Build, close: () => Promise<void>): LimitStore {
  return { kind, close, limiter: (limit) => new LeasingLimiter(build(limit), leaseOf(limit.points)) };
}

async function redisStore(url: string, report: (error: Error) => void): Promise<LimitStore> {
  const state = onceInARow(report);
  const redis = new Redis(url, {
    connectTimeout: PATIENCE,
    commandTimeout: PATIENCE,
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  });
  redis.on('error', state.failed).on('ready', state.worked);
  // So that the first requests are counted where all others are. It goes on trying by itself.
  await redis.connect().catch(() => {});
  const build: Build = (limit) => new RateLimiterRedis({ storeClient: redis, ...sharedOptionsOf(limit) });
  return storeOf('redis', build, async () => redis.disconnect());
}

/** A pool of its own: requests that wait for a connection must not keep those from being counted that flood us. */
function postgresStore(url: string, report: (error: Error) => void): LimitStore {
  const state = onceInARow(report);
  const pool = new Pool({
    connectionString: url,
    application_name: 'myapp rate limits',
    max: 4,
    connectionTimeoutMillis: PATIENCE,
    statement_timeout: PATIENCE,
    query_timeout: PATIENCE,
    keepAlive: true,
  });
  pool.on('error', state.failed);
  const storeClient = {
    async query(sent: QueryConfig) {
      try {
        const result = await pool.query(sent);
        state.worked();
        return result;
      } catch (error) {
        state.failed(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    },
  };
  const shared = { storeClient, storeType: 'pool', tableName: TABLE, tableCreated: true };
  const build: Build = (limit) => new RateLimiterPostgres({ ...shared, ...sharedOptionsOf(limit) });
  return storeOf('postgresql', build, () => pool.end());
}

/**
 * Opens the place where counts are kept: Redis where there is one, else the PostgreSQL server, else the memory of this
 * process. A store that is down, at the start or later, refuses nobody: until it is back
 * each process counts for itself.
 *
 * @example
 * const store = await openLimitStore({ redisUrl: process.env.REDIS_URL, databaseUrl: process.env.DATABASE_URL });
 * const perAccount = store.limiter({ name: 'account', points: 1000, seconds: 60 });
 * await perAccount.consume(user.id); // throws RateLimitedError the 1,001st time in a minute
 */
export async function openLimitStore({
  redisUrl,
  databaseUrl,
  report = () => {},
}: LimitStoreOptions): Promise<LimitStore> {
  if (redisUrl !== undefined) return redisStore(redisUrl, report);
  if (databaseUrl !== undefined) return postgresStore(databaseUrl, report);
  return storeOf(
    'memory',
    (limit) => new RateLimiterMemory(optionsOf(limit)),
    async () => {},
  );
}
