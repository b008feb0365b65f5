import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../errors/runs.fixture';
import { Scope } from '../../registry';
import { Item, type ProviderClass, type PublishContext } from './index';

type Field = 'a' | 'b';
type Values = Record<Field, number>;
type Row = Values & { id: string; version: number };

const fields = ['a', 'b'] as const;

class Thing extends Item<Row> {
  declare a: number;
  declare b: number;
  declare version: number;
  constructor(specs: Partial<Row> & { provider?: ProviderClass<object> } = {}) {
    super({ entity: 'things', properties: ['id', 'a', 'b', 'version'], ...specs });
  }
}

/** A request on its way: served by the server at one time, answered to the client at another, or never. */
interface Request {
  readonly kind: 'load' | 'publish';
  /** What the user wanted when it was sent. */
  readonly intents: ReadonlyMap<Field, object>;
  serve(): unknown;
  outcome: { readonly answer: unknown } | { readonly error: Error } | undefined;
  settle(outcome: { answer?: unknown; error?: Error }): void;
}

const providerOf = (world: World) =>
  class {
    load() {
      return world.send('load', () => world.row);
    }
    publish(changes: Partial<Row>, { version }: PublishContext) {
      return world.send('publish', () => {
        if (version !== world.row.version) throw new Error('Another version');
        world.change(changes);
        // Some servers answer with the row, some with the version only.
        return { status: 200, data: changes.a === undefined ? world.row : { version: world.row.version } };
      });
    }
  };

/** A server with versions, a client with two items of one entity, and what the user of that wants. */
class World {
  /** What the server had, by version. */
  readonly history: Row[] = [{ id: '1', a: 0, b: 0, version: 0 }];
  /** The newest version that the client was told of. */
  known = 0;
  readonly requests: Request[] = [];
  readonly intents = new Map<Field, { value: number }>();
  readonly #scope = new Scope();
  readonly items: Thing[];

  constructor() {
    const Provider = providerOf(this);
    this.items = this.#scope.run(() => [
      new Thing({ ...this.row, provider: Provider }),
      new Thing({ id: '1', provider: Provider }),
    ]);
    this.items[1]?.on('change', () => {});
  }

  get row(): Row {
    return this.history.at(-1) as Row;
  }

  change(changes: Partial<Row>): void {
    this.history.push({ ...this.row, ...changes, version: this.history.length });
  }

  /** Another part of the client learns of the entity: from a list, from a push. */
  push(version: number): void {
    const row = this.history[version % this.history.length] as Row;
    this.items[0] = this.#scope.run(
      () => new Thing({ ...row, provider: this.items[0]?.provider?.constructor as never }),
    );
    this.known = Math.max(this.known, row.version);
  }

  start(kind: 'load' | 'publish', item: Thing): void {
    // What fails is told to the user, who goes on.
    (kind === 'load' ? item.load() : item.publish()).catch(() => {});
  }

  isInFlight(field: Field): boolean {
    return this.requests.some(({ kind, intents }) => kind === 'publish' && intents.has(field));
  }

  async deliver(index: number, lost: boolean): Promise<void> {
    const [request] = this.requests.splice(index, 1);
    if (request === undefined) return;
    const outcome = request.outcome ?? run(request);
    if (lost || 'error' in outcome) request.settle({ error: new Error('No answer') });
    else {
      request.settle({ answer: outcome.answer });
      this.#learn(request, outcome.answer);
    }
    await settled();
  }

  #learn({ kind, intents }: Request, answer: unknown): void {
    const row = (kind === 'load' ? answer : (answer as { data: object }).data) as Row;
    this.known = Math.max(this.known, row.version);
    if (kind === 'load') return;
    for (const [field, intent] of intents) if (this.intents.get(field) === intent) this.intents.delete(field);
  }

  send(kind: Request['kind'], serve: () => unknown): Promise<never> {
    return new Promise((resolve, reject) => {
      const changed = this.items[0]?.changedProperties ?? [];
      const intents = new Map([...this.intents].filter(([field]) => changed.includes(field)));
      const settle: Request['settle'] = ({ answer, error }) => {
        if (error === undefined) resolve(answer as never);
        else reject(error);
      };
      const request = { kind, intents: kind === 'load' ? new Map() : intents, serve, settle };
      this.requests.push({ ...request, outcome: undefined });
    });
  }
}

const run = (request: Request): NonNullable<Request['outcome']> => {
  try {
    request.outcome = { answer: request.serve() };
  } catch (error) {
    request.outcome = { error: error as Error };
  }
  return request.outcome;
};

/** Lets everything run that waits for nothing but its turn. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('edit'),
      item: fc.nat(1),
      field: fc.constantFrom(...fields),
      value: fc.nat(2),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('load', 'publish'), item: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('serve'), at: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('deliver'), at: fc.nat(9), lost: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('remote'),
      field: fc.constantFrom(...fields),
      value: fc.nat(2),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('push'), at: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revert'), item: fc.nat(1) }) },
) as fc.Arbitrary<Step>;

interface Step {
  readonly kind: 'edit' | 'load' | 'publish' | 'serve' | 'deliver' | 'remote' | 'push' | 'revert';
  readonly item: number;
  readonly at: number;
  readonly field: Field;
  readonly value: number;
  readonly lost: number;
}

const take = async (world: World, { kind, item, at, field, value, lost }: Step): Promise<void> => {
  const { requests } = world;
  const target = world.items[item] as Thing;
  if (kind === 'edit') {
    // Writing what is there already is no edit.
    if (target[field] !== value) world.intents.set(field, { value });
    if (item === 0) target[field] = value;
    else target.set({ [field]: value });
  } else if (kind === 'revert') {
    world.intents.clear();
    target.revert();
  } else if (kind === 'load' || kind === 'publish') world.start(kind, target);
  else if (kind === 'remote') world.change({ [field]: value });
  else if (kind === 'push') world.push(at);
  else if (requests.length > 0) {
    const index = at % requests.length;
    if (kind === 'deliver') await world.deliver(index, lost === 0);
    else if (requests[index]?.outcome === undefined) run(requests[index] as Request);
  }
};

/** What must hold at any time. */
const check = (world: World): void => {
  const base = world.history[world.known] as Row;
  const wanted = fields.map((field) => world.intents.get(field)?.value ?? base[field]);
  const expected = {
    values: wanted,
    saved: fields.map((field) => base[field]),
    changed: fields.filter((field, at) => wanted[at] !== base[field]),
  };
  const actual = world.items.map((item) => ({
    values: fields.map((field) => item[field]),
    saved: fields.map((field) => item.initialValues[field]),
    changed: item.changedProperties,
  }));
  expect(actual).toEqual([expected, expected]);
  for (const field of fields) {
    // What is wanted and what is saved agree: there is nothing to publish, and what is saved may move on.
    const agreed = world.intents.get(field)?.value === base[field];
    if (agreed && !world.isInFlight(field)) world.intents.delete(field);
  }
};

describe('any interleaving of edits, loads, publishes, news of others, reverts and lost answers', () => {
  it('[I-35] loses no unpublished edit, and ends with the newest of what was confirmed as saved', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const world = new World();
        for (const each of steps) {
          await take(world, each);
          check(world);
        }
        while (world.requests.length > 0) {
          await world.deliver(0, false);
          check(world);
        }
        const loading = (world.items[0] as Thing).load();
        await world.deliver(0, false);
        await loading;
        check(world);
        expect(world.known).toBe(world.row.version);
      }),
      runs(1000),
    );
  }, 60_000);
});
