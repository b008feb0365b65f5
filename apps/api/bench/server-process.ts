import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import type { ContenderName, Surroundings, Told } from './contenders';
import type { BenchDatabase } from './database';
import { dialects } from './dialects';
import type { Connection, Send } from './workloads';

const PROGRAM = fileURLToPath(new URL('dist/contender.js', import.meta.url));

/** A contender that is served, and the connections to it. */
export interface ServedContender {
  readonly name: ContenderName;
  readonly connections: readonly Connection[];
  /** Microseconds of its processor that have passed since this was last asked. */
  processorTime(): Promise<number>;
  stop(): Promise<void>;
}

async function told(child: ChildProcess): Promise<Told> {
  const listening = new AbortController();
  const { signal } = listening;
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('A contender has ended');
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message as Told; // it says nothing else
  } finally {
    listening.abort();
  }
}

async function urlOf(child: ChildProcess): Promise<string> {
  const message = await told(child);
  if (!('url' in message)) throw new Error('A contender has not said where it listens');
  return message.url;
}

function sender(pool: Pool, { accounts }: BenchDatabase): Send {
  return async ({ method = 'GET', path, version, body }, account) => {
    const headers: Record<string, string> = { authorization: `Bearer ${accounts[account]?.token}` };
    if (version !== undefined) headers['if-match'] = `"${version}"`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const sent = body === undefined ? null : JSON.stringify(body);
    const answer = await pool.request({ method, path, headers, body: sent });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return JSON.parse(text) as never; // the contender's dialect reads it
  };
}

/** Starts a contender in a process of its own; its log goes nowhere. */
export async function serve(name: ContenderName, database: BenchDatabase): Promise<ServedContender> {
  const { databaseUrl, secret, accounts } = database;
  const where: Surroundings = { databaseUrl, secret };
  const child = fork(PROGRAM, [name, JSON.stringify(where)], {
    env: { ...process.env, NODE_ENV: 'production' },
    execArgv: [], // nothing of what its parent needs to run from the sources
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const pool = new Pool(await urlOf(child), { connections: accounts.length, pipelining: 1 });
  const send = sender(pool, database);
  return {
    name,
    connections: accounts.map((_, at) => ({ at, send, dialect: dialects[name] })),
    async processorTime() {
      child.send('cost');
      const message = await told(child);
      return 'microseconds' in message ? message.microseconds : Number.NaN;
    },
    async stop() {
      await pool.close();
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
