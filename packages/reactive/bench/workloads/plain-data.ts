import { type UserRow, userRows } from '../data';
import { keystone } from '../subjects/keystone';
import { mobx } from '../subjects/mobx';
import { plain } from '../subjects/plain';
import { item, model } from '../subjects/reactive';
import { alien } from '../subjects/signals';
import { valtio } from '../subjects/stores';
import type { FullSubject } from '../subjects/subject';
import { expectSame, type Trial, type Workload } from '../workload';

type Readable<U> = Pick<FullSubject<U>, 'make' | 'toPlain'>;

/** The values, in the order of a row; what a library adds of its own is left out. */
const valuesOf = (data: unknown): string => {
  const { id, name, email, role, age } = data as UserRow;
  return JSON.stringify({ id, name, email, role, age });
};

const allValuesOf = (all: readonly unknown[]): string => all.map(valuesOf).join();

/** Turns users into plain data; one operation is one user. */
const copying = <U>({ make, toPlain }: Readable<U>, size: number): Trial => {
  const rows = userRows(size);
  const users = rows.map(make);
  const copies = new Array<object>(size);
  let done = 0;
  return {
    run(n) {
      for (let i = 0; i < n; i++) copies[i % size] = toPlain(users[i % size] as U);
      done = n;
    },
    check(n) {
      expectSame('copies', done, n);
      const known = Math.min(n, size);
      expectSame('data', allValuesOf(copies.slice(0, known)), allValuesOf(rows.slice(0, known)));
    },
  };
};

/** Writes all users as one JSON text, as often as the operations ask for. */
const stringifying = <U>({ make, toPlain }: Readable<U>, size: number): Trial => {
  const rows: readonly UserRow[] = userRows(size);
  const users = rows.map(make);
  let texts: string[] = [];
  return {
    run(n) {
      texts = [];
      for (let i = 0; i < n; i++) texts.push(JSON.stringify(users.map(toPlain)));
    },
    check(n) {
      expectSame('texts', texts.length, n);
      expectSame('JSON', allValuesOf(JSON.parse(texts.at(-1) ?? '[]') as unknown[]), allValuesOf(rows));
    },
  };
};

const common = { kind: 'time', section: 'speed', base: 'plain', shortSize: 100 } as const;
const targets = [
  { subject: 'model', limit: 1.3 },
  { subject: 'item', limit: 1.3 },
];

export const plainDataWorkloads: readonly Workload[] = [
  {
    ...common,
    name: 'getProperties alone',
    size: 1000,
    // A literal of known names against names that are known at run time: what becomes of the data is what one waits for.
    targets: [],
    contenders: {
      plain: (size) => copying(plain, size),
      model: (size) => copying(model, size),
      item: (size) => copying(item, size),
      alien: (size) => copying(alien, size),
      mobx: (size) => copying(mobx, size),
      keystone: (size) => copying(keystone, size),
      valtio: (size) => copying(valtio, size),
    },
  },
  {
    ...common,
    name: 'getProperties and JSON of 10,000',
    size: 10_000,
    targets,
    contenders: {
      plain: (size) => stringifying(plain, size),
      model: (size) => stringifying(model, size),
      item: (size) => stringifying(item, size),
      alien: (size) => stringifying(alien, size),
      mobx: (size) => stringifying(mobx, size),
      keystone: (size) => stringifying(keystone, size),
      valtio: (size) => stringifying(valtio, size),
    },
  },
];
