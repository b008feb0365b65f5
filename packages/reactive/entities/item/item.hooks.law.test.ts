import fc from 'fast-check';
import { expect, it } from 'vitest';
import { usePlugin } from '../../plugins';
import { Scope } from '../../registry';
import { Item } from './index';

interface IPair {
  id: string;
  a: number;
  b: number;
}

/** Where something fails, if anywhere: in a hook of the class or of the plugin, or in the provider. */
const places = [
  'class before',
  'plugin before',
  'provider',
  'class after',
  'plugin after',
  undefined,
  undefined,
  undefined,
] as const;
type Place = (typeof places)[number];

/** Whether the part that is to fail waits before it does. */
interface Failure {
  readonly place: Place;
  readonly late: boolean;
}

let failure: Failure;
/** What the provider has. */
let stored: { a: number; b: number };
let sent: object[];

const part = (place: Place): undefined | Promise<undefined> => {
  if (failure.place !== place) return undefined;
  if (!failure.late) throw new Error(place);
  return Promise.resolve().then(() => {
    throw new Error(place);
  });
};

class PairProvider {
  async load(id: string) {
    await part('provider');
    return { id, ...stored };
  }
  async publish(data: Partial<IPair>) {
    await part('provider');
    const changes = Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'id'));
    sent.push(changes);
    stored = { ...stored, ...changes };
    return { status: 200, data: stored };
  }
}

class Pair extends Item<IPair> {
  declare id: string;
  declare a: number;
  declare b: number;
  constructor(specs: Partial<IPair> = {}) {
    super({ entity: 'pairs', properties: ['id', 'a', 'b'], ...specs, provider: PairProvider });
  }
  protected override beforeLoad() {
    return part('class before');
  }
  protected override afterLoad() {
    return part('class after');
  }
  protected override beforePublish() {
    // Taken back where a later hook stops the publish.
    if (this.a === 2) this.b = 9;
    return part('class before');
  }
  protected override afterPublish() {
    return part('class after');
  }
}

const step = fc.oneof(
  fc.record({
    kind: fc.constant('edit' as const),
    name: fc.constantFrom('a' as const, 'b' as const),
    value: fc.nat(3),
  }),
  fc.record({
    kind: fc.constant('news' as const),
    name: fc.constantFrom('a' as const, 'b' as const),
    value: fc.nat(3),
  }),
  fc.record({
    kind: fc.constantFrom('load' as const, 'publish' as const),
    failure: fc.record({ place: fc.constantFrom(...places), late: fc.boolean() }),
  }),
);

/** The naive model: what is saved, what was edited, what was sent and told. */
class Model {
  saved = { a: 0, b: 0 };
  edits: Partial<IPair> = {};
  readonly sent: object[] = [];
  readonly told: string[] = [];

  /** An edit back to what is saved is none. */
  edit(values: Partial<IPair>): void {
    const all = Object.entries({ ...this.edits, ...values });
    this.edits = Object.fromEntries(all.filter(([name, value]) => this.saved[name as 'a'] !== value));
  }

  load(place: Place): Place {
    if (place !== undefined) return place;
    this.saved = stored;
    this.edit({});
    this.told.push('load', 'post:load');
    return undefined;
  }

  /** What becomes of it. What the provider has afterwards, where it was reached, it knows itself. */
  publish(place: Place): Place {
    if (Object.keys(this.edits).length === 0) return undefined;
    if (place === 'class before' || place === 'plugin before') return place;
    if ({ ...this.saved, ...this.edits }.a === 2) this.edit({ b: 9 });
    // The hooks have gone back to what is saved: there is nothing left to send.
    if (Object.keys(this.edits).length === 0) return undefined;
    if (place === 'provider') return place;
    this.sent.push(this.edits);
    [this.saved, this.edits] = [stored, {}];
    this.told.push('publish', ...(place === undefined ? ['post:publish'] : []));
    return place;
  }
}

const operate = async (pair: Pair, model: Model, kind: 'load' | 'publish'): Promise<void> => {
  const outcome = await pair[kind]().then(
    () => undefined,
    (error: Error) => error.message,
  );
  expect(outcome).toBe(model[kind](failure.place));
};

it('[I-108] is what a naive model says, whichever hook fails at whatever point', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const scope = new Scope();
      [stored, sent] = [{ a: 0, b: 0 }, []];
      const before = () => part('plugin before');
      const after = () => part('plugin after');
      const hooks = { beforeLoad: before, afterLoad: after, beforePublish: before, afterPublish: after };
      usePlugin({ name: 'p', items: [Pair], ...hooks }, { scope });
      const pair = scope.run(() => new Pair({ id: '1', a: 0, b: 0 }));
      const model = new Model();
      const events: string[] = [];
      for (const event of ['load', 'post:load', 'publish', 'post:publish'] as const)
        pair.on(event, () => events.push(event));
      for (const each of steps) {
        if (each.kind === 'edit') {
          pair[each.name] = each.value;
          model.edit({ [each.name]: each.value });
        } else if (each.kind === 'news') stored = { ...stored, [each.name]: each.value };
        else {
          failure = each.failure;
          await operate(pair, model, each.kind);
        }
        expect(pair.getProperties()).toEqual({ id: '1', ...model.saved, ...model.edits });
        expect(pair.initialValues).toEqual({ id: '1', ...model.saved });
        expect([...pair.changedProperties].sort()).toEqual(Object.keys(model.edits).sort());
        expect([pair.processing, pair.fetching]).toEqual([false, false]);
      }
      expect([sent, events]).toEqual([model.sent, model.told]);
      scope.dispose();
    }),
    { numRuns: 200 },
  );
});
