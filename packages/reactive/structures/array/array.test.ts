import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../errors';
import { Emitter, effect, transaction, UNPARSED } from '../../model';
import { record, Songs } from '../playlist.fixture';
import { ReactiveArray } from './index';

describe('a reactive array', () => {
  it('[L-1] is read as an array', () => {
    const list = new ReactiveArray([3, 1, 2]);
    expect([list[0], list[2], list[3], list.length, list.at(-1)]).toEqual([3, 2, undefined, 3, 2]);
    expect([...list]).toEqual([3, 1, 2]);
    expect([list.map((n) => n * 2), list.filter((n) => n > 1), list.includes(1), list.indexOf(2)]).toEqual([
      [6, 2, 4],
      [3, 2],
      true,
      2,
    ]);
    expect([list.reduce((a, b) => a + b, 0), list.join('-'), list.toString(), list.toSorted()]).toEqual([
      6,
      '3-1-2',
      '3,1,2',
      [1, 2, 3],
    ]);
    expect([list.slice(1), [0, ...list.entries()].length, list.concat([9])]).toEqual([
      [1, 2],
      4,
      [3, 1, 2, 9],
    ]);
    expect(list).toBeInstanceOf(Emitter);
    expect(JSON.stringify({ list })).toBe('{"list":[3,1,2]}');
    expect(new ReactiveArray().length).toBe(0);
  });

  it('[L-1] is changed as an array, with the same answers', () => {
    const [list, plain] = [new ReactiveArray([5, 3, 4]), [5, 3, 4]];
    const both = (change: (each: number[]) => unknown): void => {
      // It has the methods of arrays.
      const [mine, theirs] = [change(list as unknown as number[]), change(plain)];
      expect(mine === list ? 'itself' : mine).toEqual(theirs === plain ? 'itself' : theirs);
      expect([...list]).toEqual(plain);
    };
    both((each) => each.push(1, 2));
    both((each) => each.pop());
    both((each) => each.unshift(9, 8));
    both((each) => each.shift());
    both((each) => each.splice(1, 2, 7, 7, 7));
    both((each) => each.splice(-2, 1));
    both((each) => each.splice(1, 0, 6));
    both((each) => Reflect.apply(each.splice, each, []));
    // oxlint-disable-next-line typescript/require-array-sort-compare -- its own order is what is compared
    both((each) => each.sort());
    both((each) => each.sort((a, b) => b - a));
    both((each) => each.reverse());
    both((each) => each.fill(0, 1, 2));
    both((each) => each.copyWithin(0, 2));
    both((each) => {
      each[1] = 11;
    });
    both((each) => {
      each[each.length] = 12;
    });
    both((each) => {
      each.length = 2;
    });
    both((each) => each.splice(0));
    both((each) => each.pop());
    both((each) => each.shift());
    both((each) => each.push());
  });

  it('[L-1] has no holes', () => {
    const list = new ReactiveArray(['a']);
    expect(() => {
      list[5] = 'x';
    }).toThrow(ValidationError);
    for (const length of [7, -1, 0.5, Number.NaN])
      expect(() => {
        list.length = length;
      }).toThrow('its length can be set from 0 to 1');
    expect([...list]).toEqual(['a']);
  });

  it('[L-1] moves elements that there are, and no others', () => {
    const list = new ReactiveArray(['a', 'b', 'c']);
    const log = record(list);
    for (const [from, to] of [
      [3, 0],
      [0, 3],
      [-1, 0],
      [0.5, 1],
    ] as const)
      expect(() => list.move(from, to)).toThrow(ValidationError);
    expect([[...list], log]).toEqual([['a', 'b', 'c'], []]);
  });

  it.each(['abc', 3, { a: 1 }, Symbol('a')])('[L-1] is not made of %s', (given) => {
    expect(() => new ReactiveArray(given as never)).toThrow(/^ReactiveArray: it is made of a list/);
    expect([...new ReactiveArray(null as never)]).toEqual([]);
  });

  it('[L-2] tells what was added, removed and changed, where, and then `change`', () => {
    const list = new ReactiveArray(['a', 'b', 'c']);
    const log = record(list);
    list.push('d', 'e');
    expect(log.splice(0)).toEqual([
      ['added', { index: 3, value: 'd' }],
      ['added', { index: 4, value: 'e' }],
      ['change', undefined],
    ]);
    list.splice(1, 2, 'x');
    expect(log.splice(0)).toEqual([
      ['removed', { index: 2, value: 'c' }],
      ['removed', { index: 1, value: 'b' }],
      ['added', { index: 1, value: 'x' }],
      ['change', undefined],
    ]);
    list[0] = 'z';
    expect(log.splice(0)).toEqual([
      ['changed', { index: 0, value: 'z', previous: 'a' }],
      ['change', undefined],
    ]);
    list.move(0, 2);
    expect([log.splice(0), [...list]]).toEqual([
      [
        ['moved', { from: 0, to: 2, value: 'z' }],
        ['change', undefined],
      ],
      ['x', 'd', 'z', 'e'],
    ]);
    list.reverse();
    expect(log.splice(0).map(([event]) => event)).toEqual([
      'changed',
      'changed',
      'changed',
      'changed',
      'change',
    ]);
    list[1] = 'z';
    list.push();
    expect(log).toEqual([]);
  });

  it('[L-3] takes in frozen copies of plain data, and nothing that was not parsed', () => {
    const given = { deep: { text: 'a' } };
    const list = new ReactiveArray([given]);
    given.deep.text = 'b';
    expect(list[0]).toEqual({ deep: { text: 'a' } });
    expect(Object.isFrozen(list[0]?.deep)).toBe(true);
    expect(() => list.push({ [UNPARSED]: true, deep: { text: '' } } as never)).toThrow(ValidationError);
    expect(list.length).toBe(1);
  });

  it('[L-4] is checked by its schema as a whole, before anything changes', () => {
    const songs = new Songs(['a']);
    const log = record(songs);
    expect(() => songs.push('b', '')).toThrow(expect.objectContaining({ errors: { '2': ['Nothing'] } }));
    expect(() => songs.push('b', 'c', 'd', 'e')).toThrow('Too many');
    expect([[...songs], log]).toEqual([['a'], []]);
    songs.push('  b ');
    expect(log).toEqual([
      ['added', { index: 1, value: 'b' }],
      ['change', undefined],
    ]);
    expect(songs.validate()).toEqual({ valid: true });
    expect(new Songs(['']).validate()).toEqual({ valid: false, errors: { '0': ['Nothing'] } });
  });

  it('[L-5] tells of a transaction what came of it, and nothing of one that was rolled back', () => {
    const list = new ReactiveArray(['a', 'b']);
    const log = record(list);
    transaction(() => {
      list.push('c', 'd');
      list.shift();
      list.pop();
    });
    expect([...list]).toEqual(['b', 'c']);
    expect(log.splice(0)).toEqual([
      ['changed', { index: 0, value: 'b', previous: 'a' }],
      ['changed', { index: 1, value: 'c', previous: 'b' }],
      ['change', undefined],
    ]);
    expect(() =>
      list.transaction(() => {
        list.push('x');
        throw new Error('no');
      }),
    ).toThrow('no');
    transaction(() => {
      list.push('x');
      list.pop();
    });
    expect([[...list], log]).toEqual([['b', 'c'], []]);
  });

  it('[L-6] knows what is saved, goes back to it, and tells whether it differs', () => {
    const list = new ReactiveArray(['a']);
    let meta = 0;
    list.on('meta:changed', () => meta++);
    list.push('b');
    list.push('c');
    expect([list.unpublished, meta, list.initialValues]).toEqual([true, 1, ['a']]);
    list.splice(1);
    expect([list.unpublished, meta]).toEqual([false, 2]);
    list[0] = 'z';
    list.saveChanges();
    expect([list.unpublished, list.initialValues, meta]).toEqual([false, ['z'], 4]);
    list.length = 0;
    const log = record(list);
    list.revert();
    expect([[...list], log]).toEqual([
      ['z'],
      [
        ['added', { index: 0, value: 'z' }],
        ['change', undefined],
      ],
    ]);
    expect(() =>
      transaction(() => {
        list.push('y');
        list.saveChanges();
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([[...list], list.unpublished]).toEqual([['z'], false]);
  });

  it('[L-7] is followed by computations that read it', () => {
    const list = new ReactiveArray([1]);
    const seen: number[] = [];
    const end = effect(() => {
      seen.push(list.reduce((a, b) => a + b, 0) + (list[0] ?? 0));
    });
    list.push(2);
    transaction(() => {
      list.push(3);
      list.push(4);
    });
    end();
    list.push(5);
    expect(seen).toEqual([2, 4, 11]);
  });
});
