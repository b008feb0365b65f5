import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Entries } from './entries';

const key = fc.oneof(fc.nat(200), fc.constantFrom('a', Number.NaN, undefined));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('set' as const), key, value: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), key }) },
  // Goes on from a version that was there before.
  { weight: 1, arbitrary: fc.record({ do: fc.constant('back' as const), to: fc.nat(1000) }) },
);

type Version = [Entries<unknown, number>, Map<unknown, number>];

const after = (
  [entries, map]: Version,
  each: { do: 'set' | 'delete'; key: unknown; value?: number },
): Version => {
  const next = new Map(map);
  if (each.do === 'set') return [entries.set(each.key, each.value ?? 0), next.set(each.key, each.value ?? 0)];
  next.delete(each.key);
  return [entries.delete(each.key), next];
};

describe('the entries of a reactive map, whatever is done', () => {
  it('[L-10] are in every version what a map would have, in its order', () => {
    fc.assert(
      fc.property(fc.nat(150), fc.array(step, { maxLength: 200 }), (begin, steps) => {
        const start = Array.from({ length: begin }, (_, n) => [n, n % 4] as [unknown, number]);
        let version: Version = [Entries.of(start), new Map(start)];
        const versions = [version];
        for (const each of steps) {
          version = each.do === 'back' ? versions[each.to % versions.length]! : after(version, each);
          versions.push(version);
        }
        for (const [entries, map] of versions) {
          expect([...entries]).toEqual([...map]);
          expect(entries.size).toBe(map.size);
        }
        const [entries, map] = version;
        for (const each of [0, 1, 77, 'a', Number.NaN, undefined]) {
          expect([entries.has(each), entries.get(each)]).toEqual([map.has(each), map.get(each)]);
        }
        const [other, theirs] = versions[Math.floor(versions.length / 2)]!;
        const isSame =
          map.size === theirs.size && [...map].every(([k, v]) => theirs.has(k) && theirs.get(k) === v);
        expect([entries.same(other), other.same(entries)]).toEqual([isSame, isSame]);
        expect(entries.same(Entries.of([...map].toReversed()))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('[L-10] forget their empty places, and do not grow with what comes and goes', () => {
    let entries = Entries.of<number, number>([]);
    for (let n = 0; n < 5000; n++) {
      entries = entries.set(n, n);
      if (n >= 10) entries = entries.delete(n - 10);
    }
    expect([...entries].map(([n]) => n)).toEqual(Array.from({ length: 10 }, (_, n) => 4990 + n));
    expect(entries.get(4995)).toBe(4995);
  });
});
