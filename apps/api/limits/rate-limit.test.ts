import { networkInterfaces } from 'node:os';
import type { RequestHandler } from 'express';
import { describe, expect, it } from 'vitest';
import { type AskOptions, ask, limitsOf, noLimits, runApp } from '../app.fixture';

const MINUTE = 60;

/** The statuses of several requests, one after the other. */
async function statuses(url: string, times: number, options: (nth: number) => AskOptions): Promise<number[]> {
  const found: number[] = [];
  for (let nth = 0; nth < times; nth++) found.push((await ask(url, options(nth))).status ?? 0);
  return found;
}

const counted = (found: readonly number[]) => ({
  passed: found.filter((status) => status === 200).length,
  refused: found.filter((status) => status === 429).length,
});

describe('the limit for an address', () => {
  it('refuses with 429 and says when to come back', async () => {
    const { url } = await runApp({ limits: await limitsOf(2) });
    const asked = `${url}/api/short/1`;
    expect(await statuses(asked, 2, () => ({}))).toEqual([200, 200]);
    const { status, headers, body } = await ask(asked);
    expect([status, JSON.parse(body).code]).toEqual([429, 'rate_limited']);
    expect(headers['content-type']).toContain('application/problem+json');
    const seconds = Number(headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(MINUTE);
  });

  it.each(['/', '/nowhere', '/api/nothing', '/openapi.json', '/docs', '/metrics'])(
    'holds for all that is served, %s too, but not for who watches the process',
    async (path) => {
      const { url } = await runApp({ limits: await limitsOf(1) });
      await ask(`${url}/api/short/1`);
      expect((await ask(url + path)).status).toBe(429);
      expect((await ask(`${url}/healthz`)).status).toBe(200);
      expect((await ask(`${url}/readyz`)).status).toBe(200);
    },
  );

  it('counts no other address', async () => {
    const { url } = await runApp({ limits: await limitsOf(1) });
    const from = (localAddress: string) => ask(`${url}/api/short/1`, { localAddress });
    expect((await from('127.0.0.2')).status).toBe(200);
    expect((await from('127.0.0.2')).status).toBe(429);
    expect((await from('127.0.0.3')).status).toBe(200);
  });

  it.each([
    ['X-Forwarded-For', (nth: number) => ({ 'X-Forwarded-For': `192.0.2.${nth}` })],
    ['a list of them', (nth: number) => ({ 'X-Forwarded-For': `192.0.2.${nth}, 127.0.0.${nth}` })],
    ['Forwarded', (nth: number) => ({ Forwarded: `for=192.0.2.${nth}` })],
    ['X-Real-IP', (nth: number) => ({ 'X-Real-IP': `192.0.2.${nth}`, 'CF-Connecting-IP': `192.0.2.${nth}` })],
  ])('is not evaded by %s', async (_, headers) => {
    const { url } = await runApp({ limits: await limitsOf(5) });
    const found = await statuses(`${url}/api/short/1`, 30, (nth) => ({ headers: headers(nth) }));
    expect(counted(found)).toEqual({ passed: 5, refused: 25 });
  });

  describe('behind a proxy that is trusted', () => {
    const behind = async (points: number) =>
      runApp({ limits: await limitsOf(points), trustedProxies: ['127.0.0.1', '10.0.0.0/8'] });
    const forwarded = (value: string): AskOptions => ({ headers: { 'X-Forwarded-For': value } });

    it('counts the clients of the proxy, each for itself', async () => {
      const { url } = await behind(1);
      const found = await statuses(`${url}/api/short/1`, 20, (nth) => forwarded(`192.0.2.${nth}`));
      expect(counted(found)).toEqual({ passed: 20, refused: 0 });
    });

    it.each([
      ['what the client has put before', (nth: number) => `192.0.2.${nth}, 198.51.100.7`],
      [
        'what the client has put before, and a second proxy',
        (nth: number) => `10.1.1.${nth}, 198.51.100.7, 10.0.0.9`,
      ],
      [
        'other addresses of the same /64',
        (nth: number) => `2001:db8:1:2:${nth.toString(16)}::${nth.toString(16)}`,
      ],
      [
        'IPv4 in the clothes of IPv6',
        (nth: number) => ['198.51.100.7', '::ffff:198.51.100.7', '::ffff:c633:6407'][nth % 3] ?? '',
      ],
      ['what is no address', (nth: number) => `client-${nth}`],
    ])('is not evaded by %s', async (_, header) => {
      const { url } = await behind(5);
      const found = await statuses(`${url}/api/short/1`, 30, (nth) => forwarded(header(nth)));
      expect(counted(found)).toEqual({ passed: 5, refused: 25 });
    });

    it('believes nobody else', async () => {
      const { url } = await behind(5);
      const found = await statuses(`${url}/api/short/1`, 30, (nth) => ({
        ...forwarded(`192.0.2.${nth}`),
        localAddress: '127.0.0.9',
      }));
      expect(counted(found)).toEqual({ passed: 5, refused: 25 });
    });
  });
});

describe('the limit for an account', () => {
  let account: string | undefined;
  const signIn: RequestHandler = (req, _res, next) => {
    account = req.get('X-Account');
    next();
  };

  it('is one wherever its requests come from, and counts no other account and nobody', async () => {
    const { perAccount } = await limitsOf(5);
    const limits = { ...noLimits, perAccount, accountOf: () => account };
    const { url } = await runApp({ limits, scope: signIn });
    const as = (name?: string) => (nth: number) => ({
      localAddress: `127.0.0.${nth + 1}`,
      ...(name !== undefined && { headers: { 'X-Account': name } }),
    });
    const asked = `${url}/api/short/1`;
    expect(counted(await statuses(asked, 12, as('ada')))).toEqual({ passed: 5, refused: 7 });
    expect(counted(await statuses(asked, 5, as('grace')))).toEqual({ passed: 5, refused: 0 });
    expect(counted(await statuses(asked, 12, as()))).toEqual({ passed: 12, refused: 0 });
  });
});

describe('on IPv6', () => {
  const hasIPv6 = Object.values(networkInterfaces()).some((list) =>
    list?.some(({ address }) => address === '::1'),
  );

  it.skipIf(!hasIPv6)('counts as elsewhere', async () => {
    const { url } = await runApp({ limits: await limitsOf(5) }, { host: '::1' });
    expect(counted(await statuses(`${url}/api/short/1`, 9, () => ({})))).toEqual({ passed: 5, refused: 4 });
  });
});
