import { describe, expect, it } from 'vitest';
import { ask, runApp } from '../app.fixture';
import type { TrustedOrigins } from './trusted-origins';

const HOST = 'localhost:3000';
const COOKIE = { cookie: 'session=1' };

async function statusOf(headers: Record<string, string>, origins: TrustedOrigins = {}, method = 'POST') {
  const { url } = await runApp({ origins });
  return (await ask(`${url}/api/short/1`, { method, headers: { host: HOST, ...headers } })).status;
}

describe('a change', () => {
  it.each([
    // a script
    [{}, 200],
    [{ authorization: 'Bearer x' }, 200],
    // a page of this server
    [{ origin: `http://${HOST}` }, 200],
    [{ origin: `http://${HOST}`, ...COOKIE }, 200],
    [{ 'sec-fetch-site': 'same-origin', ...COOKIE }, 200],
    // a cookie that comes from nobody knows where
    [COOKIE, 403],
    [{ 'sec-fetch-site': 'none', ...COOKIE }, 403],
    [{ referer: `http://${HOST}/`, ...COOKIE }, 403],
    // a page of another site
    [{ origin: 'https://example.org' }, 403],
    [{ origin: 'https://example.org', ...COOKIE }, 403],
    [{ origin: 'https://example.org', 'sec-fetch-site': 'same-origin', ...COOKIE }, 403],
    [{ origin: 'null', ...COOKIE }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: '', ...COOKIE }, 403],
    [{ origin: 'http://localhost', ...COOKIE }, 403],
    [{ origin: 'http://localhost:3000.example.org', ...COOKIE }, 403],
    [{ origin: 'http://example.org/?http://localhost:3000', ...COOKIE }, 403],
    [{ origin: `http://${HOST}, https://example.org`, ...COOKIE }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site', ...COOKIE }, 403],
    // by hand, without a cookie
    [{ 'sec-fetch-site': 'none' }, 200],
  ])('with %j is answered by %i', async (headers, status) => {
    expect(await statusOf(headers)).toBe(status);
  });

  it('of any method is checked, and reading is not', async () => {
    const foreign = { origin: 'https://example.org', ...COOKIE };
    for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND'])
      expect(await statusOf(foreign, {}, method)).toBe(403);
    expect(await statusOf(foreign, {}, 'GET')).toBe(200);
  });

  it('comes from the public address under its own scheme only', async () => {
    const origins = { publicUrl: 'https://app.example.org' };
    expect(await statusOf({ origin: 'https://app.example.org', ...COOKIE }, origins)).toBe(200);
    expect(await statusOf({ origin: 'http://app.example.org', ...COOKIE }, origins)).toBe(403);
    expect(await statusOf({ origin: 'https://evil.example.org', ...COOKIE }, origins)).toBe(403);
    expect(await statusOf({ origin: `http://${HOST}`, ...COOKIE }, origins)).toBe(200);
    expect(await statusOf({ origin: `http://${HOST}`, ...COOKIE }, { publicUrl: `https://${HOST}` })).toBe(
      403,
    );
  });
});

describe('another origin', () => {
  const origin = 'https://app.example.org';
  const preflight = (from: string) => ({
    method: 'OPTIONS',
    headers: {
      origin: from,
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'if-match',
    },
  });

  it('may do nothing unless it is configured', async () => {
    const { url } = await runApp();
    const { headers } = await ask(`${url}/api/short/1`, preflight(origin));
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('may use the API when it is, and no other may', async () => {
    const { url } = await runApp({ origins: { corsOrigins: [origin] } });
    const asked = `${url}/api/short/1`;
    const allowed = await ask(asked, preflight(origin));
    expect(allowed).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': expect.stringContaining('PATCH'),
        'access-control-allow-headers': expect.stringContaining('If-Match'),
        vary: expect.stringContaining('Origin'),
      },
    });
    const changed = await ask(asked, { method: 'POST', headers: { origin, ...COOKIE } });
    expect([changed.status, changed.headers['access-control-allow-origin']]).toEqual([200, origin]);
    expect(changed.headers['access-control-expose-headers']).toContain('ETag');
    for (const other of [
      'https://example.org',
      'https://evil.app.example.org',
      'http://app.example.org',
      'null',
    ]) {
      const { headers } = await ask(asked, preflight(other));
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect((await ask(asked, { method: 'POST', headers: { origin: other } })).status).toBe(403);
    }
  });

  it('reads refusals too', async () => {
    const { url } = await runApp({ origins: { corsOrigins: [origin] } });
    const { status, headers } = await ask(`${url}/api/nothing`, { headers: { origin } });
    expect([status, headers['access-control-allow-origin']]).toEqual([404, origin]);
  });
});

describe('security headers', () => {
  it('insist on HTTPS only where the public address is one of HTTPS', async () => {
    const hsts = async (publicUrl?: string) => {
      const { url } = await runApp({ origins: { publicUrl } });
      return (await ask(url)).headers['strict-transport-security'];
    };
    expect(await hsts()).toBeUndefined();
    expect(await hsts('http://app.example.org')).toBeUndefined();
    expect(await hsts('https://app.example.org')).toBe('max-age=31536000');
  });

  it.each(['/', '/api/short/1', '/api/nothing', '/healthz', '/docs'])(
    'stand on every answer: %s',
    async (path) => {
      const { url } = await runApp();
      const { headers } = await ask(url + path);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'self'"),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': expect.stringMatching(/SAMEORIGIN|DENY/),
      });
      expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    },
  );

  it('allow the page what it needs, and nothing that would lead elsewhere', async () => {
    const { url } = await runApp();
    const policy = String((await ask(url)).headers['content-security-policy']).split(';');
    expect(policy.toSorted()).toEqual(
      [
        "base-uri 'none'",
        "default-src 'self'",
        "font-src 'self' data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
      ].toSorted(),
    );
  });
});
