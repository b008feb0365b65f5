import { describe, expectTypeOf, it } from 'vitest';
import { snapshot } from '../patches';
import { stream } from '../streams';
import { ReactiveArray } from './array';
import { ReactiveMap } from './map';
import type { Playlist } from './playlist.fixture';
import { ReactiveTree, type TreeId, type TreeNode } from './tree';

declare const list: ReactiveArray<string>;
declare const map: ReactiveMap<string, number>;
declare const tree: ReactiveTree<{ title: string }>;
declare const playlist: Playlist;

describe('the types of structures', () => {
  it('[L-36] an array has the elements, methods and events of its type', () => {
    expectTypeOf(new ReactiveArray([1])).toEqualTypeOf<ReactiveArray<number>>();
    expectTypeOf(list[0]).toEqualTypeOf<string | undefined>();
    expectTypeOf(list.map((text) => text.length)).toEqualTypeOf<number[]>();
    expectTypeOf(list.splice(0, 1, 'x')).toEqualTypeOf<string[]>();
    expectTypeOf([...list]).toEqualTypeOf<string[]>();
    list.on('added', (event) => expectTypeOf(event).toExtend<{ index: number; value: string }>());
    expectTypeOf(stream(list, 'moved').next()).resolves.toHaveProperty('value');
    list[0] = 'x';
    // @ts-expect-error a text is needed
    list[0] = 7;
    // @ts-expect-error a text is needed
    list.push(7);
    // @ts-expect-error there is no such event
    list.on('deleted', () => {});
  });

  it('[L-36] a map is a Map of its types', () => {
    expectTypeOf(map).toExtend<Map<string, number>>();
    expectTypeOf(map.get('a')).toEqualTypeOf<number | undefined>();
    map.on('changed', ({ key, previous }) => {
      expectTypeOf(key).toEqualTypeOf<string>();
      expectTypeOf(previous).toEqualTypeOf<number>();
    });
    // @ts-expect-error a number is needed
    map.set('a', 'b');
    expectTypeOf(new ReactiveMap([['a', 1]])).toEqualTypeOf<ReactiveMap<string, number>>();
  });

  it('[L-36] a tree has the values of its type', () => {
    expectTypeOf(tree.get('a')).toEqualTypeOf<{ title: string } | undefined>();
    tree.on('moved', ({ id }) => expectTypeOf(id).toEqualTypeOf<TreeId>());
    // @ts-expect-error a title is needed
    tree.add('a', {});
    expectTypeOf(new ReactiveTree<number>().roots).toEqualTypeOf<readonly TreeNode<number>[]>();
  });

  it('[L-36] a snapshot of their holder has their data', () => {
    expectTypeOf(snapshot(playlist).songs).toEqualTypeOf<readonly string[] | undefined>();
    expectTypeOf(snapshot(playlist).ratings).toEqualTypeOf<
      readonly (readonly [string, number])[] | undefined
    >();
  });
});
