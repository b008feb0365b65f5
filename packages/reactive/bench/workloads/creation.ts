import { userRow } from '../data';
import { keystone } from '../subjects/keystone';
import { mobx } from '../subjects/mobx';
import { plain } from '../subjects/plain';
import { item, model } from '../subjects/reactive';
import { form, identified } from '../subjects/same-form';
import { alien, preact } from '../subjects/signals';
import { valtio } from '../subjects/stores';
import type { Subject } from '../subjects/subject';
import { type Contenders, expectSame, type Trial, type Workload } from '../workload';

/** Makes users from rows and keeps them; the registries start empty at each round. */
const creation = <U>({ make, read, forget }: Subject<U>, size: number): Trial => {
  const rows = Array.from({ length: size }, (_, i) => userRow(i));
  const made = new Array<U>(size);
  let done = 0;
  return {
    run(n) {
      for (let i = 0; i < n; i++) {
        if (i % size === 0) forget?.();
        made[i % size] = make(rows[i % size] as (typeof rows)[number]);
      }
      done = n;
    },
    check(n) {
      expectSame('users made', done, n);
      const users = made.slice(0, n);
      expectSame('different users', new Set(users).size, users.length);
      users.forEach((user, i) => expectSame('name', read(user), rows[i]?.name));
    },
  };
};

const peers: Contenders = {
  plain: (size) => creation(plain, size),
  alien: (size) => creation(alien, size),
  preact: (size) => creation(preact, size),
  mobx: (size) => creation(mobx, size),
  keystone: (size) => creation(keystone, size),
  valtio: (size) => creation(valtio, size),
};

export const creationWorkloads: readonly Workload[] = [
  {
    kind: 'time',
    name: 'create a model',
    section: 'speed',
    base: 'by hand',
    size: 8192,
    shortSize: 256,
    contenders: {
      'by hand': (size) => creation(form, size),
      model: (size) => creation(model, size),
      ...peers,
    },
    targets: [
      { subject: 'model', limit: 1.5 },
      { subject: 'model', limit: 0.25, against: 'mobx' },
    ],
  },
  {
    kind: 'time',
    name: 'create an item',
    section: 'speed',
    base: 'by hand',
    size: 8192,
    shortSize: 256,
    contenders: {
      'by hand': (size) => creation(identified, size),
      item: (size) => creation(item, size),
      ...peers,
    },
    targets: [
      { subject: 'item', limit: 2 },
      { subject: 'item', limit: 0.25, against: 'mobx' },
    ],
  },
];
