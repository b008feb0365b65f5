import { describe, expect, it } from 'vitest';
import { same } from './equality';

class Point {
  constructor(readonly x: number) {}
}

const bytes = (...values: number[]) => new Uint8Array(values);
const point = new Point(1);
const run = () => 1;

/** Values of which no two are equal; each is made anew, and stands beside those that differ from it by little. */
const apart = (): readonly unknown[] => [
  undefined,
  null,
  0,
  -0,
  Number.NaN,
  0n,
  '',
  '0',
  false,
  [],
  [undefined],
  [1],
  [1, 2],
  [2, 1],
  [1, 3],
  [[1]],
  {},
  { a: undefined },
  { b: undefined },
  { a: 1 },
  { a: 1, b: 2 },
  { a: 1, b: 3 },
  { a: { b: [1] } },
  new Date(0),
  new Date(1),
  new Date(Number.NaN),
  new Map(),
  new Map([['a', 1]]),
  new Map([['a', 2]]),
  new Map([['b', 1]]),
  new Map<string, unknown>([['a', undefined]]),
  new Map<string, unknown>([['b', undefined]]),
  new Map([
    ['a', 1],
    ['b', 2],
  ]),
  new Map([
    ['a', 1],
    ['b', 3],
  ]),
  new Map([['a', [1]]]),
  new Set(),
  new Set(['a']),
  new Set(['b']),
  new Set(['a', 'b']),
  new Set(['a', 'c']),
  new Set([{ a: 1 }]),
  new Set([{ a: 1 }, { a: 1 }]),
  new Set([{ a: 1 }, { a: 2 }]),
  new Set([{ a: 1 }, 'a']),
  new Set([[1], new Date(0)]),
  new Set([undefined]),
  new Set([Number.NaN]),
  bytes(),
  bytes(0),
  bytes(1),
  bytes(1, 2),
  bytes(1, 3),
];

describe('two values', () => {
  it('[M-14] are equal by what they are and hold, whichever comes first', () => {
    const [here, there] = [apart(), apart()];
    const wrong = here.flatMap((a, index) =>
      there.flatMap((b, other) => (same(a, b) === (index === other) ? [] : [[a, b]])),
    );
    expect(wrong).toEqual([]);
  });

  it('[M-14] are equal by identity where they are neither data nor of a kind that is known', () => {
    expect([same(point, point), same(point, new Point(1))]).toEqual([true, false]);
    expect([same(run, run), same(run, () => 1)]).toEqual([true, false]);
    expect([same({ x: 1 }, point), same(point, { x: 1 })]).toEqual([false, false]);
    expect(same([point], [new Point(1)])).toBe(false);
  });

  it('[M-14] may be written in another order where order says nothing', () => {
    expect(same({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    expect(same(new Set(['a', 'b']), new Set(['b', 'a']))).toBe(true);
    expect(same(new Map(Object.entries({ a: 1, b: 2 })), new Map(Object.entries({ b: 2, a: 1 })))).toBe(true);
    expect(same(Object.assign(Object.create(null), { a: 1 }), { a: 1 })).toBe(true);
  });

  it('[M-14] that are sets have as many of each that is the same', () => {
    const shared = { a: 1 };
    expect(same(new Set([shared, { a: 2 }]), new Set([{ a: 2 }, shared]))).toBe(true);
    expect(same(new Set([{ a: 1 }, { a: 1 }, { a: 2 }]), new Set([{ a: 1 }, { a: 2 }, { a: 2 }]))).toBe(
      false,
    );
    expect(same(new Set([point]), new Set([new Point(1)]))).toBe(false);
  });

  it('[M-14] that lead back to themselves are compared all the same', () => {
    const ring = (name: string) => {
      const made: Record<string, unknown> = { name };
      made['self'] = made;
      return made;
    };
    const one = ring('one');
    expect([same(one, one), same(one, ring('other'))]).toEqual([true, false]);
    expect([same({ one }, { one }), same(one, ring('one'))]).toEqual([true, false]);
  });

  it('[M-14] are compared by content down to 64 levels', () => {
    const nest = (levels: number): unknown => (levels === 0 ? 'end' : [nest(levels - 1)]);
    expect([same(nest(64), nest(64)), same(nest(65), nest(65))]).toEqual([true, false]);
  });
});
