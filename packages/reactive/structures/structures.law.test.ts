import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transaction } from '../model';
import { ReactiveArray } from './array';
import { ReactiveMap } from './map';
import { record } from './playlist.fixture';
import { ReactiveTree, type TreeNode } from './tree';

const small = fc.nat(4);
const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const place = fc.record({
  parent: fc.option(key, { nil: undefined }),
  index: fc.option(small, { nil: undefined }),
});

/** What the events tell; each of them has some of it. */
interface Payload {
  readonly index: number;
  readonly from: number;
  readonly to: never;
  readonly value: number;
  readonly key: string;
  readonly id: string;
  readonly node: TreeNode<number>;
  readonly parent: string | undefined;
}

type Doing<S> = (structure: S) => unknown;
const doing = <S>(...arbitraries: fc.Arbitrary<Doing<S>>[]): fc.Arbitrary<Doing<S>> =>
  fc.oneof(...arbitraries);

const toArray = doing<ReactiveArray<number>>(
  small.map((n) => (list) => list.push(n, n)),
  small.map((n) => (list) => list.unshift(n)),
  fc.tuple(small, small, fc.array(small, { maxLength: 3 })).map(
    ([at, count, come]) =>
      (list) =>
        list.splice(at, count, ...come),
  ),
  fc.tuple(small, small).map(
    ([from, to]) =>
      (list) =>
        list.move(from, to),
  ),
  fc.constant((list: ReactiveArray<number>) => list.sort()),
  fc.constant((list: ReactiveArray<number>) => list.reverse()),
  fc.constant((list: ReactiveArray<number>) => list.revert()),
  fc.constant((list: ReactiveArray<number>) => list.saveChanges()),
);

const toMap = doing<ReactiveMap<string, number>>(
  fc.tuple(key, small).map(
    ([k, v]) =>
      (map) =>
        map.set(k, v),
  ),
  key.map((k) => (map) => map.delete(k)),
  fc.constant((map: ReactiveMap<string, number>) => map.clear()),
  fc.constant((map: ReactiveMap<string, number>) => map.revert()),
  fc.constant((map: ReactiveMap<string, number>) => map.saveChanges()),
);

const toTree = doing<ReactiveTree<number>>(
  fc.tuple(key, small, place).map(
    ([id, v, to]) =>
      (tree) =>
        tree.add(id, v, to),
  ),
  fc.tuple(key, small).map(
    ([id, v]) =>
      (tree) =>
        tree.set(id, v),
  ),
  fc.tuple(key, place).map(
    ([id, to]) =>
      (tree) =>
        tree.move(id, to),
  ),
  key.map((id) => (tree) => tree.delete(id)),
  fc.constant((tree: ReactiveTree<number>) => tree.revert()),
  fc.constant((tree: ReactiveTree<number>) => tree.saveChanges()),
);

const steps = <S>(each: fc.Arbitrary<Doing<S>>) =>
  fc.array(fc.record({ together: fc.array(each, { minLength: 1, maxLength: 4 }), fails: fc.boolean() }), {
    maxLength: 12,
  });

const attempt = (run: () => unknown): void => {
  try {
    run();
  } catch {
    // What is refused changes nothing, which is what is looked at.
  }
};

const agree = (actual: unknown, expected: unknown): void => {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${is} is not ${should}`);
};

/** Does every step, and hands each batch of events to `replay`, which answers what the data should be. */
const follow = <S extends { serialize(): unknown; on(event: '*', listener: never): unknown }>(
  structure: S,
  all: readonly { readonly together: readonly Doing<S>[]; readonly fails: boolean }[],
  replay: (event: string, payload: Payload) => unknown,
): void => {
  const log = record(structure);
  for (const { together, fails } of all) {
    const before = JSON.stringify(structure);
    const isAlone = together.length === 1 && !fails;
    attempt(() =>
      isAlone
        ? together[0]?.(structure)
        : transaction(() => {
            for (const each of together) attempt(() => each(structure));
            if (fails) throw new Error('no');
          }),
    );
    if (fails) agree([JSON.stringify(structure), log], [before, []]);
    for (const [event, payload] of log.splice(0)) if (event !== 'change') replay(event, payload as Payload);
  }
};

describe('the events of structures, whatever is done', () => {
  it('[L-2] lead from the array before to the one after', () => {
    fc.assert(
      fc.property(steps(toArray), (all) => {
        const list = new ReactiveArray([1, 2, 3]);
        const copy = [1, 2, 3];
        follow(list, all, (event, { index, from, to, value }) => {
          if (event === 'added') copy.splice(index, 0, value);
          else if (event === 'removed') agree(copy.splice(index, 1), [value]);
          else if (event === 'changed') copy[index] = value;
          else copy.splice(to, 0, ...copy.splice(from, 1));
        });
        expect(copy).toEqual([...list]);
      }),
      { numRuns: 300 },
    );
  });

  it('[L-11] lead from the map before to the one after', () => {
    fc.assert(
      fc.property(steps(toMap), (all) => {
        const map = new ReactiveMap([['a', 1]]);
        const copy = new Map([['a', 1]]);
        follow(map, all, (event, { key: at, value }) => {
          if (event === 'removed') agree(copy.delete(at), true);
          else copy.set(at, value);
        });
        expect(copy).toEqual(new Map(map));
      }),
      { numRuns: 300 },
    );
  });

  it('[L-21] lead from the tree before to the one after', () => {
    const start: TreeNode<number>[] = [
      {
        id: 'a',
        value: 1,
        children: [{ id: 'b', value: 2, children: [{ id: 'c', value: 3, children: [] }] }],
      },
    ];
    fc.assert(
      fc.property(steps(toTree), (all) => {
        const [tree, copy] = [new ReactiveTree(start), new ReactiveTree(start)];
        follow(tree, all, (event, { id, node, parent, index, to, value }) => {
          if (event === 'added')
            agree([copy.add(node.id, node.value, { parent, index }), node.children], [copy, []]);
          else if (event === 'removed') agree([copy.node(node.id), copy.delete(node.id)], [node, true]);
          else if (event === 'moved') copy.move(id, to);
          else copy.set(id, value);
        });
        expect(copy.serialize()).toEqual(tree.serialize());
      }),
      { numRuns: 300 },
    );
  });
});
