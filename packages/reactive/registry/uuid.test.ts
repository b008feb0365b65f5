import { afterEach, describe, expect, it, vi } from 'vitest';
import { uuidv7 } from './uuid';

afterEach(() => {
  vi.useRealTimers();
});

const form = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe('an id that is made here', () => {
  it('[R-6] is a UUID of version 7 that begins with the time', () => {
    vi.useFakeTimers({ now: new Date('2100-01-02T03:04:05.678Z') });
    const id = uuidv7();
    expect(id).toMatch(form);
    expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe(Date.now());
  });

  it('[R-6] comes after those made before it, however many a millisecond and wherever the clock goes', () => {
    vi.useFakeTimers({ now: new Date('2200-01-01T00:00:00Z') });
    const ids = Array.from({ length: 10_000 }, uuidv7);
    vi.setSystemTime(new Date('2199-01-01T00:00:00Z'));
    ids.push(uuidv7());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted());
    for (const id of ids) expect(id).toMatch(form);
  });
});
