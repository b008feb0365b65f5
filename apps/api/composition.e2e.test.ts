import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/docs/processes';
import { DEMO_ACCOUNTS } from './accounts/accounts.fixture';
import { ask } from './app.fixture';
import { putDatabase } from './databases.fixture';
import { type ApiProcess, askPatiently, spawnApi } from './process.fixture';

/** Requests of one account in a minute: the last test is the one that comes to it. */
const RATE_LIMIT = 100;
const PUBLIC_URL = 'https://app.example.org';
const OTHER_PAGE = 'https://other.example.org';
const [ADMIN, USER] = DEMO_ACCOUNTS;

let folder: string;
let api: ApiProcess;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'composition-'));
  await putDatabase('accounts', folder);
  const port = String(await freePort());
  url = `http://127.0.0.1:${port}`;
  api = spawnApi({
    DATA_DIR: folder,
    PORT: port,
    RATE_LIMIT: String(RATE_LIMIT),
    PUBLIC_URL,
    CORS_ORIGINS: OTHER_PAGE,
    ALLOWED_HOSTS: 'api.internal',
  });
  await api.url;
});
afterAll(async () => {
  api.kill('SIGKILL');
  await api.ended;
  await rm(folder, { recursive: true, force: true });
});

type Headers = Readonly<Record<string, string>>;

const send = (path: string, init: RequestInit = {}): Promise<Response> =>
  askPatiently(`${url}/api${path}`, {
    ...init,
    headers: { 'Content-Type': 'application/json', ...(init.headers as Headers | undefined) },
  });

async function signIn({ email, password }: { email: string; password: string }): Promise<Headers> {
  const response = await send('/auth/sign-in/email', {
    method: 'POST',
    body: JSON.stringify({ email, password }),
  });
  const [cookie = ''] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^__Secure-.*; Secure/i);
  return { Cookie: cookie.split(';')[0] ?? '', Origin: PUBLIC_URL };
}

describe('the API as it is put together', () => {
  it('asks who is there', async () => {
    expect((await send('/users')).status).toBe(401);
    expect((await send('/users', { headers: { Authorization: 'Bearer of.nothing' } })).status).toBe(401);
    expect((await send('/users', { headers: await signIn(USER) })).status).toBe(200);
  });

  it('knows whose pages may use it, and by which names it is called', async () => {
    const admin = await signIn(ADMIN);
    const create = (Origin: string) =>
      send('/users', { method: 'POST', body: '{}', headers: { ...admin, Origin } });
    expect((await create('https://evil.example')).status).toBe(403);
    expect((await create(url)).status).toBe(400);
    const { status, headers } = await create(OTHER_PAGE);
    expect([status, headers.get('Access-Control-Allow-Origin')]).toEqual([400, OTHER_PAGE]);
    expect(headers.get('Strict-Transport-Security')).toContain('max-age=');
    for (const [host, answer] of [
      ['app.example.org', 200],
      ['api.internal:80', 200],
      ['evil.example', 421],
    ] as const)
      expect((await ask(`${url}/openapi.json`, { headers: { host } })).status).toBe(answer);
  });

  it('does what is repeated under a key once', async () => {
    const headers = { ...(await signIn(ADMIN)), 'Idempotency-Key': crypto.randomUUID() };
    const body = JSON.stringify({ name: 'Ada', email: 'ada@example.org' });
    const [first, second] = [
      await send('/users', { method: 'POST', body, headers }),
      await send('/users', { method: 'POST', body, headers }),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
    expect(await second.text()).toBe(await first.text());
  });

  it('knows who asked, whatever others ask before it is answered', async () => {
    const [admin, elsewhere, user] = [await signIn(ADMIN), await signIn(ADMIN), await signIn(USER)];
    const listed = async (headers: Headers) => (await send('/auth/list-sessions', { headers })).status;
    const change = {
      currentPassword: ADMIN.password,
      newPassword: ADMIN.password,
      revokeOtherSessions: true,
    };
    let going = true;
    // The digests of the passwords take their time, in which others are served.
    const changed = send('/auth/change-password', {
      method: 'POST',
      headers: admin,
      body: JSON.stringify(change),
    }).finally(() => {
      going = false;
    });
    for (; going; await sleep(10)) expect(await listed(user)).toBe(200);
    expect((await changed).status).toBe(204);
    expect([await listed(user), await listed(admin), await listed(elsewhere)]).toEqual([200, 200, 401]);
  });

  it('counts the requests of an account', async () => {
    const user = await signIn(USER);
    const statuses = new Set<number>();
    for (let nth = 0; nth < RATE_LIMIT + 1; nth++)
      statuses.add((await send('/auth/list-sessions', { headers: user })).status);
    expect(statuses).toEqual(new Set([200, 429]));
    expect((await send('/users', { headers: await signIn(ADMIN) })).status).toBe(200);
  });
});
