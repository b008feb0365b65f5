import { openTestDatabase } from '@myapp/server/database/testing';
import fc from 'fast-check';
import type { Figures } from '../../scripts/figures.fixture';
import { type ApiAnswer, type ApiRequest, type RunningApi, runApi } from './api.fixture';

const ID = '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90';

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

/** What an answer to a request tells that it should not, or lacks. */
function wrongIn({ status, headers, text: body, json: problem }: ApiAnswer): string[] {
  if (status >= 500) return [`${status}`];
  if (status < 400) return [];
  const found: string[] = [];
  const type = headers.get('Content-Type');
  if (type !== 'application/problem+json; charset=utf-8') found.push(`of type ${type}`);
  if (problem?.status !== status || typeof problem?.code !== 'string') found.push(`no problem: ${body}`);
  if (/prisma|node_modules|\n {4}at /.test(body)) found.push(`tells of internals: ${body}`);
  return found;
}

/** Serves one user. */
export async function serveAda(): Promise<RunningApi> {
  const api = await runApi(await openTestDatabase());
  const ada = { id: ID, name: 'Ada', email: 'ada@example.org' };
  await api.call({ method: 'POST', path: '/api/users', body: ada });
  return api;
}

/** Sends so many requests of any kind: none may be the server's fault, and who is refused has changed nothing. */
export async function sendAnything(api: RunningApi, figures: Figures, trials: number): Promise<void> {
  let before = JSON.stringify(await api.digest());
  const property = fc.asyncProperty(request, async (sent) => {
    const answer = await api.call(sent);
    const after = JSON.stringify(await api.digest());
    const found = wrongIn(answer);
    if (answer.status >= 400 && after !== before) found.push(`${answer.status}, but changed something`);
    figures.trial(found.map((what) => `${JSON.stringify(sent)}: ${what}`));
    before = after;
  });
  await fc.assert(property, { numRuns: trials, seed: figures.seed });
}
