import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';

const PATIENCE = { timeout: 60_000, interval: 200 };
const dataDir = mkdtempSync(join(tmpdir(), 'start-'));

interface Row {
  pid: number;
  parent: number;
  command: string;
}

/** Every process that is alive; one that merely waits to be reaped is not. */
function processes(): Row[] {
  const listing = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,command='], { encoding: 'utf8' });
  return listing.split('\n').flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined || state?.startsWith('Z')
      ? []
      : { pid: Number(pid), parent: Number(parent), command };
  });
}

function descendants(root: number, all = processes()): Row[] {
  const children = all.filter(({ parent }) => parent === root);
  return [...children, ...children.flatMap(({ pid }) => descendants(pid, all))];
}

/** Those that are still there; another process that got the same id is not one of them. */
function alive(family: Row[]): Row[] {
  const now = new Set(processes().map(({ pid, command }) => `${pid} ${command}`));
  return family.filter(({ pid, command }) => now.has(`${pid} ${command}`));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** `npx pnpm start`, in a process group of its own, up and answering. */
async function start(): Promise<{ npx: ChildProcess; port: number; family: Row[]; server: number }> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir };
  const npx = spawn('npx', ['-y', 'pnpm', 'start'], { env, detached: true, stdio: 'ignore' });
  const { pid = 0 } = npx;
  const family: Row[] = [];
  onTestFinished(() => {
    for (const left of [...alive(family), ...descendants(pid)]) process.kill(left.pid, 'SIGKILL');
    npx.kill('SIGKILL');
  });
  await vi.waitFor(async () => expect(await answers(port)).toBe(true), PATIENCE);
  family.push(...processes().filter((row) => row.pid === pid), ...descendants(pid));
  const server = family.find(({ command }) => /^\S*node scripts\/start\.mjs/.test(command));
  if (!server) throw new Error(`no server among ${JSON.stringify(family)}`);
  return { npx, port, family, server: server.pid };
}

describe('npx pnpm start', () => {
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it.each([
    ['SIGTERM', 'npx'],
    ['SIGKILL', 'npx'],
    ['SIGTERM', 'server'],
    ['SIGKILL', 'server'],
    ['SIGINT', 'group'],
  ] as const)(
    'leaves no process and no port behind after %s to %s, and starts again',
    async (signal, target) => {
      const { npx, port, family, server } = await start();
      const group = -(npx.pid ?? 0);
      process.kill({ npx: -group, server, group }[target], signal);
      await vi.waitFor(async () => {
        const alive = new Set(processes().map(({ pid, command }) => `${pid} ${command}`));
        expect(family.filter(({ pid, command }) => alive.has(`${pid} ${command}`))).toEqual([]);
        expect(await answers(port)).toBe(false);
      }, PATIENCE);
    },
  );
});
