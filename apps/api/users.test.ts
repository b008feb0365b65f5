import { openTestDatabase } from '@myapp/server/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiAnswer, type RunningApi, runApi } from './api.fixture';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi(await openTestDatabase());
});
afterAll(() => api.close());

let made = 0;
function create(fields: object = {}): Promise<ApiAnswer> {
  const body = { name: 'Ada Lovelace', email: `ada${++made}@example.org`, ...fields };
  return api.call({ method: 'POST', path: '/api/users', body });
}

const v = (version: number): Record<string, string> => ({ 'If-Match': `"${version}"` });

describe('the life of a user', () => {
  // Else the user below would be the last one, who has to stay.
  beforeAll(() => create({ role: 'admin' }));

  it('is created, read, changed and deleted', async () => {
    const created = await create({ email: 'Life@Example.org' });
    expect(created.status).toBe(201);
    expect(created.headers.get('ETag')).toBe('"1"');
    const { id, createdAt, updatedAt, ...rest } = created.json;
    expect(rest).toEqual({
      name: 'Ada Lovelace',
      email: 'life@example.org',
      role: 'user',
      status: 'active',
      version: 1,
    });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(new Date(createdAt).toISOString()).toBe(createdAt);
    expect(updatedAt).toBe(createdAt);

    const path = created.headers.get('Location') ?? '';
    expect(path).toBe(`/api/users/${id}`);
    const read = await api.call({ path });
    expect([read.status, read.headers.get('ETag'), read.json]).toEqual([200, '"1"', created.json]);

    const changed = await api.call({ method: 'PATCH', path, headers: v(1), body: { role: 'admin' } });
    expect([changed.status, changed.headers.get('ETag')]).toEqual([200, '"2"']);
    expect(changed.json).toMatchObject({ id, name: 'Ada Lovelace', role: 'admin', version: 2, createdAt });
    expect((await api.call({ path })).json).toEqual(changed.json);

    const removed = await api.call({ method: 'DELETE', path, headers: v(2) });
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await api.call({ path })).status).toBe(404);
    expect((await api.call({ method: 'DELETE', path, headers: v(2) })).status).toBe(404);
  });

  it('takes an id from who creates it, once', async () => {
    const id = '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90';
    expect((await create({ id })).json.id).toBe(id);
    const again = await create({ id });
    expect([again.status, again.json.code, Object.keys(again.json.errors)]).toEqual([
      409,
      'conflict',
      ['id'],
    ]);
  });

  it('is created once, however often its client repeats the request', async () => {
    const body = { name: 'Once', email: 'once@example.org' };
    const repeat = { method: 'POST', path: '/api/users', headers: { 'Idempotency-Key': 'a-key' } };
    const answers = await Promise.all([1, 2, 3].map(() => api.call({ ...repeat, body })));
    // Who comes while the first is not finished is told so.
    for (const { status, json } of answers)
      expect([201, 'in_progress']).toContain(status === 409 ? json.code : status);
    const again = await api.call({ ...repeat, body });
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([201, 'true']);
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ text }) => text))).toEqual(new Set([again.text]));
    const other = await api.call({ ...repeat, body: { ...body, name: 'Twice' } });
    expect([other.status, other.json.code]).toEqual([422, 'key_reused']);
    expect((await api.call({ path: '/api/users?email=once@example.org' })).json).toMatchObject({
      total: 1,
      items: [body],
    });
  });

  it('is changed and deleted once, however often its client repeats the request', async () => {
    const { json } = await create();
    const path = `/api/users/${json.id}`;
    const headers = (key: string, version: number) => ({ 'Idempotency-Key': key, ...v(version) });
    const change = { method: 'PATCH', path, headers: headers('p', 1), body: { name: 'First' } };
    const first = await api.call(change);
    await api.call({ ...change, headers: headers('q', 2), body: { name: 'Second' } });
    const again = await api.call(change);
    expect([again.status, again.text, again.headers.get('ETag')]).toEqual([200, first.text, '"2"']);
    expect((await api.call({ path })).json).toMatchObject({ name: 'Second', version: 3 });
    const stale = { ...change, headers: headers('r', 1) };
    expect([(await api.call(stale)).status, (await api.call(stale)).status]).toEqual([412, 412]);
    const removal = { method: 'DELETE', path, headers: headers('d', 3) };
    const removed = [await api.call(removal), await api.call(removal)];
    expect(removed.map(({ status, text }) => [status, text])).toEqual([
      [204, ''],
      [204, ''],
    ]);
    expect((await api.call({ ...removal, headers: headers('e', 3) })).status).toBe(404);
  });

  it('keeps text exactly as it was given', async () => {
    const name = ' Zoë 🦊 <b>"&amp;\' \u202e% _ \\ ';
    const { json } = await create({ name });
    expect((await api.call({ path: `/api/users/${json.id}` })).json.name).toBe(name);
  });

  it('lets one of many that change the same version win', async () => {
    const { json } = await create();
    const path = `/api/users/${json.id}`;
    const racers = Array.from({ length: 20 }, (_, at) =>
      api.call({ method: 'PATCH', path, headers: v(1), body: { name: `Racer ${at}` } }),
    );
    const statuses = (await Promise.all(racers)).map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array(19).fill(412)]);
    expect((await api.call({ path })).json.version).toBe(2);
  });
});

describe('lists of users', () => {
  it('are filtered, ordered and paged without a gap or a repetition', async () => {
    for (let at = 0; at < 7; at++) await create({ name: `Page ${at}`, role: at % 2 ? 'admin' : 'user' });
    const where = encodeURIComponent('{"name":{"startsWith":"Page "}}');
    const names: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor = next && `&next=${encodeURIComponent(next)}`;
      const { status, json } = await api.call({
        path: `/api/users?where=${where}&orderBy={"name":"desc"}&limit=3${cursor}`,
      });
      expect([status, json.total]).toEqual([200, 7]);
      names.push(...json.items.map((user: { name: string }) => user.name));
      next = json.next;
    }
    expect(names).toEqual(['Page 6', 'Page 5', 'Page 4', 'Page 3', 'Page 2', 'Page 1', 'Page 0']);
    const admins = await api.call({ path: `/api/users?role=admin&where=${where}` });
    expect(admins.json.total).toBe(3);
  });

  it('have 20 rows unless told', async () => {
    await Promise.all(Array.from({ length: 21 }, () => create()));
    expect((await api.call({ path: '/api/users' })).json.items).toHaveLength(20);
  });
});

describe('methods', () => {
  it.each([
    ['PUT', '/api/users/1', 'GET, PATCH, DELETE, HEAD, OPTIONS'],
    ['DELETE', '/api/users', 'GET, POST, HEAD, OPTIONS'],
  ])('refuses %s %s and tells what there is', async (method, path, allow) => {
    const { status, headers, json } = await api.call({ method, path });
    expect([status, headers.get('Allow'), json.code]).toEqual([405, allow, 'method_not_allowed']);
  });
});
