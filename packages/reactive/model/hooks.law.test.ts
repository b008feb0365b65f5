import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReactiveModel, transaction } from './index';

interface IPoint {
  x: number;
  y: number;
}

type Place = 'before' | 'after' | undefined;

/** A model whose next set fails in one of its hooks, after the hook has written to another model. */
class Point extends ReactiveModel<IPoint> {
  declare x: number;
  declare y: number;
  failsIn: Place;
  readonly other: ReactiveModel<{ sets: number }>;
  heard = 0;

  constructor(
    specs: Partial<IPoint> = {},
    other = new ReactiveModel<{ sets: number }>({ properties: ['sets'] }),
  ) {
    super({ properties: ['x', 'y'], ...specs });
    this.other = other;
  }

  #count(place: Place): void {
    this.heard++;
    this.other.set({ sets: ((this.other.getProperty('sets') as number | undefined) ?? 0) + 1 });
    if (this.failsIn === place) throw new Error('as asked');
  }

  protected override beforeSet() {
    this.#count('before');
  }

  protected override afterSet() {
    this.#count('after');
  }
}

const number = fc.integer({ min: 0, max: 2 });
const step = fc.record({
  values: fc.record({ x: number, y: number }, { requiredKeys: [] }),
  how: fc.constantFrom('set', 'assign', 'setAsync'),
  failsIn: fc.constantFrom('before', 'after', undefined, undefined),
});
const steps = fc.array(
  fc.record({ sets: fc.array(step, { minLength: 1, maxLength: 4 }), fails: fc.boolean() }),
  {
    maxLength: 8,
  },
);

/** Does one set, whose failure is nobody's business but the model's. */
const run = (
  point: Point,
  { values, how, failsIn }: { values: Partial<IPoint>; how: string; failsIn: Place },
) => {
  point.failsIn = failsIn;
  try {
    if (how === 'set') point.set(values);
    else for (const [name, value] of Object.entries(values)) point[name as 'x'] = value;
  } catch (error) {
    expect((error as Error).message).toBe('as asked');
  }
};

it('[M-97] leaves the state of a set that failed in any hook as it was, and calls each hook once', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (transactions) => {
      const point = new Point({ x: 0, y: 0 });
      const told: object[] = [];
      const shown = { x: 0, y: 0 };
      point.on('x.changed', ({ value }) => Object.assign(shown, { x: value }));
      point.on('y.changed', ({ value }) => Object.assign(shown, { y: value }));
      point.on('post:set', (changes) => told.push(changes));
      let [model, sets, posts] = [{ x: 0, y: 0 }, 0, 0];

      /** What a set makes of the state, told in the simplest way. */
      const predict = (values: Partial<IPoint>, failsIn: Place): void => {
        const next = { ...model, ...values };
        const differs = next.x !== model.x || next.y !== model.y;
        if (Object.keys(values).length === 0) return;
        if (failsIn === 'before' || (failsIn === 'after' && differs)) return;
        model = next;
        sets += differs ? 2 : 1;
        posts += differs ? 1 : 0;
      };

      for (const { sets: list, fails } of transactions) {
        const before = { model, sets, posts };
        if (list.some(({ how }) => how === 'setAsync')) {
          for (const { values, failsIn } of list) {
            point.failsIn = failsIn;
            await point.setAsync(values).catch(() => {});
            const before = sets;
            predict(values, failsIn);
            // What an asynchronous set had its hook write to other models before the set began is no part of it.
            if (sets === before && Object.keys(values).length > 0) sets++;
          }
        } else {
          try {
            transaction(() => {
              for (const each of list) {
                run(point, each);
                if (each.how === 'set') predict(each.values, each.failsIn);
                // A loop of assignments ends with the first that fails.
                else {
                  for (const [name, value] of Object.entries(each.values)) {
                    const differs = model[name as 'x'] !== value;
                    predict({ [name]: value }, each.failsIn);
                    if (each.failsIn === 'before' || (each.failsIn === 'after' && differs)) break;
                  }
                }
              }
              if (fails) throw new Error('the transaction');
            });
          } catch {
            ({ model, sets, posts } = before);
          }
        }
        expect(point.getProperties()).toEqual(model);
        expect(shown).toEqual(model);
        expect(point.other.getProperty('sets') ?? 0).toBe(sets);
        expect(told.length).toBe(posts);
      }
    }),
    { numRuns: 300 },
  );
});
