import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { RateLimiter } from '@myapp/server/limits';
import { expect, it } from 'vitest';
import { countless, limitsOf } from './app.fixture';
import { socketGate } from './sockets';

const ORIGIN = 'https://app.example.org';

interface Circumstances {
  readonly demo?: boolean;
  readonly stopping?: boolean;
  readonly perAddress?: RateLimiter;
}

/** Whether a request with these headers may open a socket. */
async function admits(
  headers: Record<string, string>,
  { demo = false, stopping = false, perAddress = countless }: Circumstances = {},
): Promise<boolean> {
  const { admit } = socketGate({
    origins: { publicUrl: ORIGIN, allowedHosts: ['api.internal'] },
    trustedProxies: [],
    demo,
    perAddress,
    stopping: () => stopping,
  });
  const request = Object.assign(new IncomingMessage(new Socket()), { headers });
  try {
    await admit(request);
    return true;
  } catch {
    return false;
  }
}

it('a socket is opened under a name of this server, by one of its pages, while it serves', async () => {
  for (const host of ['app.example.org', 'api.internal:3000', '192.0.2.7', 'localhost'])
    expect(await admits({ host, origin: ORIGIN })).toBe(true);
  for (const host of ['evil.example', '', 'app.example.org.evil.example'])
    expect(await admits({ host, origin: `http://${host}` })).toBe(false);
  for (const origin of ['https://evil.example', 'null', 'http://app.example.org'])
    expect(await admits({ host: 'app.example.org', origin })).toBe(false);
  const page = { host: 'localhost:3000', origin: 'http://localhost:3000' };
  expect(await admits(page, { demo: true })).toBe(true);
  const elsewhere = { host: '192.0.2.7', origin: 'http://192.0.2.7' };
  expect([await admits(elsewhere), await admits(elsewhere, { demo: true })]).toEqual([true, false]);
  expect(await admits(page, { stopping: true })).toBe(false);
  const { perAddress } = await limitsOf(2);
  const outcomes = [1, 2, 3].map(() => admits(page, { perAddress }));
  expect(await Promise.all(outcomes)).toEqual([true, true, false]);
});
