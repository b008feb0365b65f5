import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireOwnerLock, DatabaseLockedError } from './owner-lock';
import { mayRun, ownIdentity } from './process-identity';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owner-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function leave(owner: object | string): Promise<void> {
  const text = typeof owner === 'string' ? owner : JSON.stringify(owner);
  await writeFile(join(folder, 'owner-4.lock'), text);
}

/** A process that waits, and has been killed already when `alive` is false. */
async function otherProcess(alive: boolean): Promise<{ pid: number; kill(): Promise<void> }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  if (!alive) await kill();
  return { pid: child.pid ?? 0, kill };
}

describe('the owner lock', () => {
  it('is held by one, and free again when released', async () => {
    const lock = await acquireOwnerLock(folder);
    const refused = await acquireOwnerLock(folder).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DatabaseLockedError);
    expect(refused).toMatchObject({ pid: process.pid, folder, code: 'state' });
    await lock.release();
    const again = await acquireOwnerLock(folder);
    expect(await readdir(folder)).toEqual(['owner-2.lock']);
    await again.release();
  });

  it('makes a folder that nobody else on the machine may read', async () => {
    const own = join(folder, 'made');
    const lock = await acquireOwnerLock(own);
    expect(((await stat(own)).mode & 0o777).toString(8)).toBe('700');
    await lock.release();
  });

  it('names the owner in its file, and in the error, with what to do', async () => {
    const other = await otherProcess(true);
    await leave({ ...ownIdentity(), pid: other.pid, started: undefined });
    await expect(acquireOwnerLock(folder)).rejects.toThrow(
      `The database in ${folder} is in use by process ${other.pid}. Stop that process, or set DATA_DIR to another ` +
        'folder, or DATABASE_URL to a PostgreSQL server.',
    );
    await other.kill();
    const lock = await acquireOwnerLock(folder);
    const text = await readFile(join(folder, 'owner-5.lock'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it('is taken over from a dead owner, and from one whose number another process has now', async () => {
    const dead = await otherProcess(false);
    await leave({ ...ownIdentity(), pid: dead.pid });
    const lock = await acquireOwnerLock(folder);
    expect(await readdir(folder)).toEqual(['owner-5.lock']);
    await lock.release();
    await writeFile(join(folder, 'owner-6.lock'), JSON.stringify({ ...ownIdentity(), started: 'earlier' }));
    await (await acquireOwnerLock(folder)).release();
    expect(await readdir(folder)).toEqual(['owner-7.lock']);
  });

  it('is not taken from another machine, whose processes nobody here can see', async () => {
    await leave({ pid: 1, machine: 'elsewhere' });
    await expect(acquireOwnerLock(folder)).rejects.toThrow(
      /by process 1 on the machine elsewhere\..*if that machine is gone for good, remove .*owner-4\.lock/,
    );
  });

  it('waits while another process writes its name, and takes over when that one died at it', async () => {
    await leave('');
    const waiting = acquireOwnerLock(folder);
    await delay(100);
    expect(await readdir(folder)).toEqual(['owner-4.lock']);
    await utimes(join(folder, 'owner-4.lock'), 0, 0);
    await (await waiting).release();
    await leave('{"pid":');
    await utimes(join(folder, 'owner-4.lock'), 0, 0);
    await (await acquireOwnerLock(folder)).release();
  });

  it('goes to exactly one of many that find the same dead owner', async () => {
    const dead = JSON.stringify({ ...ownIdentity(), pid: 2 ** 30 });
    for (let round = 0; round < 20; round++) {
      await writeFile(join(folder, `owner-${1000 * (round + 1)}.lock`), dead);
      const tries = await Promise.allSettled(Array.from({ length: 12 }, () => acquireOwnerLock(folder)));
      const locks = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      const errors = tries.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(locks).toHaveLength(1);
      for (const error of errors) expect(error).toBeInstanceOf(DatabaseLockedError);
      await locks[0]?.release();
    }
  });

  it('has never two holders, whoever comes and goes', async () => {
    let holders = 0;
    let mostHolders = 0;
    let turns = 0;
    const worker = async () => {
      for (let attempt = 0; attempt < 15; attempt++) {
        const lock = await acquireOwnerLock(folder).catch(() => undefined);
        if (lock) {
          mostHolders = Math.max(mostHolders, ++holders);
          turns++;
          await delay(Math.random() * 2);
          holders--;
          await lock.release();
        }
        await delay(Math.random() * 4);
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    expect(mostHolders).toBe(1);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('a process', () => {
  it('may run while it does, and not when it was killed', async () => {
    const other = await otherProcess(true);
    const identity = { ...ownIdentity(), pid: other.pid, started: undefined };
    expect(mayRun(identity)).toBe(true);
    await other.kill();
    expect(mayRun(identity)).toBe(false);
  });

  it('is told from a later one of the same number', () => {
    expect(mayRun(ownIdentity())).toBe(true);
    expect(mayRun({ ...ownIdentity(), started: 'before' })).toBe(false);
  });
});
