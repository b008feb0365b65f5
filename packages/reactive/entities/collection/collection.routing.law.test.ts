import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../errors/runs.fixture';
import { transaction } from '../../model';
import type { ListSpecs } from '../../query';
import { Scope } from '../../registry';
import { Deal, Deals, deal, dealServer, type IDeal } from './deal.fixture';

const DUE = new Date('2026-01-01T00:00:00Z');

const specs: readonly ListSpecs<IDeal>[] = [
  {},
  { where: { stage: 'won' } },
  { where: { stage: { in: ['new', 'lost'] } }, orderBy: { score: 'asc' } },
  { where: { stage: 'won', owner: 'ann' }, orderBy: { score: 'desc' }, limit: 2 },
  { where: { owner: null }, orderBy: { id: 'desc' }, limit: 1 },
  { where: { due: DUE, score: { gte: 0 } } },
  { where: { score: { in: [0, 1] }, stage: { not: 'lost' } }, limit: 2 },
  { where: { id: { in: ['1', '2', '3'] }, due: null }, orderBy: { owner: 'asc' } },
  { where: { AND: [{ stage: 'won' }, { OR: [{ owner: 'ann' }, { score: 1 }] }] } },
  { where: { owner: { in: ['ann', null] } }, orderBy: [{ stage: 'asc' }, { score: 'asc' }], limit: 2 },
];

const values = fc.record(
  {
    stage: fc.constantFrom<IDeal['stage']>('new', 'won', 'lost'),
    owner: fc.constantFrom('ann', 'bob', '', null),
    score: fc.constantFrom(-1, -0, 0, 1),
    due: fc.constantFrom(DUE, new Date(DUE), new Date(0), null),
  },
  { requiredKeys: [] },
);

const kinds = [
  'create',
  'name',
  'draft',
  'set',
  'set',
  'revert',
  'publish',
  'delete',
  'news',
  'news',
  'batch',
  'roll back',
  'load',
  'load',
  'load next',
  'listen',
  'dispose',
  'forget',
] as const;

const action = fc.record({
  kind: fc.constantFrom(...kinds),
  id: fc.integer({ min: 0, max: 5 }).map(String),
  values,
  fails: fc.boolean(),
  list: fc.nat(5),
  specs: fc.constantFrom(...specs),
});
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

/** Has every collection of a scope visited for every change. */
const visitAll = (scope: Scope): void => {
  const { views } = scope.channel('deals');
  const follow = views.follow.bind(views);
  views.follow = (view) => follow(Object.assign(view, { heeds: () => true }), new Map());
};

// Of what all runtimes have, the one that comes without a delay.
const nextTask = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

/** A scope, a server, and collections, to which the same happens as to others. */
class World {
  readonly scope = new Scope();
  readonly known = new Map<string, Deal>();
  readonly backend = dealServer();
  readonly lists: Deals[];
  /** By collection: in which order they are told among each other is nobody's promise. */
  readonly told: string[][] = [[], [], [], [], [], []];

  constructor(isRouted: boolean) {
    if (!isRouted) visitAll(this.scope);
    for (let id = 0; id < 5; id++) {
      this.backend.rows.set(
        String(id),
        deal(String(id), { stage: id % 2 === 0 ? 'won' : 'new', score: id % 3 }),
      );
    }
    this.lists = this.scope.run(() =>
      [0, 1, 2, 3, 4, 5].map((index) => new Deals(index < 3 ? {} : { provider: this.backend.DealsProvider })),
    );
  }

  async apply({ kind, id, values, fails, list: at, specs }: Action): Promise<void> {
    const list = this.lists[at] as Deals;
    const { DealProvider, rows, server } = this.backend;
    const item = this.known.get(id);
    server.refuses = fails;
    if (kind === 'load') await list.load(specs);
    else if (kind === 'load next') await list.loadNext();
    else if (kind === 'listen') this.#listen(list, at);
    else if (kind === 'forget') this.#forget();
    else if (kind === 'dispose' && fails) list.dispose();
    else if (item === undefined) await this.#make(kind, id, values);
    else if (kind === 'set') item.set(values);
    else if (kind === 'revert') item.revert();
    else if (kind === 'publish') await item.publish(values).catch(() => {});
    else if (kind === 'batch') this.#batch(values);
    else if (kind === 'roll back') this.#rollBack(values);
    else if (kind === 'news') {
      rows.set(id, { ...deal(id), ...rows.get(id), ...values });
      await new Deal({ id, provider: DealProvider }).load();
    } else if (kind === 'delete') {
      await item.delete({ skipProvider: true });
      rows.delete(id);
      this.known.delete(id);
    }
  }

  async #make(kind: Action['kind'], id: string, values: Partial<IDeal>): Promise<void> {
    const { DealProvider: provider } = this.backend;
    if (kind === 'create') this.known.set(id, new Deal({ ...deal(id, values), provider }));
    else if (kind === 'name') this.known.set(id, new Deal({ id, provider }));
    else if (kind === 'draft' && !this.backend.rows.has(id)) {
      const made = new Deal({ ...values, provider });
      made.set({ ...deal(id), ...values });
      this.known.set(id, made);
      await made.publish().catch(() => {});
    }
  }

  #forget(): void {
    this.scope.clear();
    this.known.clear();
  }

  #batch(values: Partial<IDeal>): void {
    transaction(() => {
      for (const each of this.known.values()) each.set(values);
      for (const [at, each] of this.lists.entries()) this.told[at]?.push(`read ${each.size}`);
    });
  }

  #rollBack(values: Partial<IDeal>): void {
    try {
      transaction(() => {
        this.#batch(values);
        throw new RangeError('taken back');
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }

  #listen(list: Deals, at: number): void {
    for (const event of ['items.changed', 'change', 'meta:changed'] as const)
      list.on(event, () => this.told[at]?.push(event));
  }

  /** What its collections show, and have told. */
  get picture(): unknown {
    const shown = this.lists.map((list) => ({
      ids: list.mapItems(({ id }) => id),
      total: list.getTotal(),
      next: list.getNext(),
    }));
    return { shown, told: this.told };
  }
}

const step = (kind: Action['kind'], rest: Partial<Action> = {}): Action => ({
  kind,
  id: '0',
  values: {},
  fails: false,
  list: 0,
  specs: {},
  ...rest,
});

/** Found once: what a load had left out came in when its place changed, and nothing that the filter is about. */
const FOUND: Action[] = [
  step('create'),
  step('load', { list: 3, specs: specs[2] as Action['specs'] }),
  step('batch', { values: { score: -1 } }),
];

describe('collections that are told only of what concerns them', () => {
  it('[C-36] show and tell the same as if each were told of everything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const [routed, visited] = [new World(true), new World(false)];
        for (const each of actions) {
          await routed.scope.run(() => routed.apply(each));
          await visited.scope.run(() => visited.apply(each));
          // What is missing in a window is fetched on its own.
          while ([routed, visited].some(({ lists }) => lists.some(({ fetching }) => fetching)))
            await nextTask();
          expect(routed.picture).toEqual(visited.picture);
        }
      }),
      { ...runs(300), examples: [[FOUND]] },
    );
  }, 60_000);
});
