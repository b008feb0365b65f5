import { openTestDatabase } from '@myapp/server/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiRequest, type RunningApi, runApi } from './api.fixture';

const ID = '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90';
const USERS = '/api/users';
const ADA = `${USERS}/${ID}`;
const ada = { id: ID, name: 'Ada Lovelace', email: 'ada@example.org' };
const valid = { name: 'Bob', email: 'bob@example.org' };
const current = { 'If-Match': '"1"' };
const asJson = { 'Content-Type': 'application/json' };

let api: RunningApi;
let before: unknown;
beforeAll(async () => {
  api = await runApi(await openTestDatabase());
  await api.call({ method: 'POST', path: USERS, body: ada });
  await api.call({ method: 'POST', path: USERS, body: { name: 'Grace', email: 'grace@example.org' } });
  before = await api.digest();
});
afterAll(() => api.close());

/** What a refusal says: status, code, and the fields to blame (with what is said of them where it matters). */
type Refusal = readonly [status: number, code: string, errors?: Readonly<Record<string, unknown>>];

const post = (body: unknown): ApiRequest => ({ method: 'POST', path: USERS, body });
const raw = (text: string, headers: ApiRequest['headers'] = asJson): ApiRequest => ({
  method: 'POST',
  path: USERS,
  raw: text,
  headers,
});
const patch = (body: unknown, headers: ApiRequest['headers'] = current): ApiRequest => ({
  method: 'PATCH',
  path: ADA,
  body,
  headers,
});
const list = (query: string): ApiRequest => ({ path: `${USERS}?${query}` });
const where = (filter: unknown): ApiRequest => list(`where=${encodeURIComponent(JSON.stringify(filter))}`);
const says = (text: string | RegExp): unknown => [expect.stringMatching(text)];
const anything: unknown = expect.anything();

const nested = (depth: number): unknown => (depth === 0 ? { name: 'x' } : { AND: [nested(depth - 1)] });

const bodies: [string, ApiRequest, Refusal][] = [
  [
    'an unknown field',
    post({ ...valid, isAdmin: true }),
    [400, 'validation', { isAdmin: says('Unknown field') }],
  ],
  [
    'a version for a new user',
    post({ ...valid, version: 7 }),
    [400, 'validation', { version: says('Unknown field') }],
  ],
  ['a provider', post({ ...valid, provider: {} }), [400, 'validation', { provider: anything }]],
  ['an entity', post({ ...valid, entity: 'x' }), [400, 'validation', { entity: anything }]],
  ['a wrong type', post({ ...valid, name: 7 }), [400, 'validation', { name: says('expected string') }]],
  ['a missing field', post({ name: 'Bob' }), [400, 'validation', { email: anything }]],
  [
    'a name that is too short',
    post({ ...valid, name: 'B' }),
    [400, 'validation', { name: says('at least 2') }],
  ],
  [
    'a name that is too long',
    post({ ...valid, name: 'B'.repeat(201) }),
    [400, 'validation', { name: says('at most 200') }],
  ],
  [
    'several wrong fields',
    post({ name: 'B', email: 'x', role: 'root' }),
    [400, 'validation', { name: anything, email: anything, role: anything }],
  ],
  [
    'text that cannot be stored',
    post({ ...valid, name: 'B\u0000b' }),
    [400, 'validation', { name: says('NUL') }],
  ],
  [
    'half a character',
    raw('{"name":"Bob\\ud800","email":"bob@example.org"}'),
    [400, 'validation', { name: says('surrogate') }],
  ],
  ['an id that is none', post({ ...valid, id: '1' }), [400, 'validation', { id: says('UUIDv7') }]],
  ['a missing body', { method: 'POST', path: USERS }, [400, 'validation']],
  ['an empty body', raw(''), [400, 'validation']],
  ['invalid JSON', raw('{"name":'), [400, 'validation']],
  ['a list for a user', post([valid]), [400, 'validation', { '': anything }]],
  [
    'a prototype',
    raw('{"__proto__":{"role":"admin"},"name":"Bob","email":"bob@example.org"}'),
    [400, 'validation', { ['__proto__']: anything }],
  ],
  ['an oversize body', post({ ...valid, name: 'x'.repeat(101_000) }), [413, 'payload_too_large']],
  [
    'another media type',
    raw('name=Bob', { 'Content-Type': 'application/x-www-form-urlencoded' }),
    [415, 'unsupported_media_type'],
  ],
  ['an id that is taken', post(ada), [409, 'conflict', { id: anything }]],
  [
    'a duplicate e-mail',
    post({ ...valid, email: 'ADA@example.org' }),
    [409, 'conflict', { email: says('taken') }],
  ],
];

const changes: [string, ApiRequest, Refusal][] = [
  ['no version', patch({ name: 'Ada' }, {}), [428, 'precondition_required']],
  ['a stale version', patch({ name: 'Ada' }, { 'If-Match': '"7"' }), [412, 'precondition_failed']],
  [
    'a version past all numbers',
    patch({ name: 'Ada' }, { 'If-Match': '"99999999999"' }),
    [412, 'precondition_failed'],
  ],
  ['any version', patch({ name: 'Ada' }, { 'If-Match': '*' }), [400, 'validation', { 'If-Match': anything }]],
  [
    'a weak tag',
    patch({ name: 'Ada' }, { 'If-Match': 'W/"1"' }),
    [400, 'validation', { 'If-Match': anything }],
  ],
  ['a change of the id', patch({ id: ID }), [400, 'validation', { id: says('Unknown field') }]],
  ['a change of the version', patch({ version: 9 }), [400, 'validation', { version: says('Unknown field') }]],
  [
    'a change of the times',
    patch({ createdAt: '2024-01-01T00:00:00Z' }),
    [400, 'validation', { createdAt: anything }],
  ],
  ['a wrong value', patch({ status: 'gone' }), [400, 'validation', { status: anything }]],
  ['null', patch({ name: null }), [400, 'validation', { name: anything }]],
  ['nothing to change', patch({}), [400, 'validation']],
  [
    'an e-mail of another',
    patch({ email: 'grace@example.org' }),
    [409, 'conflict', { email: says('taken') }],
  ],
  [
    'an unknown id',
    { ...patch({ name: 'Ada' }), path: `${USERS}/${ID.replace('0190', '0191')}` },
    [404, 'not_found'],
  ],
  ['deleting an unknown id', { method: 'DELETE', path: `${USERS}/x`, headers: current }, [404, 'not_found']],
  ['deleting no version', { method: 'DELETE', path: ADA }, [428, 'precondition_required']],
  [
    'deleting a stale version',
    { method: 'DELETE', path: ADA, headers: { 'If-Match': '"2"' } },
    [412, 'precondition_failed'],
  ],
  [
    'deleting any version',
    { method: 'DELETE', path: ADA, headers: { 'If-Match': '*' } },
    [400, 'validation', { 'If-Match': anything }],
  ],
];

const reads: [string, ApiRequest, Refusal][] = [
  ['an unknown id', { path: `${USERS}/1` }, [404, 'not_found']],
  ['an id with NUL', { path: `${USERS}/%00` }, [404, 'not_found']],
  [
    'an id that is a statement',
    { path: `${USERS}/${encodeURIComponent("'; drop table users; --")}` },
    [404, 'not_found'],
  ],
  ['an address that is broken', { path: `${USERS}/%E0%A4%A` }, [400, 'validation']],
  [
    'an unknown operator',
    where({ name: { like: 'A%' } }),
    [400, 'validation', { 'where.name.like': anything }],
  ],
  [
    'an operator of another kind of field',
    where({ role: { contains: 'a' } }),
    [400, 'validation', { 'where.role.contains': anything }],
  ],
  ['a relation', where({ posts: { some: {} } }), [400, 'validation', { 'where.posts': anything }]],
  ['a filter of a wrong type', where({ version: 'one' }), [400, 'validation', { 'where.version': anything }]],
  ['a filter that is no JSON', list('where={'), [400, 'validation', { where: anything }]],
  ['a filter that is too deep', where(nested(7)), [400, 'validation', anything as never]],
  [
    'a list that is too long',
    where({ name: { in: Array(500).fill('x') } }),
    [400, 'validation', { 'where.name.in': anything }],
  ],
  ['an absurd limit', list('limit=1000000000'), [400, 'validation', { limit: anything }]],
  ['a limit of nothing', list('limit=0'), [400, 'validation', { limit: anything }]],
  ['a limit that is no number', list('limit=ten'), [400, 'validation', { limit: anything }]],
  ['a foreign cursor', list('next=abc'), [400, 'validation', { next: anything }]],
  ['an order that is none', list('orderBy={"name":"up"}'), [400, 'validation', anything as never]],
  [
    'an order by what is no field',
    list('orderBy={"password":"asc"}'),
    [400, 'validation', anything as never],
  ],
  ['an unknown parameter', list('color=red'), [400, 'validation', { color: says('Unknown parameter') }]],
  [
    'a repeated parameter',
    list('role=user&role=admin'),
    [400, 'validation', { role: says('more than once') }],
  ],
  ['an empty parameter', list('role='), [400, 'validation', { role: anything }]],
  ['a parameter in brackets', list('role[not]=user'), [400, 'validation', { 'role[not]': anything }]],
];

async function expectRefusal(request: ApiRequest, [status, code, errors]: Refusal): Promise<void> {
  const answer = await api.call(request);
  expect([answer.status, answer.json?.code, answer.json?.errors]).toEqual([status, code, errors]);
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.json).toMatchObject({ type: 'about:blank', status, error: expect.stringMatching(/\w/) });
  expect(answer.text).not.toMatch(/prisma|select |insert |update "|\.ts:|\.js:|node_modules|at async|stack/i);
  expect(await api.digest()).toEqual(before);
  expect((await api.call({ path: '/readyz' })).status).toBe(200);
}

describe('a POST with', () => {
  it.each(bodies)('%s is refused', async (_, request, refusal) => expectRefusal(request, refusal));
});

describe('a change with', () => {
  it.each(changes)('%s is refused', async (_, request, refusal) => expectRefusal(request, refusal));
});

describe('a read with', () => {
  it.each(reads)('%s is refused', async (_, request, refusal) => expectRefusal(request, refusal));

  it('a cursor of another query is refused', async () => {
    const { json } = await api.call(list('orderBy={"name":"asc"}&limit=1'));
    expect(json.next).toEqual(expect.any(String));
    await expectRefusal(list(`orderBy={"email":"asc"}&limit=1&next=${json.next}`), [
      400,
      'validation',
      { next: anything },
    ]);
    await expectRefusal(list(`role=user&orderBy={"name":"asc"}&next=${json.next}`), [
      400,
      'validation',
      { next: anything },
    ]);
  });
});

describe('the server', () => {
  it('has called none of this its own fault', () => {
    expect(api.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
