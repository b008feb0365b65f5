import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../errors';
import { effect, transaction } from '../../model';
import { Ratings, record } from '../playlist.fixture';
import { ReactiveMap } from './index';

describe('a reactive map', () => {
  it('[L-10] has the methods of a map', () => {
    const map = new ReactiveMap<string | number, number>([
      ['a', 1],
      [1, 2],
    ]);
    expect([map.size, map.get('a'), map.get('1'), map.get(1), map.has('b')]).toEqual([
      2,
      1,
      undefined,
      2,
      false,
    ]);
    expect(map.set('b', 3)).toBe(map);
    expect([[...map], [...map.keys()], [...map.values()], [...map.entries()].length]).toEqual([
      [
        ['a', 1],
        [1, 2],
        ['b', 3],
      ],
      ['a', 1, 'b'],
      [1, 2, 3],
      3,
    ]);
    expect([map.delete('a'), map.delete('a')]).toEqual([true, false]);
    const visited: unknown[] = [];
    map.forEach((value, key, itself) => visited.push([key, value, itself === map]));
    expect(visited).toEqual([
      [1, 2, true],
      ['b', 3, true],
    ]);
    expect(map[Symbol.toStringTag]).toBe('ReactiveMap');
    expect(JSON.stringify(map)).toBe('[[1,2],["b",3]]');
    map.clear();
    expect([map.size, [...map], new ReactiveMap().size]).toEqual([0, [], 0]);
    expect(() => new ReactiveMap(['a'] as never)).toThrow(ValidationError);
  });

  it('[L-10] has 0 as the key for -0', () => {
    const map = new ReactiveMap<number, string>();
    const log = record(map);
    map.set(-0, 'a').set(0, 'b').delete(-0);
    expect(log.flatMap(([, payload]) => (payload === undefined ? [] : [payload]))).toEqual([
      { key: 0, value: 'a' },
      { key: 0, value: 'b', previous: 'a' },
      { key: 0, value: 'b' },
    ]);
    expect([...map.set(-0, 'a').keys()]).toEqual([0]);
  });

  it('[L-11] tells by key what was added, removed and changed, and then `change`', () => {
    const map = new ReactiveMap([['a', 1]]);
    const log = record(map);
    map.set('b', 2).set('a', 1).set('a', 3);
    map.delete('b');
    map.clear();
    map.clear();
    expect(log).toEqual([
      ['added', { key: 'b', value: 2 }],
      ['change', undefined],
      ['changed', { key: 'a', value: 3, previous: 1 }],
      ['change', undefined],
      ['removed', { key: 'b', value: 2 }],
      ['change', undefined],
      ['removed', { key: 'a', value: 3 }],
      ['change', undefined],
    ]);
  });

  it('[L-12] is checked, rolled back, reverted, saved and followed as an array is', () => {
    const ratings = new Ratings([['a', 1]]);
    expect(() => ratings.set('b', 6)).toThrow(expect.objectContaining({ errors: { b: ['Too much'] } }));
    const log = record(ratings);
    const sizes: number[] = [];
    const end = effect(() => {
      sizes.push(ratings.size);
    });
    transaction(() => ratings.set('b', 2).set('c', 3).delete('a'));
    end();
    expect([sizes, log.splice(0)]).toEqual([
      [1, 2],
      [
        ['removed', { key: 'a', value: 1 }],
        ['added', { key: 'b', value: 2 }],
        ['added', { key: 'c', value: 3 }],
        ['change', undefined],
      ],
    ]);
    expect(() =>
      transaction(() => {
        ratings.clear();
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([ratings.size, ratings.unpublished, ratings.initialValues]).toEqual([2, true, [['a', 1]]]);
    ratings.revert();
    expect([[...ratings], ratings.unpublished]).toEqual([[['a', 1]], false]);
    ratings.set('a', 2);
    ratings.saveChanges();
    expect([ratings.unpublished, ratings.initialValues]).toEqual([false, [['a', 2]]]);
  });
});
