import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StateError, UnavailableError } from 'reactive/errors';
import { openDump, openFolder, restoredAside } from '../embedded-folder';
import { acquireOwnerLock } from '../owner-lock';
import { embeddedSession } from '../sql-session';
import { readWhole } from './read-whole';

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Puts the files of a dump into a folder of their own, and reads them through. */
async function unpack(file: string, folder: string): Promise<number> {
  await rm(folder, { recursive: true, force: true });
  try {
    const engine = await openDump(await readFile(file), folder);
    try {
      return await readWhole(embeddedSession(engine));
    } finally {
      await engine.close();
    }
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw new UnavailableError(
      `The backup ${file} is damaged or of another version: ${reasonOf(cause)}. Nothing was changed; ` +
        'take another backup, or the version of the application that made this one.',
      { cause },
    );
  }
}

/** The old files stay under another name, and come back when the new ones do not open. */
async function swap(postgres: string, before: string): Promise<void> {
  const hadOne = existsSync(postgres);
  if (hadOne) await rename(postgres, before);
  await rename(restoredAside(postgres), postgres);
  try {
    await (await openFolder(postgres)).close();
  } catch (error) {
    await rm(postgres, { recursive: true, force: true });
    if (hadOne) await rename(before, postgres);
    throw error;
  }
}

/**
 * Puts the dump in `file` in the place of the embedded database in `dataDir`.
 *
 * @throws StateError when there is a database and `replace` is not set
 * @throws DatabaseLockedError when a process has the database open
 * @throws UnavailableError when the dump can't be read, or what was made of it does not open
 */
export async function restoreEmbedded(dataDir: string, file: string, replace: boolean): Promise<string> {
  const folder = resolve(dataDir);
  const postgres = join(folder, 'postgres');
  const lock = await acquireOwnerLock(folder);
  try {
    const hadOne = existsSync(postgres);
    if (hadOne && !replace) {
      throw new StateError(
        `There is a database in ${folder}. Nothing was changed; with --replace the backup takes its place.`,
      );
    }
    const aside = `${postgres}.restoring`;
    const rows = await unpack(file, aside);
    const before = `${postgres}.before-${new Date().toISOString().replaceAll(/\D/g, '')}`;
    await rm(restoredAside(postgres), { recursive: true, force: true });
    await rename(aside, restoredAside(postgres));
    await swap(postgres, before);
    const kept = hadOne
      ? ` What was there before is in ${before}; remove it when you no longer need it.`
      : '';
    return `The embedded database in ${folder} was restored from ${file}: ${rows} rows.${kept}`;
  } finally {
    await lock.release();
  }
}
