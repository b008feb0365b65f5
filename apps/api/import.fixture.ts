import { openTestDatabase } from '@myapp/server/database/testing';
import { prisma } from '@myapp/server/db';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { ADMIN, type ApiAnswer, type RunningApi, runApi } from './api.fixture';

/** How a file of users is sent. */
export const CSV = { 'Content-Type': 'text/csv' };

/** What is sent with a file. */
export interface UploadOptions {
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

/** An API whose only user before each test is its admin, who sends files of users. */
export function useImports() {
  let api: RunningApi;
  beforeAll(async () => {
    const database = await openTestDatabase();
    api = await runApi(database, undefined, true);
    await prisma.user.create({ data: { ...ADMIN, name: 'Ada Admin', email: 'admin@example.org' } });
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    await prisma.user.deleteMany({ where: { id: { not: ADMIN.id } } });
    await prisma.job.deleteMany({ where: { type: 'import-users' } });
  });

  const call: RunningApi['call'] = (...asked) => api.call(...asked);

  const upload = (
    raw: string | Uint8Array<ArrayBuffer>,
    { query = '', headers = {} }: UploadOptions = {},
  ): Promise<ApiAnswer> =>
    call({ method: 'POST', path: `/api/jobs/import-users${query}`, raw, headers: { ...CSV, ...headers } });

  const jobAt = async (path: string) => (await call({ path })).json;

  /** Imports a file, and gives the job when it is over. */
  const imported = async (raw: string, query = '') => {
    const { status, json, headers } = await upload(raw, { query });
    expect([status, json.error]).toEqual([201, null]);
    const path = headers.get('Location') ?? '';
    await expect
      .poll(async () => (await jobAt(path)).status, { timeout: 10_000 })
      .toMatch(/completed|failed/);
    return jobAt(path);
  };

  const usersNow = () =>
    prisma.user.findMany({
      where: { id: { not: ADMIN.id } },
      orderBy: { email: 'asc' },
      select: { name: true, email: true, role: true, status: true, version: true },
    });

  return { call, upload, imported, usersNow, url: (path: string) => api.url + path };
}
