import { observable } from 'mobx';
import { ROUND, type UserRow, userRows } from '../data';
import { MobxUser } from '../subjects/mobx';
import { PlainUser } from '../subjects/plain';
import { Users } from '../subjects/reactive';
import { tanstackUsers } from '../views/tanstack';
import { expectSame, type Trial, type Workload } from '../workload';

/** Looks users up by ids that exist, in no order. */
const lookingUp = (get: (id: string) => Pick<UserRow, 'age'> | undefined, size: number): Trial => {
  const ids = Array.from({ length: ROUND }, (_, i) => `u${(i * 7919) % size}`);
  const ages = userRows(size);
  let sum = 0;
  return {
    run(n) {
      sum = 0;
      for (let i = 0; i < n; i++) sum += get(ids[i % ROUND] as string)?.age ?? Number.NaN;
    },
    check(n) {
      let expected = 0;
      for (let i = 0; i < n; i++) expected += ages[((i % ROUND) * 7919) % size]?.age ?? Number.NaN;
      expectSame('ages', sum, expected);
    },
  };
};

const mapOf = <U>(size: number, make: (row: UserRow) => U): Map<string, U> =>
  new Map(userRows(size).map((row) => [row.id, make(row)]));

export const lookUpWorkloads: readonly Workload[] = [
  {
    kind: 'time',
    name: 'look-up by id',
    section: 'speed',
    base: 'plain',
    size: 10_000,
    shortSize: 2000,
    contenders: {
      plain: (size) => {
        const users = mapOf(size, (row) => new PlainUser(row));
        return lookingUp((id) => users.get(id), size);
      },
      collection: (size) => {
        const users = new Users();
        users.setItems(userRows(size));
        return { ...lookingUp((id) => users.get(id), size), finish: () => users.dispose() };
      },
      mobx: (size) => {
        const users = observable.map(
          mapOf(size, (row) => new MobxUser(row)),
          { deep: false },
        );
        return lookingUp((id) => users.get(id), size);
      },
      tanstack: (size) => {
        const { users } = tanstackUsers(userRows(size));
        return lookingUp((id) => users.get(id), size);
      },
    },
    targets: [{ subject: 'collection', limit: 2 }],
  },
];
