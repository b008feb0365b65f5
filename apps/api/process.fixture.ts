import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

const MAIN = join(import.meta.dirname, 'dist/main.js');

/** How a process ended: by an exit code or by a signal, and what it said on its way. */
interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** The built API as a process of its own. */
export interface ApiProcess {
  readonly pid: number;
  /** Resolves with the address once it is served, rejects when the process ends before. */
  readonly url: Promise<string>;
  readonly ended: Promise<Ending>;
  readonly stdout: () => string;
  kill(signal: NodeJS.Signals): void;
}

/** A folder of its own, removed when the test ends; a copy of `template` where there is one. */
export async function temporaryFolder(template?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'api-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  if (template !== undefined) await cp(template, folder, { recursive: true });
  return folder;
}

async function endingOf(child: ChildProcess): Promise<Ending> {
  const said = child.stderr ? text(child.stderr) : '';
  const [code, signal] = await once(child, 'exit');
  return { code, signal, stderr: await said };
}

/** Starts the built API on a free port. */
export function spawnApi(env: Readonly<Record<string, string>>): ApiProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], PORT: '0', DEMO_DATA: 'no', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = endingOf(child);
  let stdout = '';
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      const address = /^Ready at (\S+),/m.exec(stdout)?.[1];
      if (address !== undefined) resolve(address);
    });
    void ended.then(({ stderr }) => reject(new Error(`It ended before it was ready: ${stderr}`)));
  });
  url.catch(() => {}); // a test may look at the ending only
  return { pid: child.pid ?? 0, url, ended, stdout: () => stdout, kill: (signal) => child.kill(signal) };
}

/** Starts the built API on a free port; whatever is left of it is killed when the test ends. */
export function startApi(env: Readonly<Record<string, string>>): ApiProcess {
  const api = spawnApi(env);
  onTestFinished(async () => {
    api.kill('SIGKILL');
    await api.ended;
  });
  return api;
}

/** Makes a folder with an empty database, to copy from: making one takes longer than most tests. */
export async function emptyDatabase(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'api-template-'));
  const api = spawnApi({ DATA_DIR: folder });
  await api.url;
  api.kill('SIGTERM');
  await api.ended;
  return folder;
}
