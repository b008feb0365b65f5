import { exec, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(exec);

/** What a command printed; of one that failed, what it complained about as well. */
export async function run(command: string, folder: string): Promise<string> {
  try {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
    const { stdout } = await execute(command, { cwd: folder, env });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }; // exec's own
    return stdout + stderr;
  }
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** The API of a copy of the repository, on an empty embedded database. */
export interface Server {
  stop(): Promise<void>;
}

/**
 * Starts the API from its sources and waits until it serves.
 *
 * @throws Error with what it printed when it ends instead
 */
export async function startServer(folder: string, port: number): Promise<Server> {
  const options = ['--conditions=source', '--import', 'tsx', 'apps/api/main.ts'];
  const child = spawn(process.execPath, options, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      DATA_DIR: join(folder, '.data'),
      DEMO_DATA: 'no',
      LOG_LEVEL: 'warn',
    },
  });
  const ended = once(child, 'exit');
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      printed += String(chunk);
      if (/^Ready at /m.test(printed)) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void ended.then(() => reject(new Error(`The API did not start:\n${printed}`)));
  });
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
