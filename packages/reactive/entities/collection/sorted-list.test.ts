import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedList } from './sorted-list';

interface Entry {
  readonly key: number;
  readonly serial: number;
}

const byKey = (a: Entry, b: Entry): number => a.key - b.key || a.serial - b.serial;

/** What to insert (so many, from a key on), and then what to remove, by its place. */
const step = fc.record({
  key: fc.integer({ min: 0, max: 999 }),
  count: fc.constantFrom(1, 2, 300, 700),
  removed: fc.array(fc.nat(5000), { maxLength: 30 }),
});

let serial = 0;

const fill = (
  list: SortedList<Entry>,
  model: Entry[],
  { key, count }: { key: number; count: number },
): void => {
  const made = Array.from({ length: count }, (_, at) => ({
    key: (key + at * 7) % 1000,
    serial: serial++,
  }));
  if (count > 1) list.insertAll(made);
  else for (const entry of made) list.insert(entry);
  model.push(...made);
  model.sort(byKey);
};

const takeOut = (list: SortedList<Entry>, model: Entry[], at: number): void => {
  const [entry] = model.splice(at % Math.max(1, model.length), 1);
  if (entry !== undefined) list.remove(entry);
};

describe('the sorted list of a collection', () => {
  it('[C-1] is in order, whatever was inserted and removed, however long it is', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const list = new SortedList<Entry>(byKey);
        const model: Entry[] = [];
        for (const { removed, ...filled } of steps) {
          fill(list, model, filled);
          for (const at of removed) takeOut(list, model, at);
          expect(list.first(Number.POSITIVE_INFINITY)).toEqual(model);
          expect(list.first(5)).toEqual(model.slice(0, 5));
          expect(list.length).toBe(model.length);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('[C-1] knows what comes before an entry, and how many, as far as a window reaches', () => {
    const list = new SortedList<Entry>(byKey);
    const model: Entry[] = [];
    fill(list, model, { key: 0, count: 1200 });
    expect(model.map((entry) => list.rankOf(entry, 600))).toEqual(
      model.map((_, rank) => Math.min(rank, 600)),
    );
    expect(model.map((entry) => list.before(entry))).toEqual([undefined, ...model.slice(0, -1)]);
  });
});
