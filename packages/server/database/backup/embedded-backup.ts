import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StateError } from 'reactive/errors';
import { dumpOf, openFolder } from '../embedded-folder';
import { acquireOwnerLock, DatabaseLockedError, type OwnerLock } from '../owner-lock';
import { writeWhole } from './dump-file';
import { fetchDump } from './owner-socket';

async function lockUnlessOwned(folder: string): Promise<OwnerLock | undefined> {
  try {
    return await acquireOwnerLock(folder);
  } catch (error) {
    if (error instanceof DatabaseLockedError) return undefined;
    throw error;
  }
}

async function dumpFiles(folder: string, file: string): Promise<void> {
  const engine = await openFolder(join(folder, 'postgres'));
  try {
    await writeFile(file, await dumpOf(engine));
  } finally {
    await engine.close();
  }
}

/**
 * Writes a consistent dump of the embedded database in `dataDir` to `file`, by the process that owns the folder
 * while there is one.
 *
 * @throws StateError when there is no database, or `file` exists
 * @throws UnavailableError when the files can't be opened, or the owner can't be asked
 */
export async function backupEmbedded(dataDir: string, file: string): Promise<string> {
  const folder = resolve(dataDir);
  if (!existsSync(join(folder, 'postgres'))) {
    throw new StateError(
      `There is no database in ${folder}: set DATA_DIR to the folder of the one to back up.`,
    );
  }
  let by = 'from its files, which no process has open';
  await writeWhole(file, async (aside) => {
    const lock = await lockUnlessOwned(folder);
    if (!lock) {
      by = 'by the process that has it open';
      return fetchDump(folder, aside);
    }
    try {
      await dumpFiles(folder, aside);
    } finally {
      await lock.release();
    }
  });
  return `The embedded database in ${folder} was backed up to ${file}, ${by}.`;
}
