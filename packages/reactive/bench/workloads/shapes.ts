import { RegistryFactory } from '../../entities/item';
import { PlainUser } from '../subjects/plain';
import { identities } from '../subjects/same-form';
import {
  IdentifiedWide,
  WideForm,
  WideItem,
  WideModel,
  type WideRow,
  Wides,
  wideRow,
} from '../subjects/wide';
import { viewByHand } from '../views/by-hand';
import { type Kind, reactiveView, usersKind } from '../views/reactive';
import { userScenes, wideScenes } from '../views/scenes';
import type { Row, Scene } from '../views/view';
import { expectSame, type Trial, type Workload } from '../workload';
import { updating } from './view-trials';

const wideKind: Kind = { collection: () => new Wides(), item: (id) => new WideItem({ id }) };

const common = { kind: 'time', section: 'other shapes', base: 'by hand' } as const;

const viewOf = <R extends Row>(
  [name, scene]: [string, Scene<R>],
  { make, kind }: { make: (row: R) => R; kind: Kind },
): Workload => ({
  ...common,
  name: `view of 10,000, ${name}`,
  size: 10_000,
  shortSize: 500,
  contenders: {
    'by hand': (size) => updating(scene, (rows) => viewByHand(scene, rows, { make }), size),
    collection: (size) => updating(scene, (rows) => reactiveView(scene, rows, kind), size),
  },
  targets: [{ subject: 'collection', limit: 6 }],
});

interface Wide {
  readonly id: string;
}

const making = (make: (row: WideRow) => Wide, forget: () => void, size: number): Trial => {
  const rows = Array.from({ length: size }, (_, i) => wideRow(i));
  const made = new Array<Wide>(size);
  let done = 0;
  return {
    run(n) {
      for (let i = 0; i < n; i++) {
        if (i % size === 0) forget();
        made[i % size] = make(rows[i % size] as WideRow);
      }
      done = n;
    },
    check(n) {
      expectSame('made', done, n);
      made.slice(0, n).forEach(({ id }, i) => expectSame('id', id, rows[i]?.id));
    },
  };
};

const nothing = (): void => {};

export const shapeWorkloads: readonly Workload[] = [
  {
    ...common,
    name: 'create a model of 30 properties',
    size: 1024,
    shortSize: 64,
    contenders: {
      'by hand': (size) => making((row) => new WideForm(row), nothing, size),
      model: (size) => making((row) => new WideModel(row), nothing, size),
    },
    targets: [{ subject: 'model', limit: 1.5 }],
  },
  {
    ...common,
    name: 'create an item of 30 properties',
    size: 1024,
    shortSize: 64,
    contenders: {
      'by hand': (size) =>
        making(
          (row) => new IdentifiedWide(row),
          () => identities.clear(),
          size,
        ),
      item: (size) =>
        making(
          (row) => new WideItem(row),
          () => RegistryFactory.clear('wides'),
          size,
        ),
    },
    targets: [{ subject: 'item', limit: 2 }],
  },
  ...Object.entries(userScenes).map((entry) =>
    viewOf(entry, { make: (row) => new PlainUser(row), kind: usersKind }),
  ),
  ...Object.entries(wideScenes).map(([name, scene]) =>
    viewOf([`30 properties ${name}`, scene], { make: (row) => ({ ...row }), kind: wideKind }),
  ),
];
