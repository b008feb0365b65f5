import { exec, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(exec);

/** What a command printed; of one that failed, what it complained about as well. */
export async function run(command: string, folder: string): Promise<string> {
  try {
    // Deno takes any value of FORCE_COLOR for a wish.
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
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

/** Who signs in says who acts; a reader whose curl sends the token of an admin gets the same answers. */
const SIGNED_IN = 'identity: authenticate(accounts.sessions),';
const AS_ADMIN = `identity: (_req, _res, next) => {
      actAs({ id: '0199c2f0-0000-7000-8000-000000000adf', role: 'admin', status: 'active' });
      next();
    },`;

/**
 * Has the API of a copy of the repository take each request for an admin's.
 *
 * @throws Error when it does not say who acts where it is expected to
 */
function actAsAdmin(folder: string): string {
  const main = readFileSync(join(folder, 'apps/api/main.ts'), 'utf8');
  if (!main.includes(SIGNED_IN)) throw new Error('apps/api/main.ts says in another way who acts');
  const entry = 'apps/api/main-as-admin.ts';
  const imported = "import { actAs } from '@myapp/core/policies';\n";
  writeFileSync(join(folder, entry), imported + main.replace(SIGNED_IN, AS_ADMIN));
  return entry;
}

/** As wherever somebody is signed in as one: the admins that pages make and take away are not the only ones. */
async function makeAnotherAdmin(address: string): Promise<void> {
  const body = JSON.stringify({ name: 'Zoe Root', email: 'root@example.org', role: 'admin' });
  const headers = { 'Content-Type': 'application/json' };
  const create = (): Promise<Response> => fetch(`${address}/api/users`, { method: 'POST', headers, body });
  let { status } = await create();
  // A machine that has much else to do is late, and says so.
  for (let attempt = 0; status === 503 && attempt < 40; attempt++) {
    await sleep(500);
    ({ status } = await create());
  }
  if (status !== 201) throw new Error(`The admin of the pages was not made: ${status}`);
}

/**
 * Starts the API from its sources, for an admin, and waits until it serves.
 *
 * @throws Error with what it printed when it ends instead
 */
export async function startServer(folder: string, port: number): Promise<Server> {
  const options = ['--conditions=source', '--import', 'tsx', actAsAdmin(folder)];
  const child = spawn(process.execPath, options, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      DATA_DIR: join(folder, '.data'),
      DEMO_MODE: 'no',
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
  await makeAnotherAdmin(`http://127.0.0.1:${port}`);
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
