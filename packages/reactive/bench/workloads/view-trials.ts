import { type LiveView, type Row, recompute, type Scene } from '../views/view';
import { expectSame, type Trial } from '../workload';

/** Makes the entities of rows, and a view of them. */
export type Maker<R> = (rows: readonly R[]) => LiveView | Promise<LiveView>;

const rowsOf = <R extends Row>({ row }: Scene<R>, size: number): R[] =>
  Array.from({ length: size }, (_, i) => row(i));

/** Checks a view against a recomputation from the rows as they are after `turns` updates. */
const checkContents = <R extends Row>(
  scene: Scene<R>,
  view: LiveView,
  [size, turns]: [number, number],
): void => {
  const rows = rowsOf(scene, size);
  for (let turn = 0; turn < turns; turn++) {
    const { index, values } = scene.change(turn, size);
    rows[index] = { ...(rows[index] as R), ...values };
  }
  expectSame('ids shown', view.ids().join(), recompute(scene.query, rows).join());
};

/** What is written is worked out beforehand, this much of it. */
const PREPARED = 4096;

/** One operation is one write to a row that is shown: the view follows, and tells. */
export const updating = async <R extends Row>(
  scene: Scene<R>,
  make: Maker<R>,
  size: number,
): Promise<Trial> => {
  const view = await make(rowsOf(scene, size));
  view.prepare?.();
  let prepared: ReturnType<Scene<R>['change']>[] = [];
  let turn = 0;
  let before = view.heard();
  const prepare = (): void => {
    prepared = Array.from({ length: PREPARED }, (_, i) => scene.change(turn + i, size));
  };
  prepare();
  return {
    run(n) {
      for (let i = 0; i < n; i++) {
        const { index, values } = prepared[i] as (typeof prepared)[number];
        view.update(index, values);
      }
      turn += n;
    },
    check(n) {
      if (scene.tellsEach) expectSame('notifications', view.heard() - before, n);
      before = view.heard();
      prepare();
    },
    limit: PREPARED,
    finish: () => {
      checkContents(scene, view, [size, turn]);
      view.dispose?.();
    },
  };
};

/** One operation makes the entities of all rows and the view of them, and looks at what it shows, if told to. */
export const loading = <R extends Row>(
  scene: Scene<R>,
  make: Maker<R>,
  { size, reads = false }: { readonly size: number; readonly reads?: boolean },
): Trial => {
  const rows = rowsOf(scene, size);
  let made: LiveView[] = [];
  let seen = 0;
  return {
    async run(n) {
      for (let i = 0; i < n; i++) {
        const view = await make(rows);
        made.push(view);
        if (reads) seen += view.ids().length;
      }
    },
    check(n) {
      expectSame('views', made.length, n);
      if (reads) expectSame('ids read', seen, n * (made[0]?.ids().length ?? 0));
      seen = 0;
      for (const view of made) {
        checkContents(scene, view, [size, 0]);
        view.dispose?.();
      }
      made = [];
    },
  };
};
