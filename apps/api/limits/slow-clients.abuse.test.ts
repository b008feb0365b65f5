import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../scripts/figures.fixture';
import { databaseFolder } from '../databases.fixture';
import { asDemoAdmin, startApi } from '../process.fixture';

/** The good client comes from another address of this machine. */
const ATTACKER = '127.0.0.66';
const SLOW = 500;
const REQUESTS = 2000;

const BODY = 'POST /api/users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

/** How a request begins that does not end, and the seconds after which it has to be cut off, some of them of grace. */
const KINDS = [
  { sent: 'GET /api/users HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', seconds: 20 },
  { sent: `${BODY}Content-Length: 90000\r\n\r\n"`, seconds: 40 },
  { sent: `${BODY}Transfer-Encoding: chunked\r\n\r\n1\r\n"\r\n`, seconds: 40 },
] as const;

/** Sends a byte now and then, as long as it is let; the result is what went against the promise. */
async function drip(port: number, nth: number): Promise<string[]> {
  const { sent, seconds } = KINDS[nth % KINDS.length] ?? KINDS[0];
  const since = performance.now();
  const socket = connect({ port, host: '127.0.0.1', localAddress: ATTACKER }).on('error', () => {});
  socket.write(sent);
  const timer = setInterval(() => socket.write(sent.includes('chunked') ? '1\r\n"\r\n' : 'x'), 500);
  // Who goes on sending into a closed connection may lose the answer to the reset that follows.
  const answer = await text(socket).catch(() => 'cut off');
  clearInterval(timer);
  const took = (performance.now() - since) / 1000;
  const found: string[] = [];
  if (!/^(HTTP\/1\.1 408 |cut off$|$)/.test(answer)) found.push(`answered by ${answer.slice(0, 50)}`);
  if (took > seconds) found.push(`held for ${took.toFixed(0)} s`);
  return found;
}

describe(`${SLOW} connections that send a byte now and then`, () => {
  const figures = figuresOf('connections that send a byte now and then');

  it('are cut off in time, while a good client is served 999 times of 1,000', async () => {
    const api = startApi({
      DATA_DIR: await databaseFolder('demo'),
      DEMO_MODE: 'yes',
      RATE_LIMIT: '1000000',
      RATE_LIMIT_PER_ADDRESS: '1000000',
    });
    const url = await api.url;
    const headers = await asDemoAdmin(url);
    const slow = Array.from({ length: SLOW }, (_, nth) => drip(Number(new URL(url).port), nth));
    let failed = 0;
    for (let nth = 0; nth < REQUESTS; nth++) {
      const { status } = await fetch(`${url}/api/users?limit=5`, { headers });
      if (status !== 200) failed += 1;
      await sleep(20);
    }
    for (const found of await Promise.all(slow)) figures.trial(found);
    figures.add('requests of a good client', REQUESTS);
    figures.add('of them failed', failed);
    expect(figures.violations).toEqual([]);
    expect(failed).toBeLessThanOrEqual(REQUESTS / 1000);
    api.kill('SIGTERM');
    expect(await api.ended).toMatchObject({ code: 0, stderr: '' });
  });
});
