import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import type { Figures } from '../../../scripts/figures.fixture';
import { Ledger } from './ledger.fixture';
import { acquireOwnerLock, DatabaseLockedError } from './owner-lock';
import { type Program, startProgram } from './program.fixture';

export const WRITER = new URL('writer.fixture.ts', import.meta.url);
const MIGRATOR = new URL('migrator.fixture.ts', import.meta.url);

/** How often each kind of work is killed. */
export interface Kills {
  readonly writes: number;
  /** The start of a process on what a killed one left. */
  readonly starts: number;
  /** The first start, which makes the files. */
  readonly firstStarts: number;
  readonly migrations: number;
}

interface Moments {
  readonly seed: number;
  readonly kills: number;
  readonly from: number;
  readonly to: number;
}

/** When to kill, the same for the same seed. */
function momentsOf({ seed, kills, from, to }: Moments): number[] {
  return fc.sample(fc.integer({ min: from, max: to }), { seed, numRuns: kills });
}

async function inFolder(work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'durability-'));
  try {
    await work(dataDir);
  } finally {
    await rm(dataDir, { recursive: true });
  }
}

/** Runs until the program has said so many lines; gives what went wrong instead of throwing it. */
async function faultOf(program: Program, lines: number): Promise<string[]> {
  try {
    await program.said(lines);
    return [];
  } catch (error) {
    return [String(error)];
  }
}

async function secondOpener(dataDir: string, owner: number | undefined): Promise<string[]> {
  try {
    const lock = await acquireOwnerLock(dataDir);
    await lock.release();
    return ['a second process was let in beside the first'];
  } catch (error) {
    return error instanceof DatabaseLockedError && error.pid === owner ? [] : [String(error)];
  }
}

/** Kills writers in the middle of it, and looks at each start whether everything is there that was acknowledged. */
export async function killWriters(figures: Figures, { writes, starts }: Kills): Promise<void> {
  const ledger = new Ledger();
  const note = (said: readonly string[]) => {
    ledger.note(said);
    figures.add('writes acknowledged', said.length);
  };
  const early = momentsOf({ seed: figures.seed, kills: starts, from: 0, to: 2000 });
  const late = momentsOf({ seed: figures.seed, kills: writes, from: 40, to: 240 });
  const earlyEach = Math.ceil(starts / writes);
  await inFolder(async (dataDir) => {
    for (const [run, lines] of late.entries()) {
      // First some that are killed while they start on what the last one left.
      for (const moment of early.splice(0, run === 0 ? 0 : earlyEach)) {
        const starting = startProgram(WRITER, dataDir, `${run}start${moment}`);
        await delay(moment);
        await starting.kill();
        const [found, ...said] = starting.lines;
        figures.trial(found === undefined ? [] : ledger.faultsIn(found));
        note(said);
      }
      const writer = startProgram(WRITER, dataDir, String(run));
      const faults = await faultOf(writer, 1 + lines);
      faults.push(...(await secondOpener(dataDir, writer.process.pid)));
      await writer.kill();
      const [found = '{}', ...said] = writer.lines;
      figures.trial([...faults, ...ledger.faultsIn(found)]);
      note(said);
    }
    const last = startProgram(WRITER, dataDir, 'last');
    const faults = await faultOf(last, 1);
    await last.kill();
    figures.trial([...faults, ...ledger.faultsIn(last.lines[0] ?? '{}')]);
  });
  figures.add('in doubt', ledger.inDoubt);
}

/** Kills processes that make the files, then wants a start to work. */
export async function killFirstStarts(figures: Figures, { firstStarts }: Kills): Promise<void> {
  const moments = momentsOf({ seed: figures.seed, kills: firstStarts, from: 200, to: 5000 });
  while (moments.length > 0) {
    await inFolder(async (dataDir) => {
      for (const moment of moments.splice(0, 10)) {
        const starting = startProgram(WRITER, dataDir, `first${moment}`);
        await delay(moment);
        await starting.kill();
        figures.trial(starting.errors() === '' ? [] : [starting.errors()]);
      }
      const started = startProgram(WRITER, dataDir, 'last');
      const faults = await faultOf(started, 5);
      await started.kill();
      figures.trial(faults);
    });
  }
}

function migrationFaults(line: string, done: ReadonlySet<string>): string[] {
  const { whole, recorded }: { whole: string[]; recorded: string[] } = JSON.parse(line);
  const faults = [...done].filter((name) => !recorded.includes(name)).map((name) => `${name} is lost`);
  const tables = whole.join();
  if (tables !== recorded.join()) faults.push(`recorded: ${recorded.join()}; there: ${tables}`);
  return faults;
}

/** Kills processes that migrate: a migration is there with its record, or not at all, and the next one goes on. */
export async function killMigrators(figures: Figures, { migrations }: Kills): Promise<void> {
  const moments = momentsOf({ seed: figures.seed, kills: migrations, from: 0, to: 200 });
  const done = new Set<string>();
  await inFolder(async (dataDir) => {
    for (const moment of [...moments, 0]) {
      const migrator = startProgram(MIGRATOR, dataDir);
      const faults = await faultOf(migrator, 1 + (moment % 7));
      await delay(moment / 7);
      await migrator.kill();
      const [found, ...said] = migrator.lines;
      figures.trial(found === undefined ? faults : [...faults, ...migrationFaults(found, done)]);
      for (const name of said) done.add(name);
    }
  });
  figures.add('migrations applied', done.size);
}
