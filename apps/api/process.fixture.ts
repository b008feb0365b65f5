import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** The built API; from its sources where these are broken on purpose, and not worth building. */
const MAIN =
  process.env['TEST_API_FROM_SOURCE'] === 'yes'
    ? ['--conditions=source', '--import', 'tsx', join(import.meta.dirname, 'main.ts')]
    : [join(import.meta.dirname, 'dist/main.js')];

/** How a process ended: by an exit code or by a signal, and what it said on its way. */
interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** The API as a process of its own. */
export interface ApiProcess {
  readonly pid: number;
  /** Resolves with the address once it is served, rejects when the process ends before. */
  readonly url: Promise<string>;
  readonly ended: Promise<Ending>;
  readonly stdout: () => string;
  kill(signal: NodeJS.Signals): void;
}

/** A folder of its own, removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'api-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function endingOf(child: ChildProcess): Promise<Ending> {
  const said = child.stderr ? text(child.stderr) : '';
  const [code, signal] = await once(child, 'exit');
  return { code, signal, stderr: await said };
}

/** Starts the API on a free port. */
export function spawnApi(env: Readonly<Record<string, string>>): ApiProcess {
  const child = spawn(process.execPath, MAIN, {
    env: { PATH: process.env['PATH'], PORT: '0', DEMO_MODE: 'no', LOG_LEVEL: 'warn', ...env },
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

/** Starts the API on a free port; whatever is left of it is killed when the test ends. */
export function startApi(env: Readonly<Record<string, string>>): ApiProcess {
  const api = spawnApi(env);
  onTestFinished(async () => {
    api.kill('SIGKILL');
    await api.ended;
  });
  return api;
}

/** Asks as clients are told to: where the server says that it is busy, again after the time that it names. */
export async function askPatiently(url: string, init: RequestInit = {}): Promise<Response> {
  for (let left = 20; ; left--) {
    const response = await fetch(url, init);
    if (response.status !== 503 || left === 0) return response;
    await response.body?.cancel();
    await sleep(1000 * Number(response.headers.get('Retry-After') ?? 1));
  }
}

/** Signs in as the admin of a demo, and gives the headers of requests that are then theirs. */
export async function asDemoAdmin(url: string): Promise<Record<string, string>> {
  const headers = { 'Content-Type': 'application/json', Origin: url };
  const body = JSON.stringify({ email: 'admin@example.com', password: 'admin-demo-password' });
  const response = await askPatiently(`${url}/api/auth/sign-in/email`, { method: 'POST', headers, body });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return { ...headers, Cookie: cookies.join('; ') };
}
