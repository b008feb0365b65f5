import { HistoryBrowserProvider } from '@myapp/client/providers/history';
import { History } from '@myapp/core/entities/history';
import { actAs } from '@myapp/core/policies';
import { openTestDatabase } from '@myapp/server/database/testing';
import { accountActivity, stepProjection } from '@myapp/server/events';
import fc from 'fast-check';
import { runInScope } from 'reactive/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApiAnswer } from './api.fixture';
import { type GuardedApi, PEOPLE, type Role, runGuardedApi } from './permissions.fixture';

let api: GuardedApi;
beforeAll(async () => {
  api = await runGuardedApi(await openTestDatabase());
});
beforeEach(() => api.arrange());
afterAll(() => api.close());

const ask = (role: Role, path: string) => api.as(role, { path: `/api${path}` });
const patch = async (role: Role, id: string, body: object): Promise<ApiAnswer> =>
  api.as(role, {
    method: 'PATCH',
    path: `/api/users/${id}`,
    headers: { 'If-Match': `"${await api.versionOf(id)}"` },
    body,
  });
const json = (value: unknown) => encodeURIComponent(JSON.stringify(value));
const typesOf = ({ json: page }: ApiAnswer) => page.items.map(({ type }: { type: string }) => type);
/** Tokens by which the tests sign in are events too. */
const noTokens = `where=${json({ type: { not: 'token-created' } })}`;

const { user, admin, active } = PEOPLE;

describe('the history of a user', () => {
  it('tells what happened, the latest first, with who did it and the names that the reader may see', async () => {
    await patch('admin', user.id, { role: 'admin', name: 'Una Major' });
    const { json: page } = await ask('admin', `/users/${user.id}/history?${noTokens}`);
    expect([page.total, page.next]).toEqual([3, null]);
    const by = { userId: user.id, userName: 'Una Major', actor: admin.id, actorName: admin.name };
    expect(page.items).toMatchObject([
      { ...by, version: 3, type: 'promoted', personal: null, requestId: expect.any(String) },
      { ...by, version: 2, type: 'renamed', personal: { from: 'Una User', to: 'Una Major' } },
      {
        type: 'registered',
        version: 1,
        actor: 'test',
        actorName: null,
        personal: { email: 'user@example.org' },
      },
    ]);
  });

  it('is read by its own user without where it stands in the log, nor names that they may not see', async () => {
    await patch('admin', user.id, { name: 'Una Major' });
    const { json: page } = await ask('user', `/users/${user.id}/history?${noTokens}`);
    expect(page.items.map((entry: object) => 'requestId' in entry)).toEqual([false, false]);
    expect(page.items[0]).toMatchObject({ type: 'renamed', actor: admin.id, actorName: admin.name });
    for (const refused of [
      await ask('user', `/users/${user.id}/history?requestId=x`),
      await ask('user', `/users/${user.id}/history?where=${json({ requestId: { not: 'x' } })}`),
      await ask('user', `/users/${user.id}/history?orderBy=${json({ requestId: 'asc' })}`),
    ]) {
      expect(refused.status).toBe(400);
    }
    const other = await ask('user', `/users/${user.id}/history?userId=${active.id}`);
    expect([other.status, other.json.items]).toEqual([200, []]);
  });

  it('is read page by page, each entry once, with the cursor of that query and reader alone', async () => {
    for (let n = 0; n < 5; n++) await patch('admin', user.id, { name: `Una ${n}${n}` });
    const first = `/users/${user.id}/history?limit=2&${noTokens}`;
    const seen: number[] = [];
    let next: string | null = '';
    while (next !== null) {
      const { json: page }: ApiAnswer = await ask('admin', `${first}${next && `&next=${next}`}`);
      seen.push(...page.items.map(({ version }: { version: number }) => version));
      next = page.next;
    }
    expect(seen).toEqual([...seen].toSorted((a, b) => b - a));
    expect(new Set(seen).size).toBe(6);
    const cursor = (await ask('admin', first)).json.next;
    expect((await ask('user', `${first}&next=${cursor}`)).status).toBe(400);
    expect(
      (await ask('admin', `/users/${active.id}/history?limit=2&${noTokens}&next=${cursor}`)).status,
    ).toBe(400);
    expect((await ask('admin', `/audit?limit=2&${noTokens}&next=${cursor}`)).status).toBe(400);
  });

  it('stays for admins when the user is deleted, without what is personal', async () => {
    await patch('admin', active.id, { name: 'Alan Turing' });
    await api.as('admin', {
      method: 'DELETE',
      path: `/api/users/${active.id}`,
      headers: { 'If-Match': '"2"' },
    });
    const answer = await ask('admin', `/users/${active.id}/history`);
    expect(typesOf(answer)).toEqual(['deleted', 'renamed', 'registered']);
    expect(answer.text).not.toMatch(/Turing|active@example/);
    expect((await ask('user', `/users/${active.id}/history`)).status).toBe(404);
    expect((await ask('admin', `/users/${active.id}/as-of?version=2`)).json).toMatchObject({
      account: { exists: true, name: null, email: null, role: 'user' },
    });
  });
});

describe('a user as of then', () => {
  it('is what it was after so many events, and at a moment', async () => {
    await patch('admin', user.id, { role: 'admin' });
    await patch('admin', user.id, { name: 'Una Major', status: 'inactive' });
    const { json: page } = await ask('admin', `/users/${user.id}/history`);
    const at = (version: number) => ask('admin', `/users/${user.id}/as-of?version=${version}`);
    expect((await at(1)).json).toMatchObject({
      version: 1,
      account: { name: 'Una User', role: 'user', rowVersion: 1 },
    });
    expect((await at(2)).json.account).toMatchObject({ role: 'admin', status: 'active', rowVersion: 2 });
    expect((await at(page.items[0].version)).json.account).toMatchObject({
      name: 'Una Major',
      status: 'inactive',
    });
    const now = await ask('admin', `/users/${user.id}/as-of`);
    expect(now.json).toEqual((await at(page.items[0].version)).json);
    const moment = encodeURIComponent(page.items.at(-1).at);
    const then = await ask('admin', `/users/${user.id}/as-of?at=${moment}`);
    expect(then.json.account).toMatchObject({ name: 'Una User', exists: true });
    expect(await ask('admin', `/users/${user.id}/as-of?at=2020-01-01T00:00:00Z`)).toMatchObject({
      status: 404,
      json: { detail: `The history of this user begins at ${page.items.at(-1).at}` },
    });
    expect(await at(99)).toMatchObject({
      status: 404,
      json: { detail: `Only ${page.items[0].version} events have happened to this user` },
    });
  });

  it.each([
    'version=0',
    'version=-1',
    'version=1.5',
    'version=x',
    'version=0x1',
    'version=1e0',
    'version=1.0',
    'version=%201',
    'version=01',
    'at=0000-01-01T00:00:00Z',
    'at=9999-12-31T23:59:59-01:00',
    'version=',
    'version=99999999999',
    'version=1&version=2',
    'version=1&at=2026-01-01T00:00:00Z',
    'at=yesterday',
    'at=',
    'color=red',
    '__proto__=1',
  ])('refuses %s', async (query) => {
    const answer = await ask('admin', `/users/${user.id}/as-of?${query}`);
    expect([answer.status, answer.json.errors]).toEqual([400, expect.any(Object)]);
  });

  it.each(['history', 'as-of', 'activity'])('is nobody under an id that cannot be: %s', async (path) => {
    for (const role of ['admin', 'user'] as const) {
      expect((await ask(role, `/users/%00/${path}`)).status).toBe(404);
    }
  });
});

describe('the activity of a user', () => {
  it('is what the projection has come to', async () => {
    const activity = () => ask('admin', `/users/${user.id}/activity`);
    await patch('admin', user.id, { name: 'Una Major' });
    while ((await stepProjection(accountActivity)).applied > 0);
    expect((await activity()).json).toMatchObject({ userId: user.id, changes: 1, lastChangedBy: admin.id });
  });
});

describe('the audit log', () => {
  it('tells of everybody, the latest first, filtered by who, what, whom and when', async () => {
    await patch('admin', user.id, { name: 'Una Major' });
    await patch('user', user.id, { name: 'Una Minor' });
    const audit = async (query: object) => ask('admin', `/audit?where=${json(query)}`);
    const { json: all } = await ask('admin', '/audit');
    const times = all.items.map(({ at }: { at: string }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(typesOf(await audit({ type: 'renamed' }))).toEqual(['renamed', 'renamed']);
    expect((await audit({ type: 'renamed', actor: user.id })).json.items).toMatchObject([
      { personal: { to: 'Una Minor' }, actorName: 'Una Minor', userName: 'Una Minor' },
    ]);
    expect(typesOf(await audit({ userId: active.id }))).toEqual(['registered']);
    expect((await audit({ userId: user.id, at: { gt: times[0] } })).json.total).toBe(0);
    expect(
      (await audit({ at: { gte: '2020-01-01T00:00:00Z' }, type: { in: ['promoted'] } })).json.total,
    ).toBe(0);
    expect(typesOf(await ask('admin', `/audit?type=registered&userId=${user.id}`))).toEqual(['registered']);
    for (const refused of ['type=exploded', 'stream=user', 'data=x', 'schemaVersion=1', 'transaction=1']) {
      expect([refused, (await ask('admin', `/audit?${refused}`)).status]).toEqual([refused, 400]);
    }
  });

  it('is for admins', async () => {
    expect(await ask('user', '/audit')).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    expect((await ask('user', `/audit?userId=${user.id}`)).status).toBe(403);
  });

  it('is written by nobody', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      for (const path of ['/api/audit', `/api/users/${user.id}/history`, `/api/users/${user.id}/as-of`]) {
        expect((await api.as('admin', { method, path, body: {} })).status, `${method} ${path}`).toBe(405);
      }
    }
  });
});

describe('who acts and when it was', () => {
  it('is what the server knows, whatever a client sends', async () => {
    const years = fc.date({ min: new Date('1990-01-01'), max: new Date('2020-01-01'), noInvalidDate: true });
    const lies = fc.record(
      {
        actor: fc.constantFrom(active.id, 'system', ''),
        at: years.map((date) => date.toISOString()),
        timestamp: years.map(Number),
        createdBy: fc.constant(active.id),
        events: fc.constant([]),
      },
      { requiredKeys: [] },
    );
    let round = 0;
    const start = Date.now();
    await fc.assert(
      fc.asyncProperty(lies, fc.boolean(), async (lie, inBody) => {
        const name = `Una ${round++} ..`;
        const headers = Object.fromEntries(
          Object.entries(lie).map(([key, value]) => [`X-${key}`, encodeURIComponent(String(value))]),
        );
        const answer = await api.as('user', {
          method: 'PATCH',
          path: `/api/users/${user.id}`,
          headers: {
            'If-Match': `"${await api.versionOf(user.id)}"`,
            Date: new Date(0).toUTCString(),
            ...(!inBody && headers),
          },
          body: { name, ...(inBody && lie) },
        });
        const isLying = inBody && Object.keys(lie).length > 0;
        expect(answer.status).toBe(isLying ? 400 : 200);
        const { json: page } = await ask('admin', `/users/${user.id}/history?limit=1&type=renamed`);
        const [latest] = page.items;
        expect([latest?.personal?.to === name, latest?.actor ?? user.id]).toEqual([!isLying, user.id]);
        expect(Date.parse(latest?.at ?? new Date().toISOString())).toBeGreaterThanOrEqual(start - 1);
      }),
      { numRuns: 25 },
    );
  });
});

it('a page reads the same history as a collection', async () => {
  await patch('admin', user.id, { name: 'Una Major' });
  const provider = HistoryBrowserProvider.using({
    baseUrl: api.url,
    headers: await api.authorization('user'),
  });
  await runInScope(async () => {
    actAs(user);
    const history = new History({ provider });
    const where = { userId: user.id, type: { not: 'token-created' as const } };
    await history.load({ where, orderBy: { version: 'desc' }, limit: 1 });
    expect(history.items.map(({ type, actorName, at }) => [type, actorName, at instanceof Date])).toEqual([
      ['renamed', admin.name, true],
    ]);
    await history.loadNext();
    expect(history.items.map(({ type }) => type)).toEqual(['renamed', 'registered']);
    expect([history.getTotal(), history.getNext()]).toEqual([2, null]);
  });
});
