import { StateError } from 'reactive/errors';
import { engineOf } from './dump-file';
import { backupEmbedded } from './embedded-backup';
import { restoreEmbedded } from './embedded-restore';
import { backupServer } from './server-backup';
import { restoreServer } from './server-restore';

/** Which database: the server at `url`, or the embedded one in `dataDir`. */
export interface BackupTarget {
  readonly url: string | undefined;
  readonly dataDir: string;
}

/**
 * Writes a consistent dump of the database to a new file that only its owner may read. The application may be
 * running.
 *
 * @returns what was done, in a sentence
 * @throws StateError when there is no database, or `file` exists
 * @throws UnavailableError when the database can't be read, or `pg_dump` is missing, too old or fails
 * @example
 * await backupDatabase({ url: undefined, dataDir: '.data' }, 'backups/monday.tar.gz');
 */
export function backupDatabase({ url, dataDir }: BackupTarget, file: string): Promise<string> {
  return url === undefined ? backupEmbedded(dataDir, file) : backupServer(url, file);
}

/**
 * Puts the dump in `file` in the place of the database. The dump is read to its end before anything is touched.
 *
 * @param options - `replace` lets it take the place of a database that is there; that one is kept aside
 * @returns what was done, in a sentence
 * @throws StateError when there is a database and `replace` is not set, or the dump is of the other engine
 * @throws DatabaseLockedError when a process has the embedded database open
 * @throws UnavailableError when the dump is damaged, or a program of PostgreSQL is missing, too old or fails
 * @example
 * await restoreDatabase({ url: undefined, dataDir: '.data' }, 'backups/monday.tar.gz', { replace: true });
 */
export async function restoreDatabase(
  { url, dataDir }: BackupTarget,
  file: string,
  { replace = false }: { readonly replace?: boolean | undefined } = {},
): Promise<string> {
  const engine = await engineOf(file);
  if (engine === 'embedded' && url !== undefined) {
    throw new StateError(
      `${file} is of an embedded database, and DATABASE_URL names a server. Nothing was changed; unset DATABASE_URL.`,
    );
  }
  if (engine === 'server' && url === undefined) {
    throw new StateError(
      `${file} is of a PostgreSQL server. Nothing was changed; set DATABASE_URL to the database to restore.`,
    );
  }
  return url === undefined ? restoreEmbedded(dataDir, file, replace) : restoreServer(url, file, replace);
}
