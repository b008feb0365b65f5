import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { UnavailableError } from 'reactive/errors';
import { type SqlSession, serverSession } from '../sql-session';

/** PostgreSQL's own programs, of its client package. */
export type Tool = 'pg_dump' | 'pg_restore' | 'psql';

/** A program that was started; what it writes is for the caller to read. */
export interface ToolRun {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  /** @throws UnavailableError with the words of the program when it fails */
  readonly done: Promise<void>;
}

const INSTALL =
  'Install the client programs of PostgreSQL, of the major version of the server or a later one ' +
  '(postgresql-client on Debian and Ubuntu, postgresql on Homebrew), and see that they are on the PATH.';

/** Arguments and environment that connect to `url`; the password is in no list of processes. */
export function connectionOf(url: string): { target: string; env: NodeJS.ProcessEnv } {
  const target = new URL(url);
  const password = decodeURIComponent(target.password);
  target.password = '';
  return {
    target: target.href,
    env: password === '' ? process.env : { ...process.env, PGPASSWORD: password },
  };
}

async function succeed(tool: Tool, child: ToolRun['process']): Promise<void> {
  const errors = text(child.stderr);
  try {
    const [code]: unknown[] = await once(child, 'close');
    if (code !== 0) throw new UnavailableError(`${tool} failed: ${(await errors).trim()}`);
  } catch (cause) {
    if (cause instanceof UnavailableError) throw cause;
    throw new UnavailableError(`${tool} can't be started. ${INSTALL}`, { cause });
  }
}

export function startTool(tool: Tool, args: readonly string[], env = process.env): ToolRun {
  const child = spawn(tool, args, { env, stdio: 'pipe' });
  // What it does not want to read any more is told by how it ends.
  child.stdin.on('error', () => {});
  const done = succeed(tool, child);
  // Whoever started it looks at this when it has read what there is; until then a failure is nobody's surprise.
  done.catch(() => {});
  return { process: child, done };
}

/** Runs a program to its end, without anything to read, and gives what it wrote. */
export async function runTool(tool: Tool, args: readonly string[], env = process.env): Promise<string> {
  const { process: child, done } = startTool(tool, args, env);
  child.stdin.end();
  const [written] = await Promise.all([text(child.stdout), done]);
  return written;
}

/**
 * Wants the programs to be as new as the server, since older ones do not know what it may hold.
 *
 * @throws UnavailableError when one is missing or too old
 */
export async function requireTools(tools: readonly Tool[], serverMajor: number): Promise<void> {
  for (const tool of tools) {
    const version = await runTool(tool, ['--version']);
    const major = Number(/\s(\d+)/.exec(version)?.[1]);
    if (!(major >= serverMajor)) {
      throw new UnavailableError(
        `${tool} is of version ${major}, the server of version ${serverMajor}. ${INSTALL}`,
      );
    }
  }
}

/**
 * Lends a connection to a server.
 *
 * @throws UnavailableError when the server does not answer
 */
export async function connected<Result>(
  url: string,
  work: (session: SqlSession, major: number) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnavailableError(`The database server can't be reached: ${reason}`, { cause });
  }
  try {
    const session = serverSession(client);
    const [server] = await session.rows<{ major: number }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS major`,
    );
    return await work(session, server?.major ?? 0);
  } finally {
    await client.end();
  }
}
