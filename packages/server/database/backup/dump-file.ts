import { existsSync } from 'node:fs';
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StateError, UnavailableError } from 'reactive/errors';

/** Which engine a dump is of: told by its first bytes, not by its name. */
export async function engineOf(file: string): Promise<'embedded' | 'server'> {
  const head = Buffer.alloc(5);
  try {
    const handle = await open(file);
    try {
      await handle.read(head, 0, head.length, 0);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnavailableError(`The backup ${file} can't be read: ${reason}. Nothing was changed.`, {
      cause,
    });
  }
  if (head.toString('latin1') === 'PGDMP') return 'server';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'embedded';
  throw new StateError(`${file} is no backup that \`pnpm backup\` made. Nothing was changed.`);
}

/**
 * Makes a file that is there whole or not at all, and that only its owner may read: `write` gets a name aside, which
 * is flushed to the disk and then renamed.
 *
 * @throws StateError when there is such a file already
 */
export async function writeWhole(file: string, write: (aside: string) => Promise<void>): Promise<void> {
  if (existsSync(file)) throw new StateError(`${file} exists already: choose another name for the backup.`);
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.partial`;
  try {
    await (await open(aside, 'w', 0o600)).close();
    await write(aside);
    await chmod(aside, 0o600);
    const handle = await open(aside, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, file);
  } finally {
    await rm(aside, { force: true });
  }
}
