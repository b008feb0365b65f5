import type { PrismaClient } from '../generated/client';
import { CHANNEL, type ChangeListener, changeListener } from './changes';
import type { Connection } from './connection';
import { installClient, prisma } from './current';
import { explainedClient } from './explained-client';
import { checkMigrated, type MigrationReport, migrate } from './migrate';
import { readMigrations } from './migration-files';
import type { StopListening } from './notifications';

/** An open, migrated database. */
export interface Database {
  /** PGlite in this process, or a PostgreSQL server. */
  readonly engine: 'embedded' | 'server';
  /** What `prisma` of this package stands for while this database is open. */
  readonly prisma: PrismaClient;
  readonly migrations: MigrationReport;
  /** Lends one connection, outside of all units of work: for what brings SQL of its own. */
  readonly withSession: Connection['withSession'];
  /** For readiness: resolves when the database answers, rejects with `UnavailableError` when it does not. */
  ping(): Promise<void>;
  /**
   * Tells of the rows that were written, by whichever process, once their transaction has committed. In the order of the
   * commits, until the function that it gives is called.
   */
  listen(listener: ChangeListener): Promise<StopListening>;
  /** Lets running statements end, closes the connections and frees the folder. Calling it again changes nothing. */
  close(): Promise<void>;
}

/**
 * Makes `connection` the database of this process: migrated, and what `prisma` stands for. Closes it when it can't.
 *
 * @throws StateError when a database is open already
 * @throws MigrationError when its structure is not what this build needs
 */
export async function useConnection(connection: Connection, mayMigrate = true): Promise<Database> {
  try {
    const known = await readMigrations();
    const bring = mayMigrate ? migrate : checkMigrated;
    const migrations = await connection.withSession((session) => bring(session, known));
    const client = explainedClient(connection.prisma);
    const uninstall = installClient(client, connection);
    let closing: Promise<void> | undefined;
    return {
      engine: connection.engine,
      prisma,
      migrations,
      withSession: (work) => connection.withSession(work),
      async ping() {
        await client.$queryRaw`SELECT 1`;
      },
      listen: (listener) => connection.listen(CHANNEL, changeListener(listener)),
      close() {
        uninstall();
        closing ??= connection.disconnect();
        return closing;
      },
    };
  } catch (error) {
    await connection.disconnect();
    throw error;
  }
}
