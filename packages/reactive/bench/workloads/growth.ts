import { userRows } from '../data';
import { collectGarbage, median, nanoseconds, nextTask } from '../stopwatch';
import { PlainUser } from '../subjects/plain';
import { ItemUser, item, Users } from '../subjects/reactive';
import { identified } from '../subjects/same-form';
import type { Subject } from '../subjects/subject';
import { viewByHand } from '../views/by-hand';
import { reactiveView, usersKind } from '../views/reactive';
import { adminsByName, type LiveView } from '../views/view';
import { type CountedWorkload, expectSame, type Workload } from '../workload';
import { bytesEach } from './memory';

type Cost = (n: number) => number | Promise<number>;

const SIZES = { '10³': 1e3, '10⁴': 1e4, '10⁵': 1e5, '10⁶': 1e6 };

const REPEATS = 5;

/** The median of some measurements of `cost`, each after a clean-up. */
const repeated = async (cost: () => number | Promise<number>): Promise<number> => {
  const costs: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    await nextTask();
    collectGarbage();
    costs.push(await cost());
  }
  return median(costs);
};

/** At least as many small rounds as one of this size, so that all sizes run as long. */
const ENOUGH = 20_000;

const creation =
  <U>({ make, forget }: Subject<U>): Cost =>
  (n) => {
    const rows = userRows(n);
    const rounds = Math.max(1, Math.ceil(ENOUGH / n));
    return repeated(async () => {
      let made: U[] = [];
      const time = await nanoseconds(() => {
        for (let round = 0; round < rounds; round++) {
          forget?.();
          made = rows.map(make);
        }
      });
      expectSame('made', made.length, n);
      return time / (rounds * n);
    });
  };

const UPDATES = 2000;

const updates =
  (make: (n: number) => LiveView | Promise<LiveView>): Cost =>
  async (n) => {
    const view = await make(n);
    view.prepare?.();
    let turn = 0;
    const cost = await repeated(async () => {
      const before = view.heard();
      const changes = Array.from({ length: UPDATES }, (_, i) => adminsByName.change(turn + i, n));
      const time = await nanoseconds(() => {
        for (const { index, values } of changes) view.update(index, values);
      });
      turn += UPDATES;
      expectSame('notifications', view.heard() - before, UPDATES);
      return time / UPDATES;
    });
    view.dispose?.();
    return cost;
  };

const disposal: Cost = async (n) => {
  const rounds = Math.max(1, Math.ceil(ENOUGH / 5 / n));
  return repeated(async () => {
    const made = await Promise.all(
      Array.from({ length: rounds }, () => reactiveView(adminsByName, userRows(n), usersKind)),
    );
    const time = await nanoseconds(() => {
      for (const view of made) view.dispose?.();
    });
    return time / (rounds * n);
  });
};

/** One write to a user whom none of `n` collections but the first can show. */
const crowd: Cost = async (n) => {
  const users = userRows(1000).map((row) => new ItemUser({ ...row, age: 0 }));
  const collections = Array.from({ length: n }, () => new Users());
  for (const [age, each] of collections.entries())
    await each.load({ where: { age }, orderBy: { name: 'asc' } });
  let heard = 0;
  collections[0]?.on('change', () => {
    heard++;
  });
  let turn = 0;
  const cost = await repeated(async () => {
    heard = 0;
    const time = await nanoseconds(() => {
      for (const user of users.slice(0, 200)) user.name = `Name ${turn}-${user.id}`;
    });
    turn++;
    expectSame('notifications', heard, 200);
    return time / 200;
  });
  expectSame('shown first', collections[0]?.size, users.length);
  for (const each of collections) each.dispose();
  item.forget?.();
  return cost;
};

/** Measures one cost at several sizes; what is printed is how it grew. */
const growing = (name: string, cost: Cost, limit?: number): CountedWorkload => ({
  kind: 'count',
  name,
  section: 'growth',
  base: '10³',
  unit: '×',
  size: 1e6,
  shortSize: 1e3,
  counters: Object.fromEntries(
    Object.entries(SIZES).map(([label, n]) => [label, (size: number) => cost(Math.min(n, size))]),
  ),
  targets: limit === undefined ? [] : [{ subject: '10⁶', limit }],
});

export const growthWorkloads: readonly Workload[] = [
  growing('create items, each', creation(item), 2),
  growing('create items by hand, each', creation(identified)),
  growing(
    'update a live view',
    updates((n) => reactiveView(adminsByName, userRows(n), usersKind)),
    4,
  ),
  growing(
    'update a view by hand',
    updates((n) => viewByHand(adminsByName, userRows(n), { make: (row) => new PlainUser(row) })),
  ),
  growing('bytes of an item', (n) => bytesEach((rows) => rows.map((row) => item.make(row)), n), 1.1),
  growing('dispose of a scope, each item', disposal, 2),
  {
    kind: 'count',
    name: 'write beside collections of other rows',
    section: 'growth',
    base: '1',
    unit: '×',
    size: 1000,
    shortSize: 10,
    counters: Object.fromEntries(
      [1, 10, 100, 1000].map((n) => [String(n), (size: number) => crowd(Math.min(n, size))]),
    ),
    targets: [{ subject: '1000', limit: 1.5 }],
  },
];
