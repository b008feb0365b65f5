/** How a pool of connections to a server behaves. Times in milliseconds; 0 means no limit. */
export interface PoolOptions {
  /** Connections at most; 10 unless told. A process needs few: PostgreSQL works on about as many as it has cores. */
  readonly maxConnections: number;
  /** How long to wait for a connection, from the pool or a new one; 5,000 unless told. */
  readonly connectTimeoutMs: number;
  /** When an unused connection is closed; 30,000 unless told. */
  readonly idleTimeoutMs: number;
  /** When PostgreSQL gives up a statement; 15,000 unless told. */
  readonly statementTimeoutMs: number;
  /** When PostgreSQL gives up waiting for a lock; 5,000 unless told. */
  readonly lockTimeoutMs: number;
  /** When PostgreSQL ends a transaction in which nothing happens; 10,000 unless told. */
  readonly idleInTransactionTimeoutMs: number;
}

/** Which database to open, and how. */
export interface DatabaseOptions {
  /** A PostgreSQL server, `postgres://user:password@host:5432/name`. Without it the embedded database is opened. */
  readonly url?: string | undefined;
  /** The folder of the embedded database; `.data` in the current folder unless told. */
  readonly dataDir?: string | undefined;
  /** `false` only checks that the structure is up to date, for a deployment that migrates in a step of its own. */
  readonly migrate?: boolean | undefined;
  /** For a server; the embedded database has one connection and no timeouts. */
  readonly pool?: Partial<PoolOptions> | undefined;
}

export const defaultPool: PoolOptions = {
  maxConnections: 10,
  connectTimeoutMs: 5000,
  idleTimeoutMs: 30_000,
  statementTimeoutMs: 15_000,
  lockTimeoutMs: 5000,
  idleInTransactionTimeoutMs: 10_000,
};
