import { writeWhole } from './dump-file';
import { connected, connectionOf, requireTools, runTool } from './postgres-tools';

/** The address without what is secret in it. */
export function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/**
 * Writes a consistent dump of a server's database to `file`, by `pg_dump`; the application may be running.
 *
 * @throws StateError when `file` exists
 * @throws UnavailableError when `pg_dump` is missing, is older than the server, or fails
 */
export async function backupServer(url: string, file: string): Promise<string> {
  const { target, env } = connectionOf(url);
  await connected(url, (_session, major) => requireTools(['pg_dump'], major));
  await writeWhole(file, async (aside) => {
    await runTool('pg_dump', ['--format=custom', '--no-password', `--file=${aside}`, target], env);
  });
  return `The database ${nameOf(url)} was backed up to ${file}.`;
}
