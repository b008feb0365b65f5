import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseLockedError, openDatabase, prisma } from '../db';

/** `KILLS` makes the test longer. */
const kills = Number(process.env['KILLS'] ?? 6);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const script = fileURLToPath(new URL('durability.writer.ts', import.meta.url));

let dataDir: string;
let writer: Writer | undefined;

/** A process that writes until it is killed. */
interface Writer {
  process: ChildProcess;
  /** What it said, line by line. */
  lines: string[];
  /** What it wrote to stderr. */
  errors(): string;
  /** Waits until it has said so many lines. */
  said(lines: number): Promise<void>;
  kill(): Promise<void>;
}

function startWriter(run: string): Writer {
  const options = ['--conditions=source', '--import', 'tsx', script, dataDir, run];
  const child = spawn(process.execPath, options, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  let text = '';
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  return {
    process: child,
    get lines() {
      return text.split('\n').slice(0, -1);
    },
    errors: () => errors,
    async said(count) {
      while (text.split('\n').length <= count) {
        if (child.exitCode !== null) throw new Error(`The writer ended with ${child.exitCode}: ${errors}`);
        await delay(5);
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'durability-'));
});
afterEach(async () => {
  await writer?.kill();
  writer = undefined;
  await rm(dataDir, { recursive: true });
});

describe('the embedded database, when its process is killed', () => {
  it('has everything that it acknowledged, and at most the one write more that was under way', {
    timeout: 30_000 + kills * 10_000,
  }, async () => {
    const acknowledged = new Map<string, number>();
    let inDoubt = 0;
    for (let run = 0; run < kills; run++) {
      writer = startWriter(String(run));
      await writer.said(20 + Math.floor(Math.random() * 200));
      await expect(openDatabase({ dataDir })).rejects.toThrow(DatabaseLockedError);
      await expect(openDatabase({ dataDir })).rejects.toMatchObject({ pid: writer.process.pid });
      await writer.kill();
      for (const line of writer.lines.slice(1)) {
        const [email = '', version] = line.split(' ');
        acknowledged.set(email, Number(version));
      }

      const database = await openDatabase({ dataDir });
      const rows = await prisma.user.findMany({ select: { email: true, version: true } });
      await database.close();
      const found = new Map(rows.map(({ email, version }) => [email, version]));
      const lost: string[] = [];
      let ahead = 0;
      for (const [email, version] of acknowledged) {
        if ((found.get(email) ?? 0) < version) lost.push(`${email} ${version}`);
        ahead += (found.get(email) ?? 0) - version;
        acknowledged.set(email, found.get(email) ?? 0);
      }
      for (const [email, version] of found) {
        if (!acknowledged.has(email)) ahead += version;
        acknowledged.set(email, version);
      }
      expect(lost).toEqual([]);
      expect(ahead).toBeLessThanOrEqual(1);
      inDoubt += ahead;
    }
    const writes = [...acknowledged.values()].reduce((sum, version) => sum + version, 0);
    process.stdout.write(
      `durability: ${kills} kills, ${writes} writes, 0 acknowledged lost, ${inDoubt} in doubt\n`,
    );
    expect(writes).toBeGreaterThan(kills * 10);
  });

  it('is taken over by one of those who find it so at the same time', { timeout: 60_000 }, async () => {
    writer = startWriter('dead');
    await writer.said(3);
    await writer.kill();
    const heirs = Array.from({ length: 4 }, (_, heir) => startWriter(`heir${heir}`));
    const outcomes = await Promise.all(
      heirs.map(async (heir) => {
        const refused = once(heir.process, 'close').then(() => 'refused');
        return Promise.race([
          heir.said(5).then(
            () => 'open',
            () => 'refused',
          ),
          refused,
        ]);
      }),
    );
    expect(outcomes.toSorted()).toEqual(['open', 'refused', 'refused', 'refused']);
    const [owner] = heirs.filter((_, heir) => outcomes[heir] === 'open');
    for (const heir of heirs.filter((one) => one !== owner)) {
      await heir.kill(); // it has ended by itself: only waits until it has said everything
      expect(heir.errors()).toContain(`is in use by process ${owner?.process.pid}`);
    }
    writer = owner;
  });

  it('while its files are being made, makes them anew the next time', { timeout: 120_000 }, async () => {
    for (const pause of [300, 700, 1200, 2000]) {
      writer = startWriter('early');
      await delay(pause);
      await writer.kill();
    }
    writer = startWriter('late');
    await writer.said(5);
    expect(writer.lines[0]).toBe('open');
  });
});
