import { describe, expect, it } from 'vitest';
import { ask, runApp } from '../app.fixture';
import type { KnownHosts } from './known-hosts';

async function answerTo(host: string | undefined, origins: KnownHosts = {}, path = '/api/short/1') {
  const { url } = await runApp({ demo: false, origins });
  return ask(url + path, host === undefined ? { setHost: false } : { headers: { host } });
}

describe('a server that is no demo', () => {
  it.each([
    'localhost',
    'localhost:3000',
    '127.0.0.1:80',
    '192.0.2.7',
    '10.0.0.1:3000',
    '[2001:db8::1]:3000',
  ])('answers a request to %s, a name that nobody else can have', async (host) => {
    expect((await answerTo(host)).status).toBe(200);
  });

  it.each([
    'example.org',
    'app.example.org.evil.example',
    'evil.app.example.org',
    'localhost.example.org',
    '127.0.0.1.nip.io',
    'app.example.org@evil.example',
    '2130706433',
    'a b',
  ])('refuses a request to %j, which a foreign page may have bound to its address', async (host) => {
    const origins = { publicUrl: 'https://app.example.org', allowedHosts: ['api.internal'] };
    for (const path of ['/', '/api/short/1', '/metrics', '/openapi.json', '/docs']) {
      const { status, headers, body } = await answerTo(host, origins, path);
      expect([status, headers['content-type']]).toEqual([421, 'application/problem+json; charset=utf-8']);
      expect(JSON.parse(body)).toMatchObject({
        code: 'forbidden',
        status: 421,
        error: expect.stringContaining('ALLOWED_HOSTS'),
      });
    }
  });

  it('refuses a request that does not say to whom', async () => {
    expect((await answerTo(undefined)).status).toBe(421);
  });

  it('answers under its public name and those that are allowed, on whatever port', async () => {
    const origins = { publicUrl: 'https://app.example.org', allowedHosts: ['api.internal'] };
    const hosts = ['app.example.org', 'APP.example.org:8443', 'api.internal', 'api.internal:9090'];
    for (const host of hosts) expect((await answerTo(host, origins)).status).toBe(200);
    for (const host of hosts) expect((await answerTo(host)).status).toBe(421);
  });

  it('tells under any name that it lives', async () => {
    for (const path of ['/healthz', '/readyz'])
      expect((await answerTo('whatever.example', {}, path)).status).toBe(200);
  });
});
