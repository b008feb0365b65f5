import { openTestDatabase } from '@myapp/server/database/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiAnswer, type ApiRequest, type RunningApi, runApi } from './api.fixture';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 300);
const ID = '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi(await openTestDatabase());
  await api.call({
    method: 'POST',
    path: '/api/users',
    body: { id: ID, name: 'Ada', email: 'ada@example.org' },
  });
});
afterAll(() => api.close());

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('Ada', 'ada@example.org', 'admin', ID, '\0', '%', "'; --"),
);
const field = fc.oneof(
  fc.constantFrom(
    'id',
    'name',
    'email',
    'role',
    'version',
    'createdAt',
    'AND',
    'OR',
    'NOT',
    'equals',
    'in',
    'contains',
    'gt',
    '__proto__',
  ),
  fc.string(),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.jsonValue(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('record'),
  ),
  record: fc.dictionary(field, tie('value'), { maxKeys: 4 }),
}));
const json = value.map((document) => JSON.stringify(document));

const path = fc.oneof(
  fc.constantFrom('/api/users', `/api/users/${ID}`),
  text.map((id) => `/api/users/${encodeURIComponent(id)}`),
  fc
    .tuple(
      fc.constantFrom('where', 'orderBy', 'limit', 'next', 'role', 'version', 'createdAt', 'color'),
      fc.oneof(json, text),
    )
    .map(([name, given]) => `/api/users?${name}=${encodeURIComponent(given)}`),
  fc.webPath().map((odd) => `/api${odd}`),
);

const request: fc.Arbitrary<ApiRequest> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT'),
    path,
    raw: fc.oneof(
      json,
      fc.string(),
      fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
    ),
    type: fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/plain', 'nonsense'),
    match: fc.oneof(fc.constantFrom('"1"', '"2"', '*', 'W/"1"'), fc.string({ unit: 'grapheme-ascii' })),
  })
  .map(({ method, raw, type, match, ...rest }) => {
    const headers = { 'Content-Type': type, 'If-Match': match };
    return method === 'GET' ? { method, headers, ...rest } : { method, headers, raw, ...rest };
  });

function expectSame(after: unknown, before: unknown): void {
  expect(after).toEqual(before);
}

function expectProblem({ status, headers, text: body, json: problem }: ApiAnswer): void {
  expect(headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8');
  expect(problem).toMatchObject({ status, code: expect.any(String) });
  expect(body).not.toMatch(/prisma|node_modules|\n {4}at /);
}

describe('any request', () => {
  it(
    'gets an answer that is no fault of the server, and changes nothing when it is refused',
    async () => {
      let before = await api.digest();
      const property = fc.asyncProperty(request, async (sent) => {
        const answer = await api.call(sent);
        const after = await api.digest();
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400) {
          expectProblem(answer);
          expectSame(after, before);
        }
        before = after;
      });
      await fc.assert(property, { numRuns });
    },
    10 * numRuns + 60_000,
  );
});
