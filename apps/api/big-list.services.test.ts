import { insertUsers, openTestServerDatabase, type TestServerDatabase } from '@myapp/server/database/testing';
import { prisma } from '@myapp/server/db';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningApi, runApi } from './api.fixture';

const ROWS = 100_000;

let database: TestServerDatabase;
let api: RunningApi;
beforeAll(async () => {
  database = await openTestServerDatabase();
  api = await runApi(database);
  await insertUsers(ROWS);
  await prisma.$executeRaw`ANALYZE users`;
});
afterAll(() => api.close());

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

function isStatement(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && 'text' in value && 'values' in value;
}

/** The statement by which a request reads its page, and counts. */
async function pageStatement(query: string): Promise<{ statement: Statement; next: string }> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  const { status, json } = await api.call({ path: `/api/users?${query}` });
  const statements = spy.mock.calls.map(([sent]: unknown[]) => sent).filter(isStatement);
  spy.mockRestore();
  expect(status).toBe(200);
  const [statement, ...others] = statements.filter(({ text }) => /LIMIT/i.test(text));
  expect(others).toEqual([]);
  if (!statement) throw new Error('No page was read');
  return { statement, next: encodeURIComponent(json.next) };
}

/** How the page is read by a statement. */
async function planOf({ text, values }: Statement): Promise<string> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query({
      text: `EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, SUMMARY OFF) ${text}`,
      values,
      rowMode: 'array',
    });
    // The total is of all rows that match; what comes after it is about the page.
    const [, , page] = rows
      .flat()
      .join('\n')
      .split(/InitPlan \d/);
    if (page === undefined) throw new Error('The page is no part of the statement');
    return page;
  } finally {
    await client.end();
  }
}

/** Rows that a plan threw away on its way to the page. */
function rowsRemoved(plan: string): number {
  return [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].reduce(
    (sum, [, rows]) => sum + Number(rows),
    0,
  );
}

/** A cursor that lies far in: page after page would take a thousand requests. */
async function cursorAfter(query: string, skip: number): Promise<string> {
  let next = '';
  for (let page = 0; page < skip; page++) {
    const cursor = next && `&next=${encodeURIComponent(next)}`;
    next = (await api.call({ path: `/api/users?${query}&limit=100${cursor}` })).json.next;
  }
  return encodeURIComponent(next);
}

describe(`a list of ${ROWS} users`, () => {
  it.each([
    ['orderBy={"name":"asc"}', 'users_name_id_idx'],
    ['orderBy={"name":"desc"}', 'users_name_id_idx'],
    ['orderBy={"email":"asc"}', 'users_email_key'],
    ['orderBy={"createdAt":"desc"}', 'users_created_at_id_idx'],
    ['orderBy={"updatedAt":"asc"}', 'users_updated_at_id_idx'],
    ['', 'users_pkey'],
    ['status=active&orderBy={"name":"asc"}', 'users_name_id_idx'],
    ['role=admin&orderBy={"createdAt":"desc"}', 'users_created_at_id_idx'],
    ['where={"name":{"startsWith":"User abc"}}&orderBy={"name":"asc"}', 'users_name_id_idx'],
    ['email=x@example.org', 'users_email_key'],
  ])('reads the page of %s by the index %s alone', async (query, index) => {
    const plan = await planOf((await pageStatement(query)).statement);
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan');
  });

  it.each([
    'orderBy={"name":"asc"}',
    'orderBy={"createdAt":"desc"}',
    'status=active&orderBy={"email":"asc"}',
  ])('seeks the page of %s however far in it lies', async (query) => {
    const next = await cursorAfter(query, 30);
    const plan = await planOf((await pageStatement(`${query}&next=${next}`)).statement);
    expect(plan).toMatch(/Index (Only )?Scan/);
    expect(plan).not.toContain('Seq Scan');
    expect(rowsRemoved(plan)).toBeLessThan(200); // 3,000 rows lie before it
  });

  it('counts what matches', async () => {
    expect((await api.call({ path: '/api/users' })).json.total).toBe(ROWS);
    expect((await api.call({ path: '/api/users?role=admin' })).json.total).toBe(ROWS / 50);
  });
});
