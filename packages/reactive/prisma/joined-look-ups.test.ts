import { describe, expect, it, vi } from 'vitest';
import { JoinedLookUps, padded } from './joined-look-ups';

/** A table in which each key has a row of its own, but for those that begin with `no`; `bad` fails. */
function table() {
  const one = vi.fn(async (key: string) => {
    if (key.startsWith('bad')) throw new Error(key);
    return key.startsWith('no') ? undefined : { key };
  });
  const many = vi.fn(async (keys: readonly string[]) => {
    const rows = await Promise.all(keys.map(async (key) => [key, await one(key)] as const));
    one.mockClear();
    return new Map(rows.flatMap(([key, row]) => (row ? [[key, row]] : [])));
  });
  return { one, many, lookUps: new JoinedLookUps<string, { key: string }>({ many, one }) };
}

describe('look-ups of one turn', () => {
  it('[P-17] share a query, and each gets its own row', async () => {
    const { lookUps, many, one } = table();
    const asked = ['a', 'b', 'none', 'c'].map((key) => lookUps.find(key));
    // As requests do that were read from their sockets in the same turn.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    const later = lookUps.find('d');
    expect(await Promise.all([...asked, later])).toEqual([
      { key: 'a' },
      { key: 'b' },
      undefined,
      { key: 'c' },
      { key: 'd' },
    ]);
    expect(many.mock.calls).toEqual([[['a', 'b', 'none', 'c', 'd']]]);
    expect(one).not.toHaveBeenCalled();
  });

  it('[P-17] of different turns ask again: nothing is remembered', async () => {
    const { lookUps, many, one } = table();
    await lookUps.find('a');
    await lookUps.find('a');
    expect(one).toHaveBeenCalledTimes(2);
    expect(many).not.toHaveBeenCalled();
  });

  it('[P-17] of one key give nobody the object of another', async () => {
    const { lookUps } = table();
    const rows = await Promise.all(['a', 'a', 'b', 'a'].map((key) => lookUps.find(key)));
    expect(rows.map((row) => row?.key)).toEqual(['a', 'a', 'b', 'a']);
    expect(new Set(rows).size).toBe(4);
  });

  it('[P-18] fail alone', async () => {
    const { lookUps } = table();
    const outcomes = await Promise.allSettled(
      ['a', 'bad 1', 'b', 'bad 2', 'none'].map((k) => lookUps.find(k)),
    );
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: { key: 'a' } },
      { status: 'rejected', reason: new Error('bad 1') },
      { status: 'fulfilled', value: { key: 'b' } },
      { status: 'rejected', reason: new Error('bad 2') },
      { status: 'fulfilled', value: undefined },
    ]);
  });

  it('[P-17] are so many in a query at most', async () => {
    const { lookUps, many } = table();
    const keys = Array.from({ length: 300 }, (_, n) => `k${n}`);
    const rows = await Promise.all(keys.map((key) => lookUps.find(key)));
    expect(rows.map((row) => row?.key)).toEqual(keys);
    expect(many.mock.calls.map(([asked]) => asked.length)).toEqual([128, 128, 44]);
  });

  it('[P-17] make few statements of many lengths', () => {
    expect(padded(['a'])).toEqual(['a']);
    expect(padded(['a', 'b', 'c'])).toEqual(['a', 'b', 'c', 'c']);
    const lengths = Array.from({ length: 128 }, (_, n) => padded(Array(n + 1).fill('k')).length);
    expect(new Set(lengths)).toEqual(new Set([1, 2, 4, 8, 16, 32, 64, 128]));
  });
});
