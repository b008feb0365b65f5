import { inTurn, NAMES, ROUND, userRows, VALUES } from '../data';
import { keystone } from '../subjects/keystone';
import { mobx } from '../subjects/mobx';
import { plain, told } from '../subjects/plain';
import { item, model } from '../subjects/reactive';
import { alien, preact } from '../subjects/signals';
import { valtio, zustand } from '../subjects/stores';
import type { FullSubject, Subject } from '../subjects/subject';
import { expectSame, type Trial, type Workload } from '../workload';

const MASK = ROUND - 1;

const reading = <U>({ make, read }: Subject<U>): Trial => {
  const rows = userRows(ROUND);
  const users = rows.map(make);
  const lengths = rows.map(({ name }) => name.length);
  let sum = 0;
  return {
    run(n) {
      sum = 0;
      for (let i = 0; i < n; i++) sum += read(users[i & MASK] as U).length;
    },
    check(n) {
      let expected = 0;
      for (let i = 0; i < n; i++) expected += lengths[i & MASK] as number;
      expectSame('characters read', sum, expected);
    },
  };
};

/** Writes over and over, so that each write differs from the one before; `written` tells what was written last. */
const rounds = <U, V>(
  { make, read }: Subject<U>,
  {
    list,
    write,
    name,
  }: { list: readonly V[]; write: (user: U, value: V) => void; name: (value: V) => string },
) => {
  const users = userRows(ROUND).map(make);
  let turn = 0;
  let last = 0;
  return {
    users,
    run: (n: number) => {
      const start = turn;
      for (let i = start; i < start + n; i++) write(users[i & MASK] as U, inTurn(list, i));
      turn += n;
      last = n;
    },
    check: (n: number) => {
      expectSame('writes', last, n);
      if (n > 0) expectSame('written', read(users[(turn - 1) & MASK] as U), name(inTurn(list, turn - 1)));
    },
  };
};

const writing = <U>(subject: Subject<U>): Trial =>
  rounds(subject, { list: NAMES, write: subject.write, name: (name) => name });

/** As {@link rounds}, counting what the one listener of each user hears. */
const counting = <U>(
  { users, run, check }: ReturnType<typeof rounds<U, never>>,
  listen: (user: U, heard: () => void) => void,
): Trial => {
  let heard = 0;
  for (const user of users) {
    listen(user, () => {
      heard++;
    });
  }
  return {
    run,
    check(n) {
      check(n);
      expectSame('notifications', heard, n);
      heard = 0;
    },
  };
};

const telling = <U>(subject: Pick<FullSubject<U>, 'make' | 'read' | 'write' | 'onName'>): Trial =>
  counting(
    rounds<U, string>(subject, { list: NAMES, write: subject.write, name: (name) => name }),
    subject.onName,
  );

const assigning = <U>(
  subject: Pick<FullSubject<U>, 'make' | 'read' | 'write' | 'assign' | 'onChange'>,
): Trial =>
  counting(
    rounds<U, (typeof VALUES)[number]>(subject, {
      list: VALUES,
      write: subject.assign,
      name: ({ name }) => name,
    }),
    subject.onChange,
  );

const common = { section: 'speed', base: 'plain', size: ROUND, kind: 'time' } as const;

export const accessWorkloads: readonly Workload[] = [
  {
    ...common,
    name: 'read a property',
    contenders: {
      plain: () => reading(plain),
      model: () => reading(model),
      item: () => reading(item),
      alien: () => reading(alien),
      preact: () => reading(preact),
      mobx: () => reading(mobx),
      keystone: () => reading(keystone),
      valtio: () => reading(valtio),
      zustand: () => reading(zustand),
    },
    targets: [
      { subject: 'model', limit: 3 },
      { subject: 'item', limit: 3 },
    ],
  },
  {
    ...common,
    name: 'write, nobody listens',
    contenders: {
      plain: () => writing(plain),
      model: () => writing(model),
      item: () => writing(item),
      alien: () => writing(alien),
      preact: () => writing(preact),
      mobx: () => writing(mobx),
      keystone: () => writing(keystone),
      valtio: () => writing(valtio),
      zustand: () => writing(zustand),
    },
    targets: [
      { subject: 'model', limit: 10 },
      { subject: 'item', limit: 20 },
    ],
  },
  {
    ...common,
    name: 'write, one listener',
    contenders: {
      plain: () => telling(told),
      model: () => telling(model),
      item: () => telling(item),
      alien: () => telling(alien),
      preact: () => telling(preact),
      mobx: () => telling(mobx),
      keystone: () => telling(keystone),
      valtio: () => telling(valtio),
      zustand: () => telling(zustand),
    },
    targets: [
      { subject: 'model', limit: 15 },
      { subject: 'item', limit: 25 },
    ],
  },
  {
    ...common,
    name: 'set four, one listener',
    contenders: {
      plain: () => assigning(told),
      model: () => assigning(model),
      item: () => assigning(item),
      alien: () => assigning(alien),
      preact: () => assigning(preact),
      mobx: () => assigning(mobx),
      keystone: () => assigning(keystone),
      zustand: () => assigning(zustand),
    },
    targets: [
      { subject: 'model', limit: 17 },
      { subject: 'item', limit: 30 },
    ],
  },
];
