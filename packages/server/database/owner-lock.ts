import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StateError } from 'reactive/errors';
import { mayRun, ownIdentity, type ProcessIdentity } from './process-identity';

/** Somebody else works in the folder of the embedded database. */
export class DatabaseLockedError extends StateError {
  /** The process that owns the folder. */
  readonly pid: number;
  readonly folder: string;

  constructor(folder: string, { pid, machine, file }: ProcessIdentity & { file: string }) {
    const elsewhere = machine !== ownIdentity().machine;
    const where = elsewhere ? ` on the machine ${machine ?? 'that wrote the lock'}` : '';
    const gone = elsewhere ? `; if that machine is gone for good, remove ${file}` : '';
    super(
      `The database in ${folder} is in use by process ${pid}${where}. ` +
        `Stop that process, or set DATA_DIR to another folder, or DATABASE_URL to a PostgreSQL server${gone}.`,
    );
    this.pid = pid;
    this.folder = folder;
  }
}

/** A folder that is ours until `release()`. */
export interface OwnerLock {
  release(): Promise<void>;
}

type Holder = 'free' | 'being written' | ProcessIdentity;

const RELEASED = '\nreleased\n';
const NAME = /^owner-(\d+)\.lock$/;

// Between making a lock file and writing its owner into it lies less than this, or its writer has died.
const WRITING_MS = 2000;

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function fileOf(folder: string, turn: number): string {
  return join(folder, `owner-${turn}.lock`);
}

async function turnsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
}

function identityIn(text: string): ProcessIdentity | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || !('pid' in parsed)) return undefined;
    return typeof parsed.pid === 'number' ? { ...parsed, pid: parsed.pid } : undefined;
  } catch {
    return undefined;
  }
}

async function holderOf(file: string): Promise<Holder> {
  try {
    const text = await readFile(file, 'utf8');
    if (text.endsWith(RELEASED)) return 'free';
    const identity = identityIn(text);
    if (identity) return mayRun(identity) ? identity : 'free';
    const { mtimeMs } = await stat(file);
    return Date.now() - mtimeMs < WRITING_MS ? 'being written' : 'free';
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'free';
    throw error;
  }
}

async function createAlone(file: string): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(ownIdentity()), { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function release(file: string): Promise<void> {
  try {
    await appendFile(file, RELEASED);
  } catch (error) {
    // Somebody removed the whole folder while it was in use: then there is nothing left to release.
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

/** One try. `undefined` when another process was about to do the same, so that a further look is needed. */
async function tryAcquire(folder: string): Promise<OwnerLock | undefined> {
  const last = Math.max(0, ...(await turnsIn(folder)));
  const holder = last > 0 ? await holderOf(fileOf(folder, last)) : 'free';
  if (holder === 'being written') return undefined;
  if (holder !== 'free') throw new DatabaseLockedError(folder, { ...holder, file: fileOf(folder, last) });

  const own = fileOf(folder, last + 1);
  if (!(await createAlone(own))) return undefined;
  const turns = await turnsIn(folder);
  if (Math.max(...turns) > last + 1) {
    await rm(own, { force: true });
    return undefined;
  }
  const past = turns.filter((turn) => turn <= last);
  await Promise.all(past.map((turn) => rm(fileOf(folder, turn), { force: true })));
  return { release: () => release(own) };
}

/**
 * Makes this process the one owner of a folder. Two engines on one folder would silently lose each other's writes.
 *
 * The owner is named by the lock file with the highest number. Who finds that owner dead (or gone) creates the file
 * with the next number, which the file system grants to one process only; no file is ever taken away from under a
 * process that looks at it, so two that find the same dead owner cannot both win. The highest file stays when the
 * owner leaves, marked as released, so that a number is never given out twice.
 *
 * @throws DatabaseLockedError when another process (or this one, earlier) owns the folder
 */
export async function acquireOwnerLock(folder: string): Promise<OwnerLock> {
  // As PostgreSQL keeps its own folders: for nobody else on the machine to read.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (;;) {
    const lock = await tryAcquire(folder);
    if (lock) return lock;
    await delay(20 + Math.random() * 30);
  }
}
