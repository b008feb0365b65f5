import { randomUUID } from 'node:crypto';
import { StateError, UnavailableError } from 'reactive/errors';
import type { Migration } from './migration-files';
import type { SqlSession } from './sql-session';

/** What {@link migrate} found and did. */
export interface MigrationReport {
  /** Applied by this call, in order. */
  readonly applied: readonly string[];
  /** Applied to the database by some newer build, unknown to this one. */
  readonly unknown: readonly string[];
}

/** The database's structure is not what this build needs, and cannot be made so by itself. */
export class MigrationError extends StateError {}

interface Recorded {
  migration_name: string;
  checksum: string;
  finished: boolean;
}

// The key under which `prisma migrate deploy` takes its lock, so that it and this exclude each other too.
const LOCK_KEY = 72_707_369;

// How long to wait for another process that is migrating. A migration itself may take as long as it takes.
const LOCK_WAIT = '120s';

// Prisma's own definition, so that its command line reads what this writes.
const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id"                  VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum"            VARCHAR(64) NOT NULL,
  "finished_at"         TIMESTAMPTZ,
  "migration_name"      VARCHAR(255) NOT NULL,
  "logs"                TEXT,
  "rolled_back_at"      TIMESTAMPTZ,
  "started_at"          TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

async function recorded(session: SqlSession): Promise<Recorded[]> {
  const [table] = await session.rows<{ exists: boolean }>(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS exists`,
  );
  if (!table?.exists) return [];
  return session.rows<Recorded>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM "_prisma_migrations"
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
}

/** Compares what the database has with what this build knows, and gives what is still to be applied. */
function pendingOf(migrations: readonly Migration[], done: readonly Recorded[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished } of done) {
    if (!finished) {
      throw new MigrationError(
        `The migration ${name} was begun and never finished. Look at the database, put it right by hand, ` +
          'then mark the migration with `prisma migrate resolve`.',
      );
    }
    const migration = known.get(name);
    if (migration && migration.checksum !== checksum) {
      throw new MigrationError(
        `The migration ${name} was changed after it had been applied to this database. ` +
          'Restore its file, and put the change into a new migration.',
      );
    }
  }
  const names = new Set(done.map((entry) => entry.migration_name));
  return migrations.filter(({ name }) => !names.has(name));
}

/** Either all of a migration is there, with its record, or none of it. */
async function apply(session: SqlSession, { name, sql, checksum }: Migration): Promise<void> {
  await session.run('BEGIN');
  try {
    await session.run(sql);
    await session.rows(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await session.run('COMMIT');
  } catch (cause) {
    await session.run('ROLLBACK');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError(`The migration ${name} failed and was undone: ${reason}`, { cause });
  }
}

async function takeLock(session: SqlSession): Promise<void> {
  await session.run(`SET lock_timeout = '${LOCK_WAIT}'`);
  try {
    await session.rows('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
  } catch (cause) {
    throw new UnavailableError(`Another process has been migrating the database for ${LOCK_WAIT}`, { cause });
  }
}

/** The lock belongs to the connection: where `work` fails, it goes when the connection is closed. */
async function locked<Result>(session: SqlSession, work: () => Promise<Result>): Promise<Result> {
  await takeLock(session);
  await session.run('SET lock_timeout = 0; SET statement_timeout = 0');
  const result = await work();
  await session.rows('SELECT pg_advisory_unlock($1)', [LOCK_KEY]);
  await session.run('RESET lock_timeout; RESET statement_timeout');
  return result;
}

/**
 * Applies what is missing, each migration in a transaction of its own, and keeps Prisma's books: for `prisma migrate
 * deploy` there is nothing left to do, and the other way round. Processes that boot at once wait for each other.
 *
 * @throws MigrationError when a migration fails, was changed after it had been applied, or was left half done
 */
export async function migrate(
  session: SqlSession,
  migrations: readonly Migration[],
): Promise<MigrationReport> {
  return locked(session, async () => {
    await session.run(BOOKKEEPING);
    const done = await recorded(session);
    const pending = pendingOf(migrations, done);
    for (const migration of pending) await apply(session, migration);
    return { applied: pending.map(({ name }) => name), unknown: unknownOf(migrations, done) };
  });
}

/**
 * Only looks, for a deployment that migrates in a step of its own.
 *
 * @throws MigrationError when something is missing, besides the cases of {@link migrate}
 */
export async function checkMigrated(
  session: SqlSession,
  migrations: readonly Migration[],
): Promise<MigrationReport> {
  const done = await recorded(session);
  const pending = pendingOf(migrations, done).map(({ name }) => name);
  if (pending.length > 0) {
    throw new MigrationError(
      `The database lacks ${pending.join(', ')}: run \`prisma migrate deploy\`, or let the application migrate.`,
    );
  }
  return { applied: [], unknown: unknownOf(migrations, done) };
}

function unknownOf(migrations: readonly Migration[], done: readonly Recorded[]): string[] {
  const known = new Set(migrations.map(({ name }) => name));
  return done.flatMap(({ migration_name: name }) => (known.has(name) ? [] : [name]));
}
