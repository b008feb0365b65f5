import { prismaError } from 'reactive/prisma';
import type { PrismaClient } from '../generated/client';
import type { Connection } from './connection';
import { installClient } from './current';
import { checkMigrated, type MigrationReport, migrate } from './migrate';
import { readMigrations } from './migration-files';

/** An open, migrated database. */
export interface Database {
  /** PGlite in this process, or a PostgreSQL server. */
  readonly engine: 'embedded' | 'server';
  readonly prisma: PrismaClient;
  readonly migrations: MigrationReport;
  /** For readiness: resolves when the database answers, rejects with `UnavailableError` when it does not. */
  ping(): Promise<void>;
  /** Lets running statements end, closes the connections and frees the folder. Calling it again changes nothing. */
  close(): Promise<void>;
}

async function ping(prisma: PrismaClient): Promise<void> {
  try {
    await prisma.$queryRaw`SELECT 1`;
  } catch (error) {
    throw prismaError(error);
  }
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
    const uninstall = installClient(connection.prisma);
    let closing: Promise<void> | undefined;
    return {
      engine: connection.engine,
      prisma: connection.prisma,
      migrations,
      ping: () => ping(connection.prisma),
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
