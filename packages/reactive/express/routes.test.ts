import express, { type RequestHandler } from 'express';
import { describe, expect, it } from 'vitest';
import { ConflictError, NotFoundError, RateLimitedError, UnavailableError, ValidationError } from '../errors';
import { serve } from '../node/serve.fixture';
import {
  apiRouter,
  type Failure,
  idempotencyKey,
  ifMatch,
  nothingHere,
  problems,
  sendCreated,
  sendList,
  sendRow,
  sendSharedRow,
} from './index';

const row = { id: 'a b', name: 'Ada', version: 3, createdAt: new Date('2024-01-01T00:00:00Z') };

async function serveRows(): Promise<string> {
  const app = express();
  app.use(
    '/api',
    apiRouter((router) => {
      router.get('/rows', (_req, res) => sendList(res, { items: [row], total: 1 }));
      router.post('/rows', (req, res) => {
        sendCreated(res, { ...row, name: idempotencyKey(req) ?? 'no key' });
      });
      router.get('/rows/:id', (_req, res) => sendRow(res, row));
      router.get('/shared/:id', (_req, res) => sendSharedRow(res, row));
      router.patch('/rows/:id', (req, res) => sendRow(res, { ...row, version: ifMatch(req) + 1 }));
    }),
    nothingHere(),
  );
  app.use(problems());
  return `${await serve(app)}/api`;
}

const malformedKey = { errors: { 'Idempotency-Key': ['Must be 1 to 255 visible ASCII characters'] } };

/** Serves one route that does what is asked, and keeps what was reported. */
async function serveFailing(handler: RequestHandler): Promise<{ address: string; failures: Failure[] }> {
  const failures: Failure[] = [];
  const app = express();
  app.get('/:any', handler);
  app.use(problems({ report: (failure) => failures.push(failure) }));
  return { address: await serve(app), failures };
}

describe('rows over HTTP', () => {
  const matching = ['"3"', 'W/"3"', '"1", "3"', '*'];
  const sent = { ...row, createdAt: '2024-01-01T00:00:00.000Z' };

  it('[X-7] sends a row with its version as ETag, whole and for no cache to keep, also to who has that version', async () => {
    const address = await serveRows();
    for (const tag of [undefined, ...matching]) {
      // What a cache asks by: fetch adds `no-cache`, under which nobody is answered 304, where nothing is said.
      const asked: Record<string, string> = tag ? { 'If-None-Match': tag, 'Cache-Control': 'max-age=0' } : {};
      const answer = await fetch(`${address}/rows/1`, { headers: asked });
      const { headers } = answer;
      expect([tag, answer.status, headers.get('ETag'), headers.get('Cache-Control')]).toEqual([
        tag,
        200,
        '"3"',
        'no-store',
      ]);
      expect(await answer.json()).toEqual(sent);
    }
  });

  it('[X-7] sends a row that is the same for all with its version as ETag, and 304 to who has it', async () => {
    const address = await serveRows();
    const fresh = await fetch(`${address}/shared/1`);
    const { status, headers } = fresh;
    expect([status, headers.get('ETag'), headers.get('Cache-Control')]).toEqual([
      200,
      '"3"',
      'private, no-cache',
    ]);
    expect(await fresh.json()).toEqual(sent);
    for (const tag of matching) {
      const known = await fetch(`${address}/shared/1`, { headers: { 'If-None-Match': tag } });
      expect([tag, known.status, await known.text()]).toEqual([tag, 304, '']);
    }
    const older = await fetch(`${address}/shared/1`, { headers: { 'If-None-Match': '"2"' } });
    expect(older.status).toBe(200);
  });

  it('[X-8] answers a creation with 201, its address and its ETag', async () => {
    const address = await serveRows();
    const created = await fetch(`${address}/rows/`, { method: 'POST' });
    expect(created.status).toBe(201);
    expect(created.headers.get('Location')).toBe('/api/rows/a%20b');
    expect(created.headers.get('ETag')).toBe('"3"');
  });

  it('[X-9] sends a page with next as null at the end', async () => {
    const address = await serveRows();
    const listed = await (await fetch(`${address}/rows`)).json();
    expect(listed).toMatchObject({ total: 1, next: null });
  });

  it.each([
    [undefined, 428, 'precondition_required'],
    ['*', 400, 'validation'],
    ['W/"3"', 400, 'validation'],
    ['"3", "4"', 400, 'validation'],
    ['3', 400, 'validation'],
    ['', 400, 'validation'],
    ['"0"', 412, 'precondition_failed'],
    ['"abc"', 412, 'precondition_failed'],
    ['"99999999999999999999"', 412, 'precondition_failed'],
  ])('[X-10] answers If-Match %s with %i', async (tag, status, code) => {
    const address = await serveRows();
    const headers = tag === undefined ? {} : { 'If-Match': tag };
    const response = await fetch(`${address}/rows/1`, { method: 'PATCH', headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  it('[X-10] gives the version that If-Match names', async () => {
    const address = await serveRows();
    const response = await fetch(`${address}/rows/1`, { method: 'PATCH', headers: { 'If-Match': '"7"' } });
    expect(await response.json()).toMatchObject({ version: 8 });
  });

  it.each([
    ['9f2c-1', 201, { name: '9f2c-1' }],
    ['has space', 400, malformedKey],
    ['é', 400, malformedKey],
    ['x'.repeat(256), 400, malformedKey],
  ])('[X-11] answers Idempotency-Key %s with %i', async (key, status, body) => {
    const address = await serveRows();
    const response = await fetch(`${address}/rows`, { method: 'POST', headers: { 'Idempotency-Key': key } });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(body);
  });

  it('[X-12] answers a method that a path does not have with 405 and Allow', async () => {
    const address = await serveRows();
    const refused = await fetch(`${address}/rows/1`, { method: 'PUT' });
    expect([refused.status, refused.headers.get('Allow')]).toEqual([405, 'GET, PATCH, HEAD, OPTIONS']);
    expect(await refused.json()).toMatchObject({ code: 'method_not_allowed' });
    const asked = await fetch(`${address}/rows`, { method: 'OPTIONS' });
    expect([asked.status, asked.headers.get('Allow')]).toEqual([204, 'GET, POST, HEAD, OPTIONS']);
    const head = await fetch(`${address}/rows/1`, { method: 'HEAD' });
    expect([head.status, head.headers.get('ETag')]).toEqual([200, '"3"']);
  });

  it('[X-13] answers an address that leads nowhere with 404, one that cannot be read with 400', async () => {
    const address = await serveRows();
    const nowhere = await fetch(`${address}/other`);
    expect(nowhere.status).toBe(404);
    expect(nowhere.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8');
    expect(await nowhere.json()).toMatchObject({
      code: 'not_found',
      error: 'There is nothing at this address',
    });
    expect((await fetch(`${address}/rows/%E0%A4%A`)).status).toBe(400);
  });
});

describe('problems', () => {
  it.each([
    [new NotFoundError('No such user'), 404, { code: 'not_found', error: 'No such user' }],
    [
      new ConflictError('Taken', { errors: { email: ['Is taken'] } }),
      409,
      { code: 'conflict', errors: { email: ['Is taken'] } },
    ],
    [
      new ValidationError('No', { errors: { name: ['Too short'] } }),
      400,
      { errors: { name: ['Too short'] } },
    ],
  ])('[X-14] answers %s as problem+json with its code', async (error, status, body) => {
    const { address, failures } = await serveFailing(() => {
      throw error;
    });
    const response = await fetch(`${address}/x`);
    expect(response.status).toBe(status);
    expect(response.headers.get('Content-Type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ type: 'about:blank', status, ...body });
    expect(failures).toEqual([]);
  });

  it.each([
    [new UnavailableError('The database is down'), 503, '5'],
    [new UnavailableError('Busy', { retryAfter: 1.2 }), 503, '2'],
    [new RateLimitedError('Slow down'), 429, '60'],
  ])('[X-15] says with %s when to come back', async (error, status, seconds) => {
    const { address } = await serveFailing(() => Promise.reject(error));
    const response = await fetch(`${address}/x`);
    expect([response.status, response.headers.get('Retry-After')]).toEqual([status, seconds]);
  });

  it.each([
    ['an error', new Error('select * from "User" at db.ts:7')],
    ['a text', 'select * from "User"'],
    ['a number', 42],
    ['an error that claims a status', Object.assign(new Error('select'), { status: 500 })],
  ])(
    '[X-16] answers %s that is thrown with 500, telling only an id under which it is reported',
    async (_, thrown) => {
      const { address, failures } = await serveFailing(() => Promise.reject(thrown));
      const response = await fetch(`${address}/x`);
      const text = await response.text();
      expect(response.status).toBe(500);
      expect(text).not.toMatch(/select|db\.ts|stack/i);
      const { requestId, code } = JSON.parse(text);
      expect(code).toBe('internal');
      expect(requestId).toBe(response.headers.get('X-Request-Id'));
      expect(failures).toMatchObject([{ requestId, error: { code: 'internal' } }]);
      expect(failures[0]?.error.cause).toBe(thrown);
    },
  );

  it('[X-16] keeps the request id that somebody set before', async () => {
    const { address } = await serveFailing((_req, res) => {
      res.set('X-Request-Id', 'mine');
      throw new Error('oops');
    });
    expect(await (await fetch(`${address}/x`)).json()).toMatchObject({ requestId: 'mine' });
  });

  it('[X-17] cuts off an answer that fails half-way', async () => {
    const { address, failures } = await serveFailing((_req, res) => {
      res.write('half');
      throw new Error('oops');
    });
    await expect(fetch(`${address}/x`).then((response) => response.text())).rejects.toThrow(
      // In the words of each runtime.
      /terminated|fetch failed|ECONNRESET|error (decoding|reading)/,
    );
    expect(failures).toHaveLength(1);
  });
});
