import { pipeline } from 'node:stream/promises';
import { StateError, UnavailableError } from 'reactive/errors';
import { checkMigrated, MigrationError } from '../migrate';
import { readMigrations } from '../migration-files';
import type { SqlSession } from '../sql-session';
import { connected, connectionOf, requireTools, startTool } from './postgres-tools';
import { readWhole } from './read-whole';
import { backupServer, nameOf } from './server-backup';

const OF_EXTENSIONS = `SELECT objid FROM pg_depend WHERE deptype = 'e'`;

/** Whatever the application has made: the server's own objects, and those of extensions, stay. */
const CLEAR = `SET client_min_messages = warning;
SET lock_timeout = '10s';
DO $$ DECLARE command text; BEGIN
  FOR command IN
    SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema') AND oid NOT IN (${OF_EXTENSIONS})
  LOOP EXECUTE command; END LOOP;
  FOR command IN
    SELECT format('DROP %s IF EXISTS %s CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
      WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, format('public.%I', relname))
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND oid NOT IN (${OF_EXTENSIONS})
      ORDER BY relkind = 'S' -- those of identity columns go with their tables
  LOOP EXECUTE command; END LOOP;
  FOR command IN
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND oid NOT IN (${OF_EXTENSIONS}) ORDER BY 1
  LOOP EXECUTE command; END LOOP;
  FOR command IN
    SELECT format('DROP TYPE IF EXISTS public.%I CASCADE', typname) FROM pg_type
      WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'c', 'r') AND oid NOT IN (${OF_EXTENSIONS})
  LOOP EXECUTE command; END LOOP;
END $$;
`;

async function isEmpty(session: SqlSession): Promise<boolean> {
  const [found] = await session.rows<{ tables: number }>(
    `SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  return found?.tables === 0;
}

/** Reads the dump to its end, as restoring would; what is damaged is found before anything is touched. */
async function verify(file: string): Promise<void> {
  try {
    const { process: reading, done } = startTool('pg_restore', ['--file=-', file]);
    let books = false;
    for await (const chunk of reading.stdout) books ||= String(chunk).includes('_prisma_migrations');
    await done;
    if (!books) throw new StateError('it holds no database of this application');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnavailableError(
      `The backup ${file} is damaged or of another version: ${reason}. Nothing was changed.`,
      { cause },
    );
  }
}

/** In one transaction: what was there goes and what is in the dump comes, or nothing happens. */
async function load(url: string, file: string): Promise<void> {
  const { target, env } = connectionOf(url);
  const options = [
    '--no-psqlrc',
    '--quiet',
    '--single-transaction',
    '--set=ON_ERROR_STOP=1',
    '--no-password',
  ];
  const sink = startTool('psql', [...options, '--output=/dev/null', target], env);
  const source = startTool('pg_restore', ['--no-owner', '--no-privileges', '--file=-', file]);
  sink.process.stdout.resume();
  sink.process.stdin.write(CLEAR);
  const loading = async () => {
    await pipeline(source.process.stdout, sink.process.stdin, { end: false });
    await source.done;
    // Only now is it whole: the end of its input is what makes psql commit.
    sink.process.stdin.end();
  };
  try {
    await Promise.all([loading(), sink.done]);
  } catch (error) {
    source.process.kill();
    sink.process.kill();
    await Promise.allSettled([source.done, sink.done]);
    throw error;
  }
}

/** Whether this build can work with what is there now: older structure is brought up to date by the next start. */
async function prove(session: SqlSession): Promise<number> {
  try {
    await checkMigrated(session, await readMigrations());
  } catch (error) {
    if (!(error instanceof MigrationError) || !error.message.startsWith('The database lacks')) throw error;
  }
  return readWhole(session);
}

/**
 * Puts the dump in `file` in the place of what is in a server's database.
 *
 * @throws StateError when there is something and `replace` is not set
 * @throws UnavailableError when a program of PostgreSQL is missing, too old or fails, or the dump is damaged
 */
export async function restoreServer(url: string, file: string, replace: boolean): Promise<string> {
  const empty = await connected(url, async (session, major) => {
    await requireTools(['pg_restore', 'psql', 'pg_dump'], major);
    return isEmpty(session);
  });
  if (!empty && !replace) {
    throw new StateError(
      `The database ${nameOf(url)} is not empty. Nothing was changed; with --replace the backup takes its place.`,
    );
  }
  await verify(file);
  const before = `${file}.before-${new Date().toISOString().replaceAll(/\D/g, '')}`;
  if (!empty) await backupServer(url, before);
  await load(url, file);
  const rows = await connected(url, prove);
  const kept = empty ? '' : ` What was there before is in ${before}; remove it when you no longer need it.`;
  return `The database ${nameOf(url)} was restored from ${file}: ${rows} rows.${kept}`;
}
