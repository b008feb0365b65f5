import { UnavailableError } from 'reactive/errors';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Session } from '../session';
import { Realtime } from './realtime';

/** A socket that is opened, refused and lost when the test says so. */
const socket = {
  connected: false,
  active: false,
  listeners: new Map<string, () => void>(),
  connects: [] as number[],
  on(event: string, listener: () => void) {
    this.listeners.set(event, listener);
  },
  onAny() {},
  connect() {
    this.connects.push(Date.now());
  },
  disconnect() {},
};
/** Whether the server has gone before the code of the connection has come. */
let isGone = false;
vi.mock('socket.io-client', () => ({
  get io() {
    if (isGone) throw new TypeError('Failed to fetch dynamically imported module');
    return () => socket;
  },
}));

const session = {
  current: { id: 'session-1' },
  follow: () => () => {},
  on: () => () => {},
  load: () => Promise.resolve(),
} as unknown as Session;

/** A connection that is being opened, and the end of following it. */
async function opened(): Promise<{ realtime: Realtime; stop: () => void }> {
  const realtime = new Realtime(session);
  const stop = realtime.follow();
  await vi.waitFor(() => expect(socket.listeners.has('connect_error')).toBe(true));
  return { realtime, stop };
}

beforeEach(() => {
  socket.listeners.clear();
  socket.connects.length = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a connection that the server refuses', () => {
  it('is tried again after longer and longer waits, up to ten seconds, that differ from page to page', async () => {
    const chance = vi.spyOn(Math, 'random');
    await opened();
    const waits: number[] = [];
    for (const luck of [0.5, 0.5, 0.5, 0, 0.999, 0.5, 0.5]) {
      chance.mockReturnValue(luck);
      const since = Date.now();
      socket.listeners.get('connect_error')?.();
      await vi.advanceTimersByTimeAsync(20_000);
      waits.push((socket.connects.at(-1) ?? 0) - since);
    }
    expect(waits.map((wait) => Math.round(wait / 10) * 10)).toEqual([
      500, 1000, 2000, 2000, 11_990, 10_000, 10_000,
    ]);
    socket.listeners.get('connect')?.();
    const since = Date.now();
    socket.listeners.get('disconnect')?.();
    await vi.advanceTimersByTimeAsync(20_000);
    expect((socket.connects.at(-1) ?? 0) - since).toBe(500);
  });
});

it('a connection whose code could not be loaded is tried again', async () => {
  isGone = true;
  const realtime = new Realtime(session);
  realtime.follow();
  await vi.advanceTimersByTimeAsync(300);
  isGone = false;
  expect([realtime.status, socket.listeners.size]).toEqual(['connecting', 0]);
  await vi.advanceTimersByTimeAsync(2000);
  await vi.waitFor(() => expect(socket.listeners.has('connect_error')).toBe(true));
});

describe('an order that is given while there is no connection yet', () => {
  it('is refused when patience is at an end, and not before', async () => {
    const { realtime } = await opened();
    expect(realtime.status).toBe('connecting');
    const refused = vi.fn();
    realtime.order('room:create', { name: 'Lobby' }).catch(refused);
    await vi.advanceTimersByTimeAsync(9900);
    expect(refused).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(refused).toHaveBeenCalledExactlyOnceWith(expect.any(UnavailableError));
  });

  it('is refused at once when nobody wants the connection any more', async () => {
    const { realtime, stop } = await opened();
    const refused = vi.fn();
    realtime.order('room:create', { name: 'Lobby' }).catch(refused);
    stop();
    await vi.advanceTimersByTimeAsync(1100);
    expect(refused).toHaveBeenCalledExactlyOnceWith(expect.any(UnavailableError));
  });
});
