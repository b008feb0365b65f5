import { openTestDatabase } from '@myapp/server/database/testing';
import { accountResource } from '@myapp/server/openapi/account';
import { historyResource } from '@myapp/server/openapi/history';
import { jobResource } from '@myapp/server/openapi/job';
import { userResource } from '@myapp/server/openapi/user';
import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiAnswer, type ApiRequest, type RunningApi, runApi } from './api.fixture';
import { openApiOf } from './openapi';
import { arbitraryOf, type Operation, operationsOf, undescribed, validatorOf } from './openapi.fixture';

const ID = '0199c2f0-0000-7000-8000-0000000000ad';
const ADA = { id: ID, name: 'Ada Lovelace', email: 'ada@example.org' };
const EVE = { name: 'Eve', email: 'eve@example.org' };
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 200);

const document = JSON.parse(
  JSON.stringify(openApiOf([accountResource, userResource, historyResource, jobResource])),
);
const operations = operationsOf(document);
const validate = validatorOf(document);

let api: RunningApi;
beforeAll(async () => {
  api = await runApi(await openTestDatabase());
});
afterAll(() => api.close());

const operationOf = (method: string, path: string): Operation => {
  const [address = ''] = path.split('?');
  const found = operations.find(
    (operation) =>
      operation.method === method &&
      new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(address),
  );
  if (found === undefined) throw new Error(`${method} ${path} is not described`);
  return found;
};

/** Calls, and expects the answer to be one that the document describes. */
async function call(request: ApiRequest): Promise<ApiAnswer> {
  const answer = await api.call(request);
  const operation = operationOf(request.method ?? 'GET', request.path);
  expect(undescribed(operation, answer, validate), `${request.method} ${request.path}`).toBeUndefined();
  return answer;
}

describe('the document of the API', () => {
  it('is served, and valid OpenAPI 3.1', async () => {
    const served = await api.call({ path: '/openapi.json' });
    expect([served.status, served.json]).toEqual([200, document]);
    expect(await new Validator().validate(served.json)).toMatchObject({ valid: true });
    expect(document.openapi).toBe('3.1.1');
  });

  it('describes each route that there is, and no other', async () => {
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const paths = new Map(operations.map(({ path }) => [path.replace('{id}', ID), path]));
    const offered = new Set<string>();
    for (const [path, template] of paths) {
      const { headers, status } = await api.call({ method: 'OPTIONS', path });
      const allow = status === 204 ? (headers.get('Allow') ?? '') : 'GET';
      for (const method of methods)
        if (allow.split(', ').includes(method)) offered.add(`${method} ${template}`);
    }
    expect(operations.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
      [...offered].toSorted(),
    );
  });

  it('has examples that its schemas accept', () => {
    const media = (value: unknown): { schema: object; example: unknown }[] => {
      if (typeof value !== 'object' || value === null) return [];
      const inside = Object.values(value).flatMap(media);
      return 'schema' in value && 'example' in value
        ? [...inside, value as { schema: object; example: unknown }]
        : inside;
    };
    const examples = media(document.paths);
    expect(examples.length).toBeGreaterThan(8);
    for (const { schema, example } of examples) {
      expect(validate(schema as Record<string, unknown>, example)).toBeUndefined();
    }
  });

  it('describes what each route answers, errors included', async () => {
    const json = { 'Content-Type': 'application/json' };
    const path = `/api/users/${ID}`;
    const seen = [
      await call({ method: 'POST', path: '/api/users', body: ADA }),
      await call({ method: 'POST', path: '/api/users', body: ADA }),
      await call({ method: 'POST', path: '/api/users', body: { ...ADA, role: 'root' } }),
      await call({ method: 'POST', path: '/api/users', raw: 'x', headers: { 'Content-Type': 'text/plain' } }),
      await call({ method: 'POST', path: '/api/users', raw: `"${'x'.repeat(200_000)}"`, headers: json }),
      await call({
        method: 'POST',
        path: '/api/users',
        body: ADA,
        headers: { Origin: 'https://example.org' },
      }),
      await call({ path }),
      await call({ path: '/api/users/nobody' }),
      await call({ path: '/api/users?role=user&limit=1' }),
      await call({ path: '/api/users?color=red' }),
      await call({ method: 'PATCH', path, body: { role: 'admin' } }),
      await call({ method: 'PATCH', path, body: { role: 'admin' }, headers: { 'If-Match': '"7"' } }),
      await call({ method: 'PATCH', path, body: { role: 'admin' }, headers: { 'If-Match': '"1"' } }),
      await call({ method: 'DELETE', path, headers: { 'If-Match': '"1"' } }),
      await call({ method: 'DELETE', path, headers: { 'If-Match': '"2"' } }), // the last active admin
      await call({ method: 'POST', path: '/api/users', body: { ...EVE, role: 'admin' } }),
      await call({ method: 'DELETE', path, headers: { 'If-Match': '"2"' } }),
      await call({ path: '/healthz' }),
      await call({ path: '/readyz' }),
      await call({ path: '/metrics' }),
    ];
    expect(seen.map(({ status }) => status)).toEqual([
      201, 409, 400, 415, 413, 403, 200, 404, 200, 400, 428, 412, 200, 412, 409, 201, 204, 200, 200, 200,
    ]);
  });
});

let rowId = ID;

/** The row that requests are about; another one when it is gone, as an id is given once. */
async function present(): Promise<{ id: string; etag: string }> {
  const { id: _, ...values } = ADA;
  const known = await api.call({ path: `/api/users/${rowId}` });
  const made =
    known.status === 200 ? known : await api.call({ method: 'POST', path: '/api/users', body: values });
  rowId = made.json.id;
  return { id: rowId, etag: made.headers.get('ETag') ?? '' };
}

/** A request as the document describes one, or with a body that may be anything; about the row that is there, or any. */
const requestOf = ({
  method,
  path,
  parameters,
  body,
}: Operation): fc.Arbitrary<ApiRequest & { about: boolean }> => {
  const value = ({ schema = {}, content }: Operation['parameters'][number]): fc.Arbitrary<string> =>
    content === undefined
      ? arbitraryOf(document, schema).map(String)
      : arbitraryOf(document, content['application/json'].schema).map((given) => JSON.stringify(given));
  const possible = parameters.filter((parameter) => parameter.required !== true);
  const chosen = fc.subarray(possible, { maxLength: Math.min(3, possible.length) });
  const required = parameters.filter((parameter) => parameter.required === true);
  const values = chosen.chain((optional) =>
    fc.record(Object.fromEntries([...required, ...optional].map((each) => [each.name, value(each)]))),
  );
  const described = body === undefined ? fc.constant(undefined) : arbitraryOf(document, body);
  const sent = fc.oneof({ weight: 4, arbitrary: described }, { weight: 1, arbitrary: fc.jsonValue() });
  return fc.record({ values, sent, about: fc.boolean() }).map(({ values: given, sent: json, about }) => {
    const part = (where: string): [string, string][] =>
      parameters
        .filter((each) => each.in === where && given[each.name] !== undefined)
        .map(({ name }) => [name, String(given[name])]);
    // A path that ends in a dot or two is another path to whoever sends it.
    const id = about || /^\.{1,2}$/.test(given['id'] ?? '') ? ID : encodeURIComponent(given['id'] ?? ID);
    return {
      about,
      method,
      path: `${path.replace('{id}', id)}?${new URLSearchParams(part('query'))}`.replace(/\?$/, ''),
      headers: Object.fromEntries(part('header').map(([name, text]) => [name, encodeURI(text)])),
      ...(body && { body: json }),
    };
  });
};

/** What only the token of a message, a password, a session of one's own, a file or a job opens: shown where those are. */
const NEEDS_MORE = new Set([
  '/api/jobs/import-users',
  '/api/jobs/{id}',
  '/api/jobs/{id}/cancel',
  '/api/jobs/{id}/retry',
  '/api/jobs/{id}/report',
  '/api/auth/sign-in/email',
  '/api/auth/reset-password',
  '/api/auth/verify-email',
  '/api/auth/change-password',
  '/api/auth/revoke-session',
  '/api/auth/tokens',
]);

/** What derives a key of a password, which is meant to be dear, is tried a fifth as often. */
const DERIVES_KEYS = /^\/api\/auth\/(sign-up|sign-in|reset-password)/;

describe('requests made of the document', () => {
  it.each(operations.filter(({ path }) => path.startsWith('/api')))(
    'are answered as it says: $method $path',
    async (operation) => {
      const answered = new Set<number>();
      await fc.assert(
        fc.asyncProperty(requestOf(operation), async ({ about, headers, ...request }) => {
          const { id, etag } = operation.path.startsWith('/api/users/{id}')
            ? await present()
            : { id: ID, etag: '' };
          const answer = await api.call({
            ...request,
            path: request.path.replace(ID, id),
            headers: { ...headers, ...(about && headers?.['If-Match'] && { 'If-Match': etag }) },
          });
          answered.add(answer.status);
          expect(answer.status).toBeLessThan(500);
          expect(undescribed(operation, answer, validate)).toBeUndefined();
        }),
        { numRuns: DERIVES_KEYS.test(operation.path) ? Math.ceil(numRuns / 5) : numRuns },
      );
      // Else the document would describe what is never accepted.
      const accepted = [...answered].some((status) => status < 400);
      expect([...answered], 'is accepted').toSatisfy(() => accepted || NEEDS_MORE.has(operation.path));
    },
    20 * numRuns + 60_000,
  );
});
