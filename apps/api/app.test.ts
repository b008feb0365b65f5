import { Router } from 'express';
import { requireScope, scopeMiddleware } from 'reactive/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask, builtWebApp, runApp } from './app.fixture';

describe('loopback only', () => {
  it.each(['localhost', 'localhost:3000', 'LOCALHOST', '127.0.0.1:80', '127.8.9.1', '[::1]:3000', '[::1]'])(
    'answers a request to %s',
    async (host) => {
      const { url } = await runApp();
      expect((await ask(`${url}/api/short/1`, { headers: { host } })).status).toBe(200);
    },
  );

  it.each([
    'example.org',
    'localhost.example.org',
    '127.0.0.1.nip.io',
    '10.0.0.1',
    '[::2]',
    'a b',

    'localhost@example.org',
    '127.0.0.1:x',
    '0177.0.0.1',
    '2130706433',
  ])('refuses a request to %j, a name that a foreign page may have bound to this machine', async (host) => {
    const { url } = await runApp();
    const { status, body } = await ask(`${url}/api/short/1`, { headers: { host } });
    expect([status, JSON.parse(body).code]).toEqual([403, 'forbidden']);
  });

  it('refuses a request that does not say to whom', async () => {
    const { url } = await runApp();
    expect((await ask(`${url}/api/short/1`, { setHost: false })).status).toBe(403);
  });

  it.each([
    ['POST', { origin: 'http://localhost:3000' }, 200],
    ['POST', {}, 200],
    ['POST', { 'sec-fetch-site': 'same-origin' }, 200],
    ['POST', { origin: 'http://localhost:8080' }, 403],
    ['POST', { origin: 'https://example.org' }, 403],
    ['POST', { origin: 'null' }, 403],
    ['POST', { 'sec-fetch-site': 'cross-site' }, 403],
    ['GET', { origin: 'https://example.org' }, 200],
  ])('answers a %s with %j by %i', async (method, headers, status) => {
    const { url } = await runApp();
    const answer = await ask(`${url}/api/short/1`, {
      method,
      headers: { host: 'localhost:3000', ...headers },
    });
    expect(answer.status).toBe(status);
  });

  it('lets no other origin read an answer', async () => {
    const { url } = await runApp();
    const { headers } = await ask(`${url}/api/short/1`, { headers: { origin: 'https://example.org' } });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });
});

describe('a route of the API', () => {
  it('answers nobody who is not somebody, unless it is said to be open, though it asks nobody itself', async () => {
    onTestFinished(requireScope());
    const open = Router();
    open.get('/open', (_req, res) => void res.json({}));
    const { url } = await runApp({ scope: scopeMiddleware(), open: [open] });
    const statuses = ['/api/open', '/api/short/1', '/api/nothing'].map(
      async (path) => (await ask(url + path)).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 401, 401]);
  });
});

describe('what there is only to read', () => {
  it.each(['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs'])(
    'says of %s that nothing else is possible there',
    async (path) => {
      const { url } = await runApp();
      const { status, headers, body } = await ask(url + path, { method: 'PUT' });
      expect([status, headers['allow'], JSON.parse(body).code]).toEqual([
        405,
        'GET, HEAD, OPTIONS',
        'method_not_allowed',
      ]);
    },
  );
});

describe('health', () => {
  it('lives and is ready', async () => {
    const { url } = await runApp();
    expect(await ask(`${url}/healthz`)).toMatchObject({ status: 200, body: '{"status":"ok"}' });
    expect(await ask(`${url}/readyz`)).toMatchObject({ status: 200, body: '{"status":"ready"}' });
  });

  it.each([
    ['fails', () => Promise.reject(new Error('connect ECONNREFUSED db:5432'))],
    [
      'throws',
      () => {
        throw new Error('no database');
      },
    ],
  ])('is alive but not ready when the database %s', async (_, ping) => {
    const { url } = await runApp({ ping });
    expect((await ask(`${url}/healthz`)).status).toBe(200);
    const { status, headers, body } = await ask(`${url}/readyz`);
    expect([status, headers['retry-after'], JSON.parse(body).code]).toEqual([503, '5', 'unavailable']);
    expect(body).not.toContain('ECONNREFUSED');
  });

  it('is not ready when the database takes too long', async () => {
    const { url } = await runApp({ ping: () => new Promise(() => {}) });
    expect((await ask(`${url}/readyz`)).status).toBe(503);
  });

  it('is not ready once it was told to stop, and lets its clients go', async () => {
    const { url } = await runApp({ stopping: () => true });
    expect((await ask(`${url}/readyz`)).status).toBe(503);
    const { status, headers } = await ask(`${url}/api/short/1`, { headers: { connection: 'keep-alive' } });
    expect([status, headers.connection]).toEqual([200, 'close']);
  });
});

describe('requests', () => {
  it('logs one line for each, without the query', async () => {
    const { url, lines } = await runApp();
    await ask(`${url}/api/short/1?email=ada@example.org`, { headers: { 'x-request-id': 'abc-1' } });
    await expect.poll(() => lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 30,
      id: 'abc-1',
      method: 'GET',
      path: '/api/short/:id',
      status: 200,
      msg: 'request',
    });
    expect(JSON.stringify(lines)).not.toContain('ada@');
  });

  it.each(['a b', 'x'.repeat(65), '{"level":60}'])('replaces the request id %j', async (id) => {
    const { url } = await runApp();
    const { headers } = await ask(`${url}/api/short/1`, { headers: { 'x-request-id': id } });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('logs what went wrong under the id that the answer tells', async () => {
    const { url, lines } = await runApp();
    const { status, body } = await ask(`${url}/api/broken`);
    expect(status).toBe(500);
    expect(body).not.toContain('secret');
    await expect.poll(() => lines).toHaveLength(2);
    const { requestId } = JSON.parse(body);
    expect(lines).toMatchObject([
      {
        level: 50,
        id: requestId,
        path: '/api/broken',
        err: { message: expect.stringContaining('select secret') },
      },
      { level: 30, id: requestId, status: 500 },
    ]);
  });

  it('compresses what is worth it', async () => {
    const { url } = await runApp();
    const headers = { 'accept-encoding': 'gzip' };
    expect((await ask(`${url}/api/long`, { headers })).headers['content-encoding']).toBe('gzip');
    expect((await ask(`${url}/api/short/1`, { headers })).headers['content-encoding']).toBeUndefined();
  });

  it('measures durations by route, failed ones too', async () => {
    const { url } = await runApp();
    for (const path of ['/api/short/1', '/api/short/2', '/api/conflict/1', '/nowhere', '/'])
      await ask(url + path);
    const { headers, body } = await ask(`${url}/metrics`);
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/short/:id",status="200"} 2',
    );
    expect(body).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/conflict/:id",status="409"} 1',
    );
    expect(body).toContain('process_cpu_seconds_total');
    expect(body).not.toContain('short/1');
  });

  it.each([
    ['GET', '/api/nothing', 404],
    ['GET', '/nothing', 404],
    ['POST', '/', 404],
    ['GET', '/api/short/%E0%A4%A', 400],
  ])('answers %s %s with the problem %i', async (method, path, status) => {
    const { url } = await runApp();
    const answer = await ask(url + path, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });
});

describe('the web app', () => {
  const script = "document.documentElement.dataset.theme = 'dark'";
  const index = `<!doctype html><script>${script}</script><script type="module" src="/assets/main-4f3a.js"></script>`;

  it('serves the page, never from a cache, at every address that a browser opens', async () => {
    const { url } = await runApp({ webFolder: await builtWebApp(index) });
    const opened = { headers: { accept: 'text/html,*/*;q=0.8' } };
    for (const answer of [
      await ask(url),
      await ask(`${url}/index.html`),
      await ask(`${url}/users/7`, opened),
    ]) {
      expect(answer).toMatchObject({ status: 200, body: index });
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.headers['content-type']).toContain('text/html');
    }
    expect((await ask(`${url}/api/nothing`, opened)).status).toBe(404);
  });

  it('serves hashed assets for ever, and other files after asking', async () => {
    const { url } = await runApp({ webFolder: await builtWebApp(index) });
    const asset = await ask(`${url}/assets/main-4f3a.js`);
    expect([asset.status, asset.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    const icon = await ask(`${url}/icon.svg`);
    expect([icon.status, icon.headers['cache-control']]).toEqual([200, 'no-cache']);
    const gone = await ask(`${url}/assets/main-old.js`, { headers: { accept: 'text/html' } });
    expect([gone.status, gone.headers['cache-control']]).toEqual([404, 'no-store']);
    expect((await ask(`${url}/%2e%2e/%2e%2e/etc/passwd`)).status).toBe(404);
  });

  it('sends files whole, whatever part of them is asked for', async () => {
    const { url } = await runApp({ webFolder: await builtWebApp(index) });
    for (const path of ['/assets/main-4f3a.js', '/icon.svg']) {
      const whole = await ask(url + path);
      for (const range of ['bytes=0-1', 'bytes=999999-', 'lines=1-2'])
        expect(await ask(url + path, { headers: { range } })).toMatchObject({
          status: 200,
          body: whole.body,
        });
    }
  });

  it('lets the page run its own scripts and no others', async () => {
    const { url } = await runApp({ webFolder: await builtWebApp(index) });
    const policy = (await ask(url)).headers['content-security-policy'];
    expect(policy).toContain("script-src 'self' 'sha256-OtwzC4kLCUqUC1CG1s30zaJDdDxZwQK0GoeqKYn4JMc='");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('says how to build the page where it is not built', async () => {
    const { url } = await runApp();
    const { status, body } = await ask(url);
    expect(status).toBe(200);
    expect(body).toContain('npx pnpm build');
  });
});
