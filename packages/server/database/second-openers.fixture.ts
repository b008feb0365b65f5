import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figures } from '../../../scripts/figures.fixture';
import { DatabaseLockedError, openDatabase } from '../db';
import { acquireOwnerLock } from './owner-lock';
import { startProgram } from './program.fixture';

const HOLDER = new URL('lock-holder.fixture.ts', import.meta.url);

async function refusal(dataDir: string, owner: number | undefined): Promise<string[]> {
  try {
    await (await openDatabase({ dataDir })).close();
    return ['a second process opened the database beside its owner'];
  } catch (error) {
    const named = error instanceof DatabaseLockedError && error.pid === owner;
    return named && error.message.includes(`in use by process ${owner}`)
      ? []
      : [`refused with ${String(error)}`];
  }
}

async function takeOver(dataDir: string): Promise<string[]> {
  try {
    await (await acquireOwnerLock(dataDir)).release();
    return [];
  } catch (error) {
    return [`the lock of a dead process was not taken over: ${String(error)}`];
  }
}

/** Each time: somebody owns the folder, a second one comes; the owner is killed, and the second one comes again. */
export async function tryToOpenTwice(figures: Figures, times: number): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'second-opener-'));
  try {
    for (let time = 0; time < times; time++) {
      const holder = startProgram(HOLDER, dataDir);
      try {
        await holder.said(1);
        const early = await refusal(dataDir, holder.process.pid);
        const alive = holder.process.exitCode === null ? [] : ['the owner ended by itself'];
        await holder.kill();
        figures.trial([...early, ...alive, ...(await takeOver(dataDir))]);
      } finally {
        await holder.kill();
      }
    }
  } finally {
    await rm(dataDir, { recursive: true });
  }
}
