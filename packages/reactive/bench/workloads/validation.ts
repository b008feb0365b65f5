import { inTurn, ROUND, type UserRow, userRows, VALUES } from '../data';
import { mobx } from '../subjects/mobx';
import { plain } from '../subjects/plain';
import { checkedItem, checkedModel, userSchema } from '../subjects/reactive';
import { expectSame, type Trial, type Workload } from '../workload';

type Values = Omit<UserRow, 'id'>;
type Pair = Pick<UserRow, 'name' | 'role'>;

interface Validated<U> {
  readonly make: (row: UserRow) => U;
  /** Sets a name and a role, checked. Answers whether that was done. */
  readonly set: (user: U, values: Pair) => boolean;
  readonly read: (user: U) => string;
}

const pairs: readonly Pair[] = VALUES.map(({ name, role }: Values) => ({ name, role }));
const patchSchema = userSchema.partial();

const setting = <U>({ make, set, read }: Validated<U>): Trial => {
  const users = userRows(ROUND).map(make);
  let turn = 0;
  let applied = 0;
  return {
    run(n) {
      const start = turn;
      for (let i = start; i < start + n; i++) {
        if (set(users[i % ROUND] as U, inTurn(pairs, i))) applied++;
      }
      turn += n;
    },
    check(n) {
      expectSame('sets', applied, n);
      applied = 0;
      expectSame('name', read(users[(turn - 1) % ROUND] as U), inTurn(pairs, turn - 1).name);
      expectSame('what is refused', set(users[0] as U, { name: 'x', role: 'user' }), false);
    },
  };
};

/** What one writes by hand: the schema, then the values. */
const byHand = <U extends UserRow>(
  user: U,
  values: Pair,
  assign: (user: U, values: Pair) => void,
): boolean => {
  const { success, data } = patchSchema.safeParse(values);
  if (success) assign(user, data as Pair);
  return success;
};

const assign = (user: UserRow, { name, role }: Pair): void => {
  user.name = name;
  user.role = role;
};

export const validationWorkloads: readonly Workload[] = [
  {
    kind: 'time',
    name: 'set + Zod',
    section: 'speed',
    base: 'plain',
    size: ROUND,
    contenders: {
      plain: () => setting({ ...plain, set: (user, values) => byHand(user, values, assign) }),
      model: () => setting({ ...checkedModel, set: (user, values) => user.set(values).updated }),
      item: () => setting({ ...checkedItem, set: (user, values) => user.set(values).updated }),
      mobx: () => setting({ ...mobx, set: (user, values) => byHand(user, values, assign) }),
    },
    targets: [
      { subject: 'model', limit: 1.5 },
      { subject: 'item', limit: 1.5 },
    ],
  },
];
