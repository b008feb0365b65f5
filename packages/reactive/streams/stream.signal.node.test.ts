import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { lobby } from '../model/room.fixture';
import { stream } from './index';

describe('the signal of a stream', () => {
  it('[S-3] has nothing left on it when the stream has ended, however it ended', async () => {
    const room = lobby();
    const end = new AbortController();
    const { signal } = end;
    const listeners = () => getEventListeners(signal, 'abort').length;
    const [waiting, left] = [
      stream(room, 'name.changed', { signal }),
      stream(room, 'name.changed', { signal }),
    ];
    const read = waiting.next();
    expect(listeners()).toBe(2);
    await left.return();
    expect(listeners()).toBe(1);
    end.abort();
    expect((await read).done).toBe(true);
    expect(listeners()).toBe(0);
  });
});
