import { openTestDatabase } from '@myapp/server/database/testing';
import { prisma } from '@myapp/server/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type GuardedApi, jobIdOf, PEOPLE, runGuardedApi } from './permissions.fixture';

let api: GuardedApi;
beforeAll(async () => {
  api = await runGuardedApi(await openTestDatabase());
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.arrange();
  // Else the admin would be the last one, who has to stay.
  await prisma.user.update({ where: { id: active.id }, data: { role: 'admin', version: 2 } });
});

const { admin, active } = PEOPLE;

const change = (data: object) =>
  prisma.user.update({ where: { id: admin.id }, data: { ...data, version: 2 } });

const ENDINGS: [string, () => Promise<unknown>, number][] = [
  ['their session was ended', () => api.sessions.endAll(admin.id), 401],
  ['they were deactivated', () => change({ status: 'inactive' }), 401],
  ['they were demoted', () => change({ role: 'user' }), 403],
];

/** Has something happen right after the next request was let in, which is when one begins that takes long. */
function onceLetIn(happens: () => Promise<unknown>): void {
  const find = api.sessions.find.bind(api.sessions);
  vi.spyOn(api.sessions, 'find').mockImplementationOnce(async (caller) => {
    const found = await find(caller);
    expect(found.body?.viewer.id).toBe(admin.id);
    await happens();
    return found;
  });
}

describe('a file that is still being sent when', () => {
  const file = 'name,email,role\nEve Evil,eve@example.org,admin\n';
  const send = async (headers: Record<string, string>) =>
    api.as('admin', {
      method: 'POST',
      path: '/api/jobs/import-users',
      raw: file,
      headers: { 'Content-Type': 'text/csv', ...headers },
    });

  it.each(ENDINGS)('%s is not imported', async (_what, end, status) => {
    const before = await prisma.job.count();
    onceLetIn(end);
    const answer = await send({});
    expect(answer.status).toBe(status);
    expect([await prisma.job.count(), await prisma.upload.count()]).toEqual([before, 0]);
  });

  it.each(ENDINGS)('%s is not told about again, under the key of before', async (_what, end, status) => {
    const headers = { 'Idempotency-Key': `k-${status}-${_what.length}` };
    expect((await send(headers)).status).toBe(201);
    onceLetIn(end);
    expect((await send(headers)).status).toBe(status);
  });
});

describe('a file that is still being taken when', () => {
  /** What arrives of a file, and whether all of it has. */
  async function taken(path: string): Promise<{ text: string; whole: boolean }> {
    const headers = await api.authorization('admin');
    let text = '';
    const decoder = new TextDecoder();
    try {
      const response = await fetch(api.url + path, { headers });
      const reader = response.body?.getReader();
      for (let step = await reader?.read(); step?.done === false; step = await reader?.read()) {
        text += decoder.decode(step.value, { stream: true });
      }
      return { text, whole: true };
    } catch {
      return { text, whole: false }; // it was cut off
    }
  }

  const users = Array.from({ length: 1200 }, (_, n) => ({ name: `User ${n}`, email: `u${n}@example.org` }));
  const refusals = Array.from({ length: 600 }, (_, n) => ({
    jobId: jobIdOf(active.id),
    item: n + 1,
    code: 'validation',
    errors: { name: ['Too short'] },
    values: ['X', `x${n}@example.org`],
  }));

  it.each(ENDINGS.slice(0, 2))('%s ends: users', async (_what, end) => {
    await prisma.user.createMany({ data: users });
    const path = '/api/jobs/export-users';
    expect((await taken(path)).whole).toBe(true);
    onceLetIn(end);
    const { text, whole } = await taken(path);
    expect(whole).toBe(false);
    expect(text.split('\r\n').length).toBeLessThan(1002);
  });

  it('they were demoted goes on with what they may read then', async () => {
    await prisma.user.createMany({ data: users });
    onceLetIn(() => change({ role: 'user' }));
    const { text } = await taken('/api/jobs/export-users');
    const emails = text.split('\r\n').filter((line) => line.includes('@'));
    expect(emails.length).toBeLessThan(1002); // the header aside, and what was read before
  });

  it.each(ENDINGS)('%s ends: refused rows', async (_what, end) => {
    await prisma.jobRefusal.createMany({ data: refusals });
    const path = `/api/jobs/${jobIdOf(active.id)}/report`;
    const all = await taken(path);
    expect([all.whole, all.text.trimEnd().split('\r\n')]).toEqual([
      true,
      expect.objectContaining({ length: 601 }),
    ]);
    onceLetIn(end);
    const { text, whole } = await taken(path);
    expect(whole).toBe(false);
    expect(text.split('\r\n').length).toBeLessThan(503);
  });
});
