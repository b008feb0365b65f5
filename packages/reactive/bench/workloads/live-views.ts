import type { UserRow } from '../data';
import { PlainUser } from '../subjects/plain';
import { ONE_ARRAY, viewByHand } from '../views/by-hand';
import { alienView, keystoneView, mobxView, preactView, valtioView, zustandView } from '../views/peers';
import { reactiveView, usersKind } from '../views/reactive';
import { tanstackView } from '../views/tanstack';
import { adminsByName } from '../views/view';
import type { Contenders, Workload } from '../workload';
import { loading, type Maker, updating } from './view-trials';

const makers: Readonly<Record<string, Maker<UserRow>>> = {
  'by hand': (rows) => viewByHand(adminsByName, rows, { make: (row) => new PlainUser(row) }),
  'one array': (rows) =>
    viewByHand(adminsByName, rows, { make: (row) => new PlainUser(row), longest: ONE_ARRAY }),
  collection: (rows) => reactiveView(adminsByName, rows, usersKind),
  alien: alienView,
  preact: preactView,
  mobx: mobxView,
  keystone: keystoneView,
  valtio: valtioView,
  tanstack: tanstackView,
  zustand: zustandView,
};

const updates = Object.fromEntries(
  Object.entries(makers).map(([name, make]) => [name, (size: number) => updating(adminsByName, make, size)]),
);

const loadsOf = (reads: boolean): Contenders =>
  Object.fromEntries(
    Object.entries(makers).map(([name, make]) => [
      name,
      (size: number) => loading(adminsByName, make, { size, reads }),
    ]),
  );

const loads = loadsOf(false);

const updateTargets = [
  { subject: 'collection', limit: 6 },
  { subject: 'collection', limit: 6, against: 'one array' },
];

/** Those that take seconds for each run with 100,000 rows say nothing new there. */
const only = <V>(names: readonly string[], all: Readonly<Record<string, V>>): Readonly<Record<string, V>> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));

const ours = ['by hand', 'one array', 'collection'];

const common = { kind: 'time', section: 'live views', base: 'by hand' } as const;

export const liveViewWorkloads: readonly Workload[] = [
  {
    ...common,
    name: 'view of 10,000: one update',
    size: 10_000,
    shortSize: 500,
    contenders: updates,
    targets: updateTargets,
  },
  {
    ...common,
    name: 'view of 10,000: load',
    size: 10_000,
    shortSize: 500,
    contenders: loads,
    targets: [{ subject: 'collection', limit: 4 }],
  },
  {
    ...common,
    name: 'view of 10,000: load and read all',
    size: 10_000,
    shortSize: 500,
    contenders: only(['by hand', 'collection', 'alien', 'mobx'], loadsOf(true)),
    targets: [],
  },
  {
    ...common,
    name: 'view of 100,000: one update',
    size: 100_000,
    shortSize: 1000,
    contenders: only([...ours, 'alien', 'tanstack'], updates),
    targets: updateTargets,
  },
  {
    ...common,
    name: 'view of 100,000: load',
    size: 100_000,
    shortSize: 1000,
    contenders: only([...ours, 'alien'], loads),
    targets: [{ subject: 'collection', limit: 4 }],
  },
];
