import { describe, expect, it } from 'vitest';
import { AbortedError, ConflictError, UnavailableError } from '../errors';
import { sendOnce } from './repeat';

type Answer = () => Response | Promise<Response>;

const ok: Answer = () => Response.json({ id: '1' });
const lost: Answer = () => Promise.reject(new TypeError('Failed to fetch'));
/** The answer breaks off in the middle. */
const broken: Answer = () => {
  const body = new ReadableStream({
    start(controller) {
      controller.error(new TypeError('terminated'));
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'application/json' } });
};
const problem =
  (status: number, code: string, retryAfter?: string): Answer =>
  () => {
    const headers = {
      'Content-Type': 'application/problem+json',
      ...(retryAfter && { 'Retry-After': retryAfter }),
    };
    return new Response(JSON.stringify({ status, code, error: code }), { status, headers });
  };

/** Sends a change to a server that answers so, one after the other. */
function sendTo(
  answers: readonly Answer[],
  options: { attempts?: number; signal?: AbortSignal; key?: string } = {},
) {
  const keys: (string | null)[] = [];
  const { attempts, ...call } = options;
  const fetch = async (_address: unknown, init?: RequestInit): Promise<Response> => {
    keys.push(new Headers(init?.headers).get('Idempotency-Key'));
    return (answers[keys.length - 1] ?? ok)();
  };
  const connection = { baseUrl: 'https://api.example.org', fetch, ...(attempts && { attempts }) };
  return { keys, answer: sendOnce(connection, { method: 'POST', path: '/api/notes', body: {}, ...call }) };
}

describe('a change whose answer was lost', () => {
  it('[H-16] is sent again under the same key, until there is one', async () => {
    const { keys, answer } = sendTo([lost, broken, ok], { key: 'mine' });
    expect((await answer).body).toEqual({ id: '1' });
    expect(keys).toEqual(['mine', 'mine', 'mine']);
    const own = sendTo([lost]);
    await own.answer;
    expect(new Set(own.keys).size).toBe(1);
    expect(own.keys[0]).toMatch(/^[\da-f-]{36}$/);
  });

  it('[H-16] is sent as often as the connection says, and then fails as the last did', async () => {
    const four = sendTo([lost, lost, lost, lost, ok]);
    await expect(four.answer).rejects.toBeInstanceOf(UnavailableError);
    expect(four.keys).toHaveLength(4);
    const once = sendTo([lost, ok], { attempts: 1 });
    await expect(once.answer).rejects.toBeInstanceOf(UnavailableError);
    expect(once.keys).toHaveLength(1);
  });

  it('[H-16] is sent again when the server says after how long, and that is soon', async () => {
    const soon = sendTo([problem(409, 'in_progress', '0'), problem(503, 'unavailable', '0'), ok]);
    await soon.answer;
    expect(soon.keys).toHaveLength(3);
    const late = sendTo([problem(503, 'unavailable', '6'), ok]);
    await expect(late.answer).rejects.toBeInstanceOf(UnavailableError);
    expect(late.keys).toHaveLength(1);
  });

  it('[H-16] is not sent again after any other answer', async () => {
    const page: Answer = () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } });
    const others = [
      problem(409, 'conflict', '0'),
      problem(500, 'internal'),
      problem(429, 'rate_limited', '1'),
      page,
    ];
    for (const other of others) {
      const { keys, answer } = sendTo([other, ok]);
      await expect(answer).rejects.toMatchObject({ code: expect.any(String) });
      expect(keys).toHaveLength(1);
    }
    await expect(sendTo([problem(409, 'conflict')]).answer).rejects.toBeInstanceOf(ConflictError);
  });

  it('[H-16] is not waited for by who has given up', async () => {
    const controller = new AbortController();
    const { keys, answer } = sendTo([problem(503, 'unavailable', '5'), ok], { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(answer).rejects.toBeInstanceOf(AbortedError);
    expect(keys).toHaveLength(1);
  });
});
