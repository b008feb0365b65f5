import { Scope } from '../../registry';
import { userRow, userRows } from '../data';
import { heapInUse, nextTask } from '../stopwatch';
import { keystone } from '../subjects/keystone';
import { mobx } from '../subjects/mobx';
import { plain } from '../subjects/plain';
import { item, model, Users } from '../subjects/reactive';
import { form, identified } from '../subjects/same-form';
import { alien, preact } from '../subjects/signals';
import { valtio, zustand } from '../subjects/stores';
import type { Subject } from '../subjects/subject';
import { tanstackUsers } from '../views/tanstack';
import { expectSame, type Workload } from '../workload';

/** The bytes that one user takes beside the values of its row. */
export const bytesEach = async <U>(
  make: (rows: ReturnType<typeof userRows>) => U,
  size: number,
): Promise<number> => {
  const rows = userRows(size);
  // The first ones bring code and shapes that are there once, however many follow.
  const first = make(userRows(10));
  const before = await heapInUse();
  const made = make(rows);
  const after = await heapInUse();
  expectSame('made', made === first, false);
  return (after - before) / rows.length;
};

const each =
  <U>({ make, forget }: Subject<U>) =>
  (size: number): Promise<number> =>
    bytesEach((rows) => {
      forget?.();
      return rows.map(make);
    }, size);

/** How a batch of items ends. */
type Drop = (users: Users, ids: readonly string[]) => void;

const BATCH = 1000;

const createAndDrop = async (
  users: Users,
  range: { from: number; to: number },
  drop: Drop,
): Promise<void> => {
  for (let start = range.from; start < range.to; start += BATCH) {
    const rows = Array.from({ length: BATCH }, (_, i) => userRow(start + i));
    users.addItems(rows);
    expectSame('users shown', users.size, BATCH);
    drop(
      users,
      rows.map(({ id }) => id),
    );
    expectSame('users left', users.size, 0);
    await nextTask();
  }
};

/** The megabytes that the heap grew by from the end of the second round to that of the fifth. */
const growth =
  (drop: Drop) =>
  async (size: number): Promise<number> => {
    const scope = new Scope();
    const users = scope.run(() => new Users());
    let second = 0;
    for (let round = 1; round <= 5; round++) {
      await createAndDrop(users, { from: (round - 1) * size, to: round * size }, drop);
      if (round === 2) second = await heapInUse();
    }
    const fifth = await heapInUse();
    scope.dispose();
    return (fifth - second) / 1e6;
  };

const removeEach: Drop = (users, ids) => {
  for (const id of ids) users.remove(id);
};

export const memoryWorkloads: readonly Workload[] = [
  {
    kind: 'count',
    name: 'bytes each',
    section: 'memory',
    unit: 'B',
    size: 50_000,
    shortSize: 2000,
    counters: {
      plain: each(plain),
      'model by hand': each(form),
      'item by hand': each(identified),
      model: each(model),
      item: each(item),
      alien: each(alien),
      preact: each(preact),
      mobx: each(mobx),
      keystone: each(keystone),
      valtio: each(valtio),
      zustand: each(zustand),
      tanstack: (size) => bytesEach(tanstackUsers, size),
    },
    targets: [
      { subject: 'model', limit: 250 },
      { subject: 'item', limit: 500 },
    ],
  },
  {
    kind: 'count',
    name: 'heap growth, 2nd to 5th million created and dropped',
    section: 'memory',
    unit: 'MB',
    size: 1_000_000,
    shortSize: 2000,
    counters: {
      'by clear()': growth((users) => users.clear()),
      'by remove(id)': growth(removeEach),
    },
    targets: [
      { subject: 'by clear()', limit: 1 },
      { subject: 'by remove(id)', limit: 1 },
    ],
  },
];
