import { describe, expect, it, vi } from 'vitest';
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PreconditionFailedError,
  RateLimitedError,
  ReactiveError,
  TimeoutError,
  UnavailableError,
  ValidationError,
} from '../errors';
import { api, failure, provider } from './notes.fixture';
import { answer } from './reply.fixture';

const inJson = { 'Content-Type': 'application/json' };
const REMEDY = "check that the base URL is the API's";

describe('failures', () => {
  it.each([
    new ValidationError('No', { errors: { text: ['Too short'] } }),
    new NotFoundError('No such note'),
    new ConflictError('Taken', { errors: { text: ['Is taken'] } }),
    new PreconditionFailedError('Changed since'),
    new ForbiddenError('Not yours'),
    new RateLimitedError('Slow down', { retryAfter: 7 }),
    new UnavailableError('The database is down'),
    new ReactiveError('secret'),
  ])('[H-10] throws what the server threw: %s', async (thrown) => {
    const { baseUrl } = await api(answer(thrown.status, thrown.toProblem()));
    const error = await failure(provider({ baseUrl }).load('a'));
    expect(error).toBeInstanceOf(thrown.constructor);
    expect(error).toMatchObject(
      thrown.toProblem().errors ? { code: thrown.code, errors: thrown.errors } : { code: thrown.code },
    );
    expect(error.message).toBe(thrown.toProblem().detail);
    expect(error.retryAfter).toBe(thrown.retryAfter);
  });

  it('[H-10] reads Retry-After where the body does not say', async () => {
    const { baseUrl } = await api(
      answer(503, new UnavailableError('Down').toProblem(), { 'Retry-After': '9' }),
    );
    expect((await failure(provider({ baseUrl }).load('a'))).retryAfter).toBe(9);
  });

  it.each([
    ['Thu, 01 Jan 2026 00:01:30 GMT', 90],
    ['Thu, 01 Jan 2026 00:00:00 GMT', 0],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['soon GMT', undefined],
    ['-5', undefined],
  ])('[H-10] reads a Retry-After of %j, by the clock of the server', async (header, seconds) => {
    const { baseUrl } = await api({
      status: 429,
      headers: { 'Retry-After': header, Date: 'Thu, 01 Jan 2026 00:00:00 GMT' },
    });
    expect((await failure(provider({ baseUrl }).load('a'))).retryAfter).toBe(seconds);
  });

  it('[H-10] reads a Retry-After that is a date by its own clock where the server does not tell its', async () => {
    vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z'), toFake: ['Date'] });
    const headers = { 'Retry-After': 'Thu, 01 Jan 2026 00:00:07 GMT' };
    const fetch = (): Promise<Response> => Promise.resolve(new Response('', { status: 429, headers }));
    const error = await failure(provider({ baseUrl: 'http://localhost', fetch }).load('a'));
    vi.useRealTimers();
    expect(error.retryAfter).toBe(7);
  });

  it.each([
    [200, '<html>', 'unavailable', REMEDY],
    [200, '', 'unavailable', 'is it the API of this version?'],
    [404, '<html>', 'unavailable', REMEDY],
    [500, 'oops', 'unavailable', REMEDY],
    [502, '<html>', 'unavailable', REMEDY],
    [301, '', 'unavailable', REMEDY],
    [401, '<html>', 'unauthenticated', 'Unauthenticated'],
    [403, '', 'forbidden', 'Forbidden'],
    [413, '<html>', 'payload_too_large', 'Payload too large'],
    [429, '', 'rate_limited', 'Rate limited'],
    [504, '<html>', 'timeout', 'Timeout'],
  ] as const)(
    '[H-11] makes of a %i that is not JSON (%j) an error that says what to do: %s',
    async (...[status, body, code, message]) => {
      const { baseUrl } = await api({ status, headers: { 'Content-Type': 'text/html' }, body });
      const error = await failure(provider({ baseUrl }).load('a'));
      expect(error.code).toBe(code);
      expect(error.message).toContain(message);
    },
  );

  it('[H-11] refuses what claims to be JSON and is not', async () => {
    const { baseUrl } = await api({ headers: inJson, body: '{"id":' });
    expect(await failure(provider({ baseUrl }).load('a'))).toBeInstanceOf(UnavailableError);
  });

  it('[H-12] says that a server cannot be reached, and keeps why', async () => {
    const error = await failure(provider({ baseUrl: 'http://127.0.0.1:1' }).load('a'));
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error.message).toMatch(/cannot be reached: check the connection/);
    expect(error.cause).toBeDefined();
  });

  it('[H-12] says so too when the connection breaks in the middle of an answer', async () => {
    const { baseUrl } = await api({ headers: inJson, body: '{"id"', after: 'break' });
    expect(await failure(provider({ baseUrl }).load('a'))).toBeInstanceOf(UnavailableError);
  });

  it('[H-13] gives up after the timeout, before or in the middle of an answer', async () => {
    const silent = await api({ after: 'silence' });
    const halting = await api({ headers: inJson, body: '{', after: 'halt' });
    for (const { baseUrl } of [silent, halting]) {
      const error = await failure(provider({ baseUrl, timeout: 50 }).load('a'));
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error.message).toMatch(/within 50 ms/);
    }
  });

  it('[H-13] waits 15 seconds unless told, and for ever if told', async () => {
    vi.useFakeTimers();
    const fetch = (): Promise<Response> => new Promise(() => {}); // one that heeds no signal
    const outcome = failure(provider({ baseUrl: 'http://localhost', fetch }).load('a'));
    const endless = vi.fn();
    provider({ baseUrl: 'http://localhost', fetch, timeout: Number.POSITIVE_INFINITY })
      .load('a')
      .then(endless, endless);
    await vi.advanceTimersByTimeAsync(14_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toBeInstanceOf(TimeoutError);
    await vi.advanceTimersByTimeAsync(1e9);
    expect(endless).not.toHaveBeenCalled();
    vi.useRealTimers();
  });

  it('[H-14] stops when the caller gives up, at once and without asking if it had before', async () => {
    const { baseUrl, seen } = await api({ after: 'silence' });
    const controller = new AbortController();
    const loading = failure(provider({ baseUrl }).load('a', { signal: controller.signal }));
    await vi.waitFor(async () => expect(await seen()).toHaveLength(1));
    controller.abort();
    expect((await loading).code).toBe('aborted');
    expect((await failure(provider({ baseUrl }).load('a', { signal: controller.signal }))).code).toBe(
      'aborted',
    );
    expect(await seen()).toHaveLength(1);
  });

  it('[H-14] tells a reason of the caller’s own as an abort, and a timeout signal as a timeout', async () => {
    const { baseUrl } = await api({ after: 'silence' });
    const own = await failure(provider({ baseUrl }).load('a', { signal: AbortSignal.abort('bored') }));
    expect([own.code, own.cause]).toEqual(['aborted', 'bored']);
    const late = await failure(provider({ baseUrl }).load('a', { signal: AbortSignal.timeout(10) }));
    expect(late.code).toBe('timeout');
  });

  it('[H-14] leaves no listener behind on a signal that lives on', async () => {
    const { baseUrl } = await api();
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await provider({ baseUrl }).load('a', { signal });
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
      added.mock.calls.map(([, listener]) => listener),
    );
    expect(added).toHaveBeenCalledTimes(1);
  });
});
