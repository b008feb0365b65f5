import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../errors/runs.fixture';
import { transaction } from '../../model';
import type { ListSpecs } from '../../query';
import { Scope } from '../../registry';
import { type IPlayer, Player, Players, player } from './player.fixture';

const specs: readonly ListSpecs<IPlayer>[] = [
  {},
  { where: { team: 'red' } },
  { orderBy: { score: 'asc' } },
  { where: { score: { gte: 2 } }, orderBy: [{ team: 'desc' }, { score: 'desc' }], limit: 3 },
  {
    where: { OR: [{ team: 'blue' }, { NOT: { score: { in: [0, 1] } } }] },
    orderBy: { name: 'desc' },
    limit: 2,
  },
];

const compareBy =
  (orderBy: readonly (readonly [keyof IPlayer, 'asc' | 'desc'])[], arrivals: ReadonlyMap<Player, number>) =>
  (a: Player, b: Player): number => {
    for (const [field, direction] of orderBy) {
      const [x, y] = [a[field], b[field]];
      if (x !== y) return (x < y ? -1 : 1) * (direction === 'asc' ? 1 : -1);
    }
    return (arrivals.get(a) ?? 0) - (arrivals.get(b) ?? 0);
  };

/** What each of the specs means, said once more in plain words. */
const meaning = [
  { matches: () => true, orderBy: [], limit: Number.POSITIVE_INFINITY },
  { matches: (p: Player) => p.team === 'red', orderBy: [], limit: Number.POSITIVE_INFINITY },
  {
    matches: () => true,
    orderBy: [
      ['score', 'asc'],
      ['id', 'asc'],
    ],
    limit: Number.POSITIVE_INFINITY,
  },
  {
    matches: (p: Player) => p.score >= 2,
    orderBy: [
      ['team', 'desc'],
      ['score', 'desc'],
      ['id', 'asc'],
    ],
    limit: 3,
  },
  {
    matches: (p: Player) => p.team === 'blue' || (p.score !== 0 && p.score !== 1),
    orderBy: [
      ['name', 'desc'],
      ['id', 'asc'],
    ],
    limit: 2,
  },
] as const;

const action = fc.record({
  kind: fc.constantFrom('create', 'set', 'revert', 'delete', 'rollback', 'batch', 'read', 'publish'),
  id: fc.integer({ min: 0, max: 7 }).map(String),
  team: fc.constantFrom<'red' | 'blue'>('red', 'blue'),
  score: fc.integer({ min: 0, max: 4 }),
});
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

const look = (lists: readonly Players[]): number => lists.reduce((sum, { items }) => sum + items.length, 0);

class World {
  readonly known = new Map<string, Player>();
  readonly arrivals = new Map<Player, number>();

  async apply({ kind, id, team, score }: Action, lists: readonly Players[]): Promise<void> {
    const known = this.known.get(id);
    if (kind === 'create' || kind === 'publish') await this.#create(id, { team, score }, kind === 'publish');
    else if (known === undefined) return;
    else if (kind === 'set') known.set({ team, score });
    else if (kind === 'revert') known.revert();
    else if (kind === 'batch') this.#batch(known, score);
    else if (kind === 'rollback') this.#rollBack(known, { team, score, lists });
    else if (kind === 'read') look(lists);
    else {
      await known.delete();
      this.known.delete(id);
    }
  }

  async #create(id: string, values: Partial<IPlayer>, asDraft: boolean): Promise<void> {
    if (this.known.has(id)) return;
    const created = asDraft
      ? new Player({ name: `Player ${id}`, ...values })
      : new Player(player(id, values));
    if (asDraft) {
      created.set({ id });
      await created.publish();
    }
    this.known.set(id, created);
    this.arrivals.set(created, this.arrivals.size);
  }

  #batch(first: Player, score: number): void {
    transaction(() => {
      first.score = score;
      for (const each of this.known.values()) each.score = (each.score + score) % 5;
    });
  }

  #rollBack(
    known: Player,
    { team, score, lists }: { team: 'red' | 'blue'; score: number; lists: readonly Players[] },
  ) {
    try {
      transaction(() => {
        known.set({ team, score });
        look(lists);
        known.name = 'never';
        throw new RangeError('taken back');
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
}

describe('a live collection', () => {
  it('[C-1] is at any time what a new look at everything known would give', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const scope = new Scope();
        const world = new World();
        const lists = await Promise.all(
          specs.map(async (spec) => {
            const list = scope.run(() => new Players());
            await list.load(spec);
            return list;
          }),
        );
        const told = lists.map((list) => {
          const told = { shown: list.items };
          list.on('items.changed', () => {
            expect(list.items).not.toEqual(told.shown);
            told.shown = list.items;
          });
          return told;
        });
        for (const each of actions) {
          await scope.run(() => world.apply(each, lists));
          lists.forEach((list, index) => {
            const { matches, orderBy, limit } = meaning[index] as (typeof meaning)[number];
            const matching = [...world.known.values()]
              .filter(matches)
              .sort(compareBy(orderBy, world.arrivals));
            expect(list.items).toEqual(matching.slice(0, limit));
            expect(list.getTotal()).toBe(matching.length);
            expect(told[index]?.shown).toEqual(list.items);
          });
        }
      }),
      runs(300),
    );
  }, 60_000);
});
