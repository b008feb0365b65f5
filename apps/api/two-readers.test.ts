import { openTestDatabase } from '@myapp/server/database/testing';
import { prisma } from '@myapp/server/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GuardedApi, jobIdOf, PEOPLE, runGuardedApi } from './permissions.fixture';

let api: GuardedApi;
beforeAll(async () => {
  api = await runGuardedApi(await openTestDatabase());
});
afterAll(() => api.close());
beforeEach(() => api.arrange());

const path = `/api/users/${PEOPLE.active.id}`;

describe('what one reader got, kept by a browser that another one uses after them', () => {
  it.each([
    ['admin', 'user'],
    ['user', 'admin'],
  ] as const)('is not taken for what the next one gets: first %s, then %s', async (first, second) => {
    const kept = await api.as(first, { path });
    const tag = kept.headers.get('ETag') ?? '';
    expect(tag).toBe('"1"'); // what a change is based on, whoever makes it
    const own = await api.as(second, { path });
    for (const known of [tag, `W/${tag}`, '*']) {
      const answer = await api.as(second, {
        path,
        headers: { 'If-None-Match': known, 'Cache-Control': 'max-age=0' },
      });
      expect([answer.status, answer.text]).toEqual([200, own.text]);
    }
    expect('email' in kept.json).not.toBe('email' in own.json);
  });

  it('is not taken for what the same one gets who was promoted meanwhile, under the session of before', async () => {
    const headers = await api.authorization('user');
    const kept = await api.call({ path, headers });
    expect(kept.json).not.toHaveProperty('email');
    await prisma.user.update({ where: { id: PEOPLE.user.id }, data: { role: 'admin', version: 2 } });
    const again = await api.call({
      path,
      headers: { ...headers, 'If-None-Match': kept.headers.get('ETag') ?? '', 'Cache-Control': 'max-age=0' },
    });
    expect([again.status, again.json.email]).toEqual([200, 'active@example.org']);
  });

  it.each([
    ['a user', path],
    ['users', '/api/users'],
    ['a history', `${path}/history`],
    ['a user as they were', `${path}/as-of`],
    ['what a user did', `${path}/activity`],
    ['all histories', '/api/audit'],
    ['a job', `/api/jobs/${jobIdOf(PEOPLE.active.id)}`],
    ['jobs', '/api/jobs'],
    ['a file of users', '/api/jobs/export-users'],
    ['somebody who is not there', '/api/users/nobody'],
  ])('is kept nowhere: %s', async (_what, each) => {
    const answer = await api.as('admin', { path: each });
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });

  it('is kept nowhere when it was created or changed', async () => {
    const body = { name: 'Carol', email: 'carol@example.org' };
    const made = await api.as('admin', { method: 'POST', path: '/api/users', body });
    const changed = await api.as('admin', {
      method: 'PATCH',
      path: made.headers.get('Location') ?? '',
      headers: { 'If-Match': made.headers.get('ETag') ?? '' },
      body: { name: 'Caroline' },
    });
    expect([made, changed].map(({ status, headers }) => [status, headers.get('Cache-Control')])).toEqual([
      [201, 'no-store'],
      [200, 'no-store'],
    ]);
  });
});
