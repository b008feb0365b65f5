import { describe, expect, it } from 'vitest';
import { ask, runApp } from '../app.fixture';
import { LONGEST_ADDRESS, MOST_HEADERS } from './head-size';

describe('the head of a request', () => {
  const problemOf = ({ status, headers, body }: Awaited<ReturnType<typeof ask>>) => [
    status,
    headers['content-type'],
    JSON.parse(body),
  ];
  const refusal = (status: number) => [
    status,
    'application/problem+json; charset=utf-8',
    expect.objectContaining({ status, code: 'payload_too_large', error: expect.stringMatching(/\w/) }),
  ];

  it('may have an address of so many characters, and no more', async () => {
    const { url } = await runApp();
    const path = (length: number) => `${url}${`/api/short/1?q=`.padEnd(length, 'x')}`;
    expect((await ask(path(LONGEST_ADDRESS))).status).toBe(200);
    expect(problemOf(await ask(path(LONGEST_ADDRESS + 1)))).toEqual(refusal(414));
  });

  it('may have so many headers, and no more', async () => {
    const { url } = await runApp();
    const sent = (count: number) =>
      ask(`${url}/api/short/1`, {
        headers: {
          host: 'localhost',
          connection: 'close',
          ...Object.fromEntries(Array.from({ length: count - 2 }, (_, nth) => [`x-${nth}`, '1'])),
        },
      });
    expect((await sent(MOST_HEADERS)).status).toBe(200);
    expect(problemOf(await sent(MOST_HEADERS + 1))).toEqual(refusal(431));
    expect(problemOf(await sent(2500))).toEqual(refusal(431));
  });

  it('may be of 16 KB in all', async () => {
    const { url } = await runApp();
    expect((await ask(`${url}/api/short/1`, { headers: { 'X-Large': 'x'.repeat(15_000) } })).status).toBe(
      200,
    );
    const answer = await ask(`${url}/api/short/1`, { headers: { 'X-Large': 'x'.repeat(17_000) } });
    expect(problemOf(answer)).toEqual(refusal(431));
  });
});
