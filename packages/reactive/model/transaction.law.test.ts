import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../errors/runs.fixture';
import { same } from './equality';
import { type PropertyChange, ReactiveModel, transaction } from './index';
import { Room } from './room.fixture';

interface IUnit {
  a: unknown;
  b: number;
  room: Room;
  sum: number;
}

class Unit extends ReactiveModel<IUnit> {
  declare a: unknown;
  declare b: number;
  declare room: Room;
  declare readonly sum: number;

  constructor(specs: { a?: unknown; b?: number } = {}) {
    super({
      properties: ['a', 'b', { name: 'room', value: Room }],
      computed: [{ name: 'sum', compute: (self) => Number(self.a) + self.b }],
      ...specs,
    });
  }
}

const value = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(undefined, null, [1], [2]));
const unit = fc.integer({ min: 0, max: 1 });

type Step =
  | { readonly kind: 'set'; readonly unit: number; readonly a: unknown; readonly b: number }
  | { readonly kind: 'assign' | 'nested'; readonly unit: number; readonly a: unknown }
  | { readonly kind: 'wrong' | 'revert' | 'save' | 'read' | 'replace'; readonly unit: number }
  | { readonly kind: 'transaction'; readonly fails: boolean; readonly steps: readonly Step[] };

const { steps } = fc.letrec<{ step: Step; steps: Step[] }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 6 }),
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('set'), unit, a: value, b: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ kind: fc.constantFrom('assign', 'nested'), unit, a: value }),
    fc.record({ kind: fc.constantFrom('wrong', 'revert', 'save', 'read', 'replace'), unit }),
    fc.record({ kind: fc.constant('transaction'), fails: fc.boolean(), steps: tie('steps') }),
  ) as fc.Arbitrary<Step>,
}));

class TakenBack extends Error {}

const attempt = (steps: readonly Step[], units: readonly Unit[], fails: boolean): void => {
  try {
    transaction(() => {
      for (const step of steps) take(step, units);
      if (fails) throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
};

const take = (step: Step, units: readonly Unit[]): void => {
  if (step.kind === 'transaction') {
    attempt(step.steps, units, step.fails);
    return;
  }
  const target = units[step.unit] as Unit;
  if (step.kind === 'set') target.set({ a: step.a, b: step.b });
  else if (step.kind === 'assign') target.a = step.a;
  else if (step.kind === 'nested') target.room.set({ isLocked: step.a === null, name: `room ${step.unit}` });
  else if (step.kind === 'wrong') target.set({ b: 1, room: { name: 'x' } as Room });
  else if (step.kind === 'revert') target.revert();
  else if (step.kind === 'save') target.saveChanges();
  else if (step.kind === 'replace') target.room = new Room({ name: 'new room' });
  else expect(target.sum).toBe(Number(target.a) + target.b);
};

const properties = ['a', 'b', 'room', 'sum'] as const;

/** Everything that can be asked of a unit. */
const look = (unit: Unit) => ({
  values: Object.fromEntries(properties.map((name) => [name, unit[name]])),
  inside: unit.room.getProperties(),
  saved: unit.initialValues,
  changed: unit.changedProperties,
  facts: [unit.unpublished, unit.isDraft, unit.room.unpublished],
});

const listen = (unit: Unit): [string, unknown][] => {
  const log: [string, unknown][] = [];
  for (const name of properties) unit.on(`${name}.changed`, (payload) => log.push([name, payload]));
  unit.on('change', () => log.push(['change', undefined]));
  unit.on('meta:changed', () => log.push(['meta', undefined]));
  return log;
};

/** What must be told of a unit when it was like `before` and is like `after`. */
const expectedLog = (before: ReturnType<typeof look>, after: ReturnType<typeof look>): string[] => {
  const names = properties.filter(
    (name) =>
      !same(before.values[name], after.values[name]) ||
      (name === 'room' && !same(before.inside, after.inside)),
  );
  const meta = !same([before.changed, before.facts.slice(0, 2)], [after.changed, after.facts.slice(0, 2)]);
  return [...names, ...(meta ? ['meta'] : []), ...(names.length > 0 ? ['change'] : [])].sort();
};

/** A room that another one replaced may have changed after that. */
const previousOf = (before: ReturnType<typeof look>, name: string): unknown =>
  name === 'room' ? expect.any(Room) : before.values[name];

/** The paths of what differs in the room of a unit, as the unit names them. */
const writtenInside = (before: ReturnType<typeof look>, after: ReturnType<typeof look>): string[] =>
  ['isLocked', 'name']
    .filter((name) => !same(Reflect.get(before.inside, name), Reflect.get(after.inside, name)))
    .map((name) => `room.${name}`);

const start = () => [new Unit({ a: 1, b: 1 }), new Unit()] as const;

describe('whatever is done in a transaction', () => {
  it('[M-31] nothing has happened when it throws', () => {
    fc.assert(
      fc.property(steps, steps, (before, inside) => {
        const units = start();
        for (const step of before) take(step, units);
        const seen = units.map(look);
        const logs = units.map(listen);
        attempt(inside, units, true);
        expect(units.map(look)).toEqual(seen);
        expect(logs).toEqual([[], []]);
      }),
      runs(500),
    );
  });

  it('[M-30] each event tells once of a difference between before and after, and every difference is told', () => {
    fc.assert(
      fc.property(steps, steps, (before, inside) => {
        const units = start();
        for (const step of before) take(step, units);
        const seen = units.map(look);
        const logs = units.map(listen);
        attempt(inside, units, false);
        units.forEach((unit, at) => {
          const [was, is, log] = [seen[at], look(unit), logs[at]];
          if (was === undefined || log === undefined) throw new Error('two units');
          expect(log.map(([name]) => name).sort()).toEqual(expectedLog(was, is));
          for (const [name, payload] of log.filter(([, payload]) => payload !== undefined)) {
            const { paths, ...told } = payload as PropertyChange<unknown>;
            expect(told).toEqual({ value: is.values[name], previous: previousOf(was, name) });
            const isSameRoom = name === 'room' && was.values[name] === is.values[name];
            expect(paths?.toSorted()).toEqual(isSameRoom ? writtenInside(was, is) : undefined);
          }
        });
      }),
      runs(500),
    );
  });
});
