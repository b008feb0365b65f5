import { UsersBrowserProvider } from '@myapp/client/providers/user';
import { Users } from '@myapp/core/entities/user';
import { actAs, userPolicy } from '@myapp/core/policies';
import { openTestDatabase } from '@myapp/server/database/testing';
import { runInScope } from 'reactive/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiAnswer, ApiRequest } from './api.fixture';
import {
  type GuardedApi,
  idFor,
  jobIdOf,
  PEOPLE,
  ROLES,
  type Role,
  runGuardedApi,
  TARGETS,
} from './permissions.fixture';
import { registeredRoutes } from './registered-routes.fixture';

/** What each role is answered; where a route is about somebody, about each target in their order. */
type Row = Readonly<
  Record<Role, number | readonly [own: number, active: number, inactive: number, unknown: number]>
>;

const all = (status: number): Row => ({ anonymous: status, user: status, admin: status });
/** Whoever is signed in, about themselves. */
const signedIn = (status: number): Row => ({ anonymous: 401, user: status, admin: status });

/** Every route of the app. A request is right in all but who sends it; with an empty body where a body is asked for. */
const TABLE: Readonly<Record<string, Row>> = {
  'GET /api/users': signedIn(200),
  'POST /api/users': { anonymous: 401, user: 403, admin: 201 },
  'GET /api/users/:id': { anonymous: 401, user: [200, 200, 404, 404], admin: [200, 200, 200, 404] },
  'PATCH /api/users/:id': { anonymous: 401, user: [200, 403, 404, 404], admin: [200, 200, 200, 404] },
  'DELETE /api/users/:id': { anonymous: 401, user: [403, 403, 404, 404], admin: [403, 204, 204, 404] },
  'POST /api/users/:id/invitation': {
    anonymous: 401,
    user: [403, 403, 404, 404],
    admin: [403, 202, 404, 404],
  },
  'DELETE /api/users/:id/sessions': {
    anonymous: 401,
    user: [403, 403, 404, 404],
    admin: [403, 204, 204, 404],
  },
  'GET /api/users/:id/history': { anonymous: 401, user: [200, 403, 404, 404], admin: [200, 200, 200, 404] },
  'GET /api/users/:id/as-of': { anonymous: 401, user: [200, 403, 404, 404], admin: [200, 200, 200, 404] },
  'GET /api/users/:id/activity': { anonymous: 401, user: [200, 403, 404, 404], admin: [200, 200, 200, 404] },
  'GET /api/audit': { anonymous: 401, user: 403, admin: 200 },
  'GET /api/jobs': signedIn(200),
  'POST /api/jobs/import-users': { anonymous: 401, user: 403, admin: 201 },
  'GET /api/jobs/export-users': signedIn(200),
  // About a job that the target has started.
  'GET /api/jobs/:id': { anonymous: 401, user: [200, 404, 404, 404], admin: [200, 200, 200, 404] },
  'POST /api/jobs/:id/cancel': { anonymous: 401, user: [403, 404, 404, 404], admin: [200, 200, 200, 404] },
  'POST /api/jobs/:id/retry': { anonymous: 401, user: [403, 404, 404, 404], admin: [409, 409, 409, 404] },
  'GET /api/jobs/:id/report': { anonymous: 401, user: [200, 404, 404, 404], admin: [200, 200, 200, 404] },
  'GET /api/auth/options': all(200),
  'GET /api/auth/get-session': all(200),
  'GET /api/auth/list-sessions': signedIn(200),
  'POST /api/auth/sign-up/email': all(400),
  'POST /api/auth/sign-in/email': all(400),
  'POST /api/auth/sign-out': all(204),
  'POST /api/auth/request-password-reset': all(400),
  'POST /api/auth/reset-password': all(400),
  'POST /api/auth/change-password': signedIn(400),
  'POST /api/auth/send-verification-email': all(400),
  'POST /api/auth/verify-email': all(400),
  'POST /api/auth/revoke-session': signedIn(400),
  'POST /api/auth/revoke-sessions': signedIn(204),
  'POST /api/auth/revoke-other-sessions': signedIn(204),
  'POST /api/auth/tokens': signedIn(400),
};

/** What is served beside the API: it tells nothing of users, and so is open. */
const beside = [
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /openapi.json',
  'GET /docs',
  'GET /docs/start.js',
  'GET /docs/ui/swagger-ui-bundle.js',
  'GET /docs/ui/swagger-ui.css',
  'GET /,/index.html',
  'GET /{*path}',
];

const BODIES: Readonly<Record<string, object>> = {
  'POST /api/users': { name: 'Eve', email: 'eve@example.org' },
  'PATCH /api/users/:id': { name: 'Changed' },
};

let api: GuardedApi;
beforeAll(async () => {
  api = await runGuardedApi(await openTestDatabase());
});
afterAll(() => api.close());

async function requestOf(route: string, id: string): Promise<ApiRequest> {
  const [method = '', template = ''] = route.split(' ');
  const isJob = template.startsWith('/api/jobs/');
  const version = isJob ? 1 : await api.versionOf(id);
  const headers = { 'If-Match': `"${version}"` };
  const path = template.replace(':id', isJob ? jobIdOf(id) : id);
  if (path === '/api/jobs/import-users') {
    return {
      method,
      path,
      headers: { 'Content-Type': 'text/csv' },
      raw: 'name,email\nEve,eve@example.org\n',
    };
  }
  return method === 'GET' || method === 'DELETE'
    ? { method, path, headers }
    : { method, path, headers, body: BODIES[route] ?? {} };
}

/** Every row of users that an answer has, wherever in it. */
function usersIn(json: unknown): Record<string, unknown>[] {
  if (typeof json !== 'object' || json === null) return [];
  const inside = Object.values(json).flatMap(usersIn);
  return 'role' in json && 'id' in json ? [{ ...json }, ...inside] : inside;
}

/** What an answer tells of users that its reader may not know. */
function toldTooMuch(role: Role, { json }: ApiAnswer): unknown[] {
  const viewer = role === 'anonymous' ? undefined : PEOPLE[role];
  return usersIn(json).flatMap((row) => {
    const readable: readonly string[] = userPolicy.readableFields(viewer, row);
    return Object.keys(row).filter((name) => !readable.includes(name));
  });
}

it('the table knows every route of the app', () => {
  expect(registeredRoutes(api.app).filter((route) => route.includes(' /api/'))).toEqual(
    Object.keys(TABLE).toSorted(),
  );
  expect(beside.toSorted()).toEqual(registeredRoutes(api.app).filter((route) => !route.includes(' /api/')));
});

const cells = Object.entries(TABLE).flatMap(([route, row]) =>
  ROLES.flatMap((role) => {
    const expected = row[role];
    const about = route.includes(':id') ? TARGETS : TARGETS.slice(0, 1);
    return about.map((target, at) => ({
      route,
      role,
      target,
      status: typeof expected === 'number' ? expected : Number(expected[at]),
    }));
  }),
);

describe('each route answers who asks, about whom, as the table has it', () => {
  it.each(cells)('$route: $role, $target: $status', async ({ route, role, target, status }) => {
    await api.arrange();
    const request = await requestOf(route, idFor(role, target));
    const before = await api.digest();
    const answer = await api.as(role, request);
    expect(answer.status).toBe(status);
    expect(toldTooMuch(role, answer)).toEqual([]);
    const isSame = JSON.stringify(await api.digest()) === JSON.stringify(before);
    expect(isSame || status < 400).toBe(true);
  });
});

describe('what a user may not read', () => {
  const ask = (path: string, role: Role = 'user') => api.as(role, { path: `/api/users${path}` });
  const json = (value: unknown) => encodeURIComponent(JSON.stringify(value));
  beforeAll(() => api.arrange());

  it('is in no list, and in no count', async () => {
    const { json: page } = await ask('');
    expect(page.items.map(({ id }: { id: string }) => id).toSorted()).toEqual(
      [PEOPLE.user.id, PEOPLE.admin.id, PEOPLE.active.id].toSorted(),
    );
    expect(page.total).toBe(3);
    expect((await ask('', 'admin')).json.total).toBe(4);
    const own = page.items.filter((row: object) => 'email' in row);
    expect(own.map(({ id }: { id: string }) => id)).toEqual([PEOPLE.user.id]);
    expect((await ask(`?status=inactive`)).json).toEqual({ items: [], total: 0, next: null });
    const ids = Object.values(PEOPLE).map(({ id }) => id);
    expect((await ask(`?where=${json({ id: { in: ids } })}`)).json.total).toBe(3);
  });

  it.each(['email', 'createdAt', 'updatedAt'])('cannot be asked by %s either', async (field) => {
    const value = field === 'email' ? 'active@example.org' : '2026-01-01T00:00:00.000Z';
    const queries = [
      (name: string) => `?${name}=${encodeURIComponent(value)}`,
      (name: string) => `?where=${json({ [name]: value })}`,
      (name: string) => `?where=${json({ [name]: { not: '' } })}`,
      (name: string) => `?where=${json({ OR: [{ name: 'x' }, { NOT: { [name]: { gt: value } } }] })}`,
      (name: string) => `?where=${json({ AND: [{ [name]: { in: [value] } }] })}`,
      (name: string) => `?orderBy=${json({ [name]: 'asc' })}`,
      (name: string) => `?orderBy=${json([{ name: 'asc' }, { [name]: 'desc' }])}`,
    ];
    for (const query of queries) {
      const [refused, unknown] = [await ask(query(field)), await ask(query('nothing'))];
      expect([refused.status, refused.text.replaceAll(field, 'nothing')]).toEqual([400, unknown.text]);
    }
    expect((await ask(queries[5]?.(field) ?? '', 'admin')).status).toBe(200);
  });

  it('cannot be had by the page of somebody else', async () => {
    for (const order of ['name', 'email']) {
      const first = `?limit=1&orderBy=${json({ [order]: 'asc' })}`;
      const { next } = (await ask(first, 'admin')).json;
      expect((await ask(`${first}&next=${next}`, 'admin')).status).toBe(200);
      expect((await ask(`${first}&next=${next}`)).status).toBe(400);
    }
  });

  it('cannot be reached through relations', async () => {
    for (const relation of ['some', 'every', 'is', 'none']) {
      for (const name of ['sessions', 'accounts', 'name', 'AND']) {
        expect((await ask(`?where=${json({ [name]: { [relation]: { id: 'x' } } })}`)).status).toBe(400);
      }
    }
  });
});

it('a page works with rows that lack what their reader may not know', async () => {
  await api.arrange();
  const connection = { baseUrl: api.url, headers: await api.authorization('user') };
  const provider = UsersBrowserProvider.using(connection);
  await runInScope(async () => {
    actAs(PEOPLE.user);
    const users = new Users({ provider });
    await users.load({ orderBy: { name: 'asc' } });
    expect(users.items.map(({ name, email }) => [name, email])).toEqual([
      ['Ada Admin', undefined],
      ['Alan Active', undefined],
      ['Una User', 'user@example.org'],
    ]);
    const own = users.get(PEOPLE.user.id);
    await own?.publish({ name: 'Una Changed' });
    expect(own).toMatchObject({ name: 'Una Changed', email: 'user@example.org', version: 2 });
    const other = users.get(PEOPLE.active.id);
    expect([other?.can('update', 'name'), other?.validate({ name: 'Fine' }).valid]).toEqual([false, true]);
    await expect(other?.publish({ name: 'Not Mine' })).rejects.toMatchObject({
      code: 'forbidden',
      errors: { name: ['Only an admin may do this'] },
    });
  });
});
