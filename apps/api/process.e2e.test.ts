import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databaseFolder } from './databases.fixture';
import { type ApiProcess, asDemoAdmin, askPatiently, startApi } from './process.fixture';

/** Whoever creates users has to be somebody. */
const DEMO = { DEMO_MODE: 'yes', RATE_LIMIT: '1000000', RATE_LIMIT_PER_ADDRESS: '1000000' };

const LINE = /^[^\n]+\n$/;

/** What became of the users that were asked for: made for certain, or not known. */
interface Load {
  readonly acknowledged: Set<string>;
  stop(): Promise<void>;
}

/** Creates users from several clients at once, each request on a connection of its own, until told to stop. */
async function createUsers(url: string, clients: number): Promise<Load> {
  const acknowledged = new Set<string>();
  const headers = { ...(await asDemoAdmin(url)), Connection: 'close' };
  const prefix = crypto.randomUUID().slice(0, 8);
  let going = true;
  const client = async (at: number): Promise<void> => {
    for (let nth = 0; going; nth++) {
      try {
        const body = JSON.stringify({ name: `Client ${at}`, email: `${prefix}-${at}-${nth}@example.org` });
        const response = await fetch(`${url}/api/users`, { method: 'POST', headers, body });
        if (response.status === 201) acknowledged.add((await response.json()).id);
      } catch {
        return; // the server has gone
      }
    }
  };
  const done = Promise.all(Array.from({ length: clients }, (_, at) => client(at)));
  return {
    acknowledged,
    async stop() {
      going = false;
      await done;
    },
  };
}

interface UserPage {
  readonly items: { readonly id: string }[];
  readonly next: string | null;
}

async function allIds(url: string): Promise<Set<string>> {
  const ids = new Set<string>();
  const headers = await asDemoAdmin(url);
  for (let next: string | null = ''; next !== null; ) {
    const response = await askPatiently(`${url}/api/users?limit=100${next && `&next=${next}`}`, { headers });
    const page: UserPage = await response.json();
    for (const { id } of page.items) ids.add(id);
    next = page.next;
  }
  return ids;
}

/** A request that never ends: its body is announced and not sent. */
async function hangOn(url: string): Promise<void> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  socket.write(
    'POST /api/users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  );
  await sleep(200);
}

async function stillRuns({ ended }: ApiProcess, during: number): Promise<boolean> {
  return Promise.race([ended.then(() => false), sleep(during, true)]);
}

describe('the process', () => {
  it('says where it listens and where the data live', async () => {
    const DATA_DIR = await databaseFolder('empty');
    const api = startApi({ DATA_DIR });
    const url = await api.url;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(api.stdout()).toContain(`Ready at ${url}, data in ${DATA_DIR} (embedded PostgreSQL).\n`);
  });

  it('lets requests in flight finish on SIGTERM, loses none and does none that it did not answer', async () => {
    const DATA_DIR = await databaseFolder('demo');
    const api = startApi({ DATA_DIR, ...DEMO });
    const before = await allIds(await api.url);
    const load = await createUsers(await api.url, 8);
    await expect.poll(() => load.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(30);
    api.kill('SIGTERM');
    expect(await api.ended).toEqual({ code: 0, signal: null, stderr: '' });
    await load.stop();
    expect(await allIds(await startApi({ DATA_DIR, ...DEMO }).url)).toEqual(
      new Set([...before, ...load.acknowledged]),
    );
  });

  it('keeps every user that it acknowledged through kill -9, again and again', async () => {
    const DATA_DIR = await databaseFolder('demo');
    const acknowledged = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const api = startApi({ DATA_DIR, ...DEMO });
      const load = await createUsers(await api.url, 4);

      await expect.poll(() => load.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(30);
      api.kill('SIGKILL');
      await load.stop();
      for (const id of load.acknowledged) acknowledged.add(id);
    }
    const kept = await allIds(await startApi({ DATA_DIR, ...DEMO }).url);
    expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
  });

  it('waits for a request only until the deadline', async () => {
    const api = startApi({ DATA_DIR: await databaseFolder('empty'), SHUTDOWN_SECONDS: '1' });
    await hangOn(await api.url);
    api.kill('SIGINT');
    expect(await stillRuns(api, 500)).toBe(true);
    expect(await api.ended).toMatchObject({ code: 1, signal: null });
    expect(api.stdout()).toContain('cut off');
  });

  it('ends at once at the second signal', async () => {
    const api = startApi({ DATA_DIR: await databaseFolder('empty'), SHUTDOWN_SECONDS: '60' });
    await hangOn(await api.url);
    api.kill('SIGTERM');
    expect(await stillRuns(api, 300)).toBe(true);
    api.kill('SIGTERM');
    expect(await api.ended).toMatchObject({ code: 143 });
  });
});

describe('a process that cannot start says so in one line and exits with 1', () => {
  it('when a value is wrong', async () => {
    const { code, stderr } = await startApi({ PORT: 'http', HOST: 'no address' }).ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(LINE)]);
    expect(stderr).toMatch(/^PORT must be .*; HOST must be an address/);
  });

  it('when the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await expect.poll(() => other.listening).toBe(true);
    const address = other.address();
    const port = String(typeof address === 'object' && address?.port);
    const api = startApi({ PORT: port, DATA_DIR: await databaseFolder('empty') });
    const { code, stderr } = await api.ended;
    expect([code, stderr, api.stdout()]).toEqual([1, expect.stringMatching(LINE), '']);
    expect(stderr).toMatch(`Port ${port} is in use by another program`);
  });

  it('when another process has the data', async () => {
    const DATA_DIR = await databaseFolder('empty');
    const first = startApi({ DATA_DIR });
    await first.url;
    const { code, stderr } = await startApi({ DATA_DIR }).ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(LINE)]);
    expect(stderr).toContain(`in use by process ${first.pid}`);
  });

  it('when there is no database server, without telling the password', async () => {
    const DATABASE_URL = 'postgresql://app:secret@127.0.0.1:1/app';
    const { code, stderr } = await startApi({ DATABASE_URL }).ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(LINE)]);
    expect(stderr).not.toContain('secret');
  });
});
