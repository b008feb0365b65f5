import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnavailableError } from 'reactive/errors';
import { afterAll, describe, expect, it } from 'vitest';
import { figuresOf } from '../../../scripts/figures.fixture';
import { openDatabase } from '../db';
import { WRITER } from './kills.fixture';
import { Ledger } from './ledger.fixture';
import { startProgram } from './program.fixture';

/** A disk of its own, in memory; nothing where this user may not mount one. */
const disk = mkdtempSync(join(tmpdir(), 'full-disk-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk]).status === 0;
const rest = join(disk, 'rest');

afterAll(() => {
  if (mounted) spawnSync('umount', [disk]);
  rmdirSync(disk);
});

/** Takes all the room that is left. */
async function fill(): Promise<void> {
  const handle = await open(rest, 'a');
  try {
    for (const size of [2 ** 20, 2 ** 12]) {
      const piece = Buffer.alloc(size);
      for (let written = size; written === size; ) {
        written = await handle.write(piece).then(
          ({ bytesWritten }) => bytesWritten,
          () => 0,
        );
      }
    }
  } finally {
    await handle.close();
  }
}

describe.skipIf(!mounted)('the embedded database on a disk that is full (needs to mount one)', () => {
  const figures = figuresOf('a full disk under the embedded database');
  const dataDir = join(disk, 'data');

  it('acknowledges nothing that is not there when there is room again', async () => {
    const ledger = new Ledger();
    for (let run = 0; run < 10; run++) {
      const writer = startProgram(WRITER, dataDir, String(run));
      await writer.said(10 + run);
      await fill();
      await once(writer.process, 'close');
      const [found = '{}', ...said] = writer.lines;
      const ended = writer.process.exitCode === 0 ? ['it ended as if all were well'] : [];
      figures.trial([...ended, ...ledger.faultsIn(found)]);
      ledger.note(said);
      await rm(rest);
    }
    const last = startProgram(WRITER, dataDir, 'last');
    await last.said(1);
    await last.kill();
    figures.trial(ledger.faultsIn(last.lines[0] ?? '{}'));
    figures.add('writes acknowledged', ledger.acknowledged);
    expect(figures.violations).toEqual([]);
  });

  it('says so when it can’t even be opened', async () => {
    await fill();
    const error = await openDatabase({ dataDir }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnavailableError);
    figures.trial(/can't be (opened|used)/.test(String(error)) ? [] : [String(error)]);
    expect(figures.violations).toEqual([]);
  });
});
