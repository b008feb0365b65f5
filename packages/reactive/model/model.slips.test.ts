import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { useReported } from '../errors/reported.fixture';
import { ReactiveModel } from './index';

interface ITrip {
  stops: string[];
  route: { legs: { via: string[] }[] };
  starts: Date;
  fares: Map<string, number>;
  tags: Set<string>;
  seats: number;
}

/** A class of its own for each test: a slip is reported once for each class and property. */
const tripClass = () =>
  class Trip extends ReactiveModel<ITrip> {
    declare stops: string[];
    declare route: { legs: { via: string[] }[] };
    declare starts: Date;
    declare fares: Map<string, number>;
    declare tags: Set<string>;
    declare seats: number;
    constructor(specs: Partial<ITrip> = {}) {
      super({ properties: ['stops', 'route', 'starts', 'fares', 'tags', 'seats'], ...specs });
    }
  };

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
const messages = (reported: readonly unknown[]) =>
  reported.map((error) => (error instanceof Error ? error.message : error));

describe('a value that was given', () => {
  const reported = useReported();

  it.each<{ kind: string; name: keyof ITrip; make: () => object; change: (value: never) => unknown }>([
    { kind: 'array', name: 'stops', make: () => ['a'], change: (stops: string[]) => stops.push('b') },
    {
      kind: 'object',
      name: 'route',
      make: () => ({ legs: [{ via: [] }] }),
      change: (route: ITrip['route']) => route.legs[0]?.via.push('x'),
    },
    { kind: 'Date', name: 'starts', make: () => new Date(0), change: (date: Date) => date.setFullYear(2030) },
    {
      kind: 'Map',
      name: 'fares',
      make: () => new Map(),
      change: (map: Map<string, number>) => map.set('a', 1),
    },
    { kind: 'Set', name: 'tags', make: () => new Set(), change: (set: Set<string>) => set.add('a') },
  ])('[B-4] and changed in place afterwards is reported: $kind', async ({ kind, name, make, change }) => {
    for (const give of ['constructor', 'set', 'assignment']) {
      class Given extends tripClass() {}
      Object.defineProperty(Given, 'name', { value: `${kind}By${give}` });
      const value = make();
      const trip = new Given(give === 'constructor' ? { [name]: value } : {});
      if (give === 'set') trip.set({ [name]: value });
      if (give === 'assignment') Reflect.set(trip, name, value);
      change(value as never);
      await turn();
      expect(messages(reported)).toEqual([
        `${kind}By${give}.${name}: the ${kind} that was given was changed in place afterwards, which the model ` +
          'does not see: it holds a copy. Give it a new value instead.',
      ]);
      // Whatever nobody refers to any more is not looked at.
      expect([trip, value]).toHaveLength(2);
      reported.length = 0;
    }
  });

  it('[B-4] is reported when it is changed later, and once for each class and property', async () => {
    const Trip = tripClass();
    const [stops, others] = [['a'], ['b']];
    const trips = [new Trip({ stops }), new Trip({ stops: others })];
    await turn();
    expect(reported).toEqual([]);
    stops.push('c');
    others.push('c');
    await expect.poll(() => reported.length, { timeout: 3_000 }).toBe(1);
    expect(trips.map((trip) => trip.stops)).toEqual([['a'], ['b']]);
    expect([stops, others]).toEqual([
      ['a', 'c'],
      ['b', 'c'],
    ]);
  });

  it('[B-4] is not reported when the model was given it anew, holds it itself, or did not take it', async () => {
    const Trip = tripClass();
    class Checked extends tripClass() {
      protected override get schema() {
        return z.object({ stops: z.array(z.string().min(1)) });
      }
    }
    const stops = ['a'];
    const trip = new Trip({ stops });
    stops.push('b');
    trip.stops = stops;
    const replaced = ['x'];
    trip.route = { legs: [{ via: replaced }] };
    trip.route = { legs: [] };
    replaced.push('y');
    const copy = new Trip({ stops: trip.stops });
    const refused = [''];
    const checked = new Checked({ stops: ['ok'] });
    expect(checked.set({ stops: refused }).updated).toBe(false);
    refused.push('later');
    await turn();
    expect(reported).toEqual([]);
    expect(copy.stops).toEqual(['a', 'b']);
  });

  it('[B-4] is compared with what was given, not with what the schema made of it', async () => {
    class Lower extends tripClass() {
      protected override get schema() {
        return z.object({ stops: z.array(z.string().toLowerCase()) });
      }
    }
    const stops = ['ROME'];
    const trip = new Lower();
    trip.set({ stops });
    await turn();
    expect([trip.stops, reported]).toEqual([['rome'], []]);
    stops.pop();
    trip.set({ seats: 1 });
    await expect
      .poll(() => messages(reported), { timeout: 3_000 })
      .toEqual([expect.stringMatching(/^Lower\.stops: the array that was given was changed/)]);
    expect([trip.stops, stops]).toEqual([['rome'], []]);
  });
});

describe('a value that a model hands out', () => {
  const reported = useReported();

  it('[B-5] says what is wrong with changing it, when it is an array', () => {
    const Trip = tripClass();
    const trip = new Trip({ stops: ['b', 'a'], route: { legs: [{ via: ['x'] }] } });
    expect(() => trip.stops.push('c')).toThrow(
      new TypeError(
        'Trip.stops: push() would change an array in place that the model holds, and nobody would be told. ' +
          'It is frozen: make a changed copy and assign that to the property.',
      ),
    );
    expect(() => trip.route.legs[0]?.via.sort()).toThrow(/^Trip\.route: sort\(\)/);
    const grouped = new Trip({ tags: new Set([['x']]) as never }).tags as ReadonlySet<unknown>;
    for (const group of grouped as Set<string[]>) expect(() => group.pop()).toThrow(/^Trip\.tags: pop\(\)/);
    expect([...trip.stops, ...(trip.route.legs[0]?.via ?? [])]).toEqual(['b', 'a', 'x']);
    expect(trip.stops.toSorted()).toEqual(['a', 'b']);
  });

  it('[B-5] is reported, once for each class and property, when it is a date, a map or a set', () => {
    const Trip = tripClass();
    const trip = new Trip({ starts: new Date(0), fares: new Map([['a', 1]]), tags: new Set(['b']) });
    trip.starts.setUTCFullYear(2030);
    trip.fares.set('b', 2);
    trip.fares.delete('a');
    trip.tags.clear();
    expect(messages(reported)).toEqual([
      'Trip.starts: setUTCFullYear() changes a Date in place that the model holds, and nobody is told. ' +
        'Instead, make a changed copy and assign that to the property.',
      expect.stringMatching(/^Trip\.fares: set\(\) changes a Map in place/),
      expect.stringMatching(/^Trip\.tags: clear\(\) changes a Set in place/),
    ]);
    expect([trip.starts.getUTCFullYear(), [...trip.fares], trip.tags.size]).toEqual([2030, [['b', 2]], 0]);
  });

  it('[B-5] looks like any other, and a copy of it can be changed', () => {
    const Trip = tripClass();
    const trip = new Trip({ stops: ['a'], starts: new Date(0), fares: new Map([['a', 1]]) });
    expect(trip.getProperties()).toStrictEqual({
      stops: ['a'],
      starts: new Date(0),
      fares: new Map([['a', 1]]),
    });
    expect(Object.keys(trip.stops)).toEqual(['0']);
    const copy = structuredClone(trip.getProperties());
    for (const stops of [copy.stops, [...trip.stops], trip.stops.slice()]) stops?.push('b');
    const starts = new Date(trip.starts);
    starts.setTime(1);
    copy.fares?.set('b', 2);
    expect([trip.stops, reported]).toEqual([['a'], []]);
  });
});

describe('a transform', () => {
  const reported = useReported();

  const priceClass = (price: z.ZodType) =>
    class Offer extends ReactiveModel<{ price: unknown }> {
      declare price: unknown;
      static schema = z.object({ price });
      constructor(specs: { price?: unknown } = {}) {
        super({ properties: ['price'], ...specs });
      }
    };

  const set = (offer: ReactiveModel<{ price: unknown }> & { price: unknown }, price: unknown) => ({
    assignment: () => Object.assign(offer, { price }),
    set: () => offer.set({ price }),
    'set in a transaction': () => offer.transaction(() => offer.set({ price })),
  });

  it.each(['assignment', 'set', 'set in a transaction'] as const)(
    '[B-7] that changes its own result, or refuses it, is reported once, by %s',
    (how) => {
      for (const rule of [z.string().transform((text) => `${text}!`), z.string().transform(Number)]) {
        const Offer = priceClass(rule);
        set(new Offer(), '1')[how]();
        set(new Offer(), '2')[how]();
      }
      const message = expect.stringContaining('Offer.price: what the schema makes of a value');
      expect(messages(reported)).toEqual([message, message]);
    },
  );

  it('[B-7] that leaves its own result as it is may be used', () => {
    for (const rule of [
      z.string().trim().toLowerCase(),
      z.coerce.date(),
      z.object({ a: z.string().default('x') }),
    ]) {
      const Offer = priceClass(rule);
      new Offer().set({ price: rule instanceof z.ZodObject ? {} : ' 2026-01-01 ' });
    }
    expect(reported).toEqual([]);
  });
});
