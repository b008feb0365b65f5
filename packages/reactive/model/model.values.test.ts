import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { setErrorReporter, ValidationError } from '../errors';
import { fromAnotherRealm } from '../query/realm.fixture';
import { ReactiveModel } from './index';
import { lobby, Room, record } from './room.fixture';

class Box extends ReactiveModel<{ content: unknown }> {
  declare content: unknown;
  constructor(specs: { content?: unknown } = {}) {
    super({ properties: ['content'], ...specs });
  }
}

class Point {
  constructor(readonly x: number) {}
}

const point = new Point(1);

describe('equal values', () => {
  it.each([
    ['NaN', Number.NaN, Number.NaN],
    ['the same text', 'a', 'a'],
    ['dates of one time', new Date(5), new Date(5)],
    ['invalid dates', new Date(Number.NaN), new Date(Number.NaN)],
    ['arrays', [1, [2, { a: 3 }]], [1, [2, { a: 3 }]]],
    ['objects, whatever the order of their keys', { a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 }],
    ['maps', new Map([['a', [1]]]), new Map([['a', [1]]])],
    ['sets', new Set([1, 2]), new Set([2, 1])],
    ['bytes', new Uint8Array([1, 2]), new Uint8Array([1, 2])],
    ['one instance of a class', point, point],
  ])('[M-14] %s change nothing', (_, before, after) => {
    const box = new Box({ content: before });
    const log = record(box, 'content.changed', 'change', 'meta:changed');
    expect(box.set({ content: after })).toEqual({ updated: false });
    expect(log).toEqual([]);
  });

  it.each([
    ['0 and -0', 0, -0],
    ['null and undefined', null, undefined],
    ['a number and its text', 1, '1'],
    ['dates of two times', new Date(5), new Date(6)],
    ['a date and its time', new Date(5), 5],
    ['an array and a longer one', [1], [1, undefined]],
    ['an array and an object', [], {}],
    ['objects with other keys', { a: undefined }, { b: undefined }],
    ['maps with other values', new Map([['a', 1]]), new Map([['a', 2]])],
    ['a map and a set', new Map(), new Set()],
    ['sets with other values', new Set([1]), new Set([2])],
    ['other bytes', new Uint8Array([1]), new Uint8Array([2])],
    ['an array with holes and one without', new Array(2), [1, 2]],
    ['bytes and an array', new Uint8Array([1]), [1]],
    ['two instances of a class', new Point(1), new Point(1)],
  ])('[M-14] %s differ', (_, before, after) => {
    const box = new Box({ content: before });
    const log = record(box, 'change');
    expect(box.set({ content: after })).toEqual({ updated: true });
    expect(log).toEqual(['change']);
  });

  it('[M-14] data that contain themselves are compared without end in sight, and yet it ends', () => {
    const ring = () => {
      const data: { self?: unknown } = {};
      data.self = data;
      return data;
    };
    const box = new Box({ content: ring() });
    expect(box.set({ content: ring() })).toEqual({ updated: true });
  });
});

/** Only there in Node, Bun and Deno. */
const { Buffer: NodeBytes } = globalThis as { Buffer?: { from(bytes: readonly number[]): Uint8Array } };

describe('a value that a model takes in', () => {
  it('[M-15] is its own: what was given may change and the model does not', async () => {
    const reported: unknown[] = [];
    onTestFinished(setErrorReporter((error) => reported.push(error)));
    const given = { list: [{ at: new Date(5) }], tags: new Set(['a']), map: new Map([['k', ['v']]]) };
    const [made, set] = [new Box({ content: given }), new Box()];
    set.set({ content: given });
    given.list[0]?.at.setTime(6);
    given.list.push({ at: new Date(7) });
    given.tags.add('b');
    given.map.get('k')?.push('w');
    const expected = { list: [{ at: new Date(5) }], tags: new Set(['a']), map: new Map([['k', ['v']]]) };
    expect(made.content).toEqual(expected);
    expect(set.content).toEqual(expected);
    // In development that is told once, when the turn is over.
    await vi.waitFor(() => expect(reported).toHaveLength(1));
  });

  it('[M-15] is its own also inside of sets, maps and bytes of Node', () => {
    const given = {
      set: new Set([{ name: 'ada' }]),
      map: new Map([['k', new Set([['v']])]]),
      bytes: new Uint8Array([1, 2]),
      more: NodeBytes?.from([3]) ?? new Uint8Array([3]),
    };
    const box = new Box({ content: given });
    for (const each of given.set) each.name = 'eve';
    for (const each of given.map.get('k') ?? []) each.push('w');
    given.bytes[0] = 9;
    given.more[0] = 9;
    const content = box.content as typeof given;
    expect([...content.set]).toEqual([{ name: 'ada' }]);
    expect([...(content.map.get('k') ?? [])]).toEqual([['v']]);
    expect([[...content.bytes], [...content.more]]).toEqual([[1, 2], [3]]);
    expect(content.more.constructor).toBe(given.more.constructor);
    for (const each of content.set) expect(Object.isFrozen(each)).toBe(true);
  });

  it('[M-15] finds by the keys of a map what it found before', () => {
    const key = { id: 1 };
    const box = new Box({ content: new Map([[key, 'ada']]) });
    expect((box.content as Map<object, string>).get(key)).toBe('ada');
  });

  it('[M-15] is plain data where it is that in another realm', () => {
    const given = fromAnotherRealm('({ list: [{ deep: 1 }] })') as { list: { deep: number }[] };
    const box = new Box({ content: given });
    (given.list[0] as { deep: number }).deep = 2;
    expect(box.set({ content: { list: [{ deep: 1 }] } })).toEqual({ updated: false });
  });

  it('[M-15] is copied once, however often it is in there', () => {
    let data: object = { leaf: [1] };
    for (let level = 0; level < 12; level++) data = { left: data, right: data };
    const box = new Box({ content: data });
    const content = box.content as { left: object; right: object };
    expect(content.left).toBe(content.right);
    expect(content).not.toBe(data);
  });

  it('[M-15] stays the caller’s own where it contains itself', () => {
    const ring = new Map<string, unknown>();
    ring.set('self', ring);
    const box = new Box({ content: ring });
    expect((box.content as typeof ring).get('self')).toBe(ring);
  });

  it('[M-15] is frozen where it is plain data', () => {
    const room = lobby({ participants: ['ada'] });
    expect(() => room.participants.push('eve')).toThrow(TypeError);
    const box = new Box({ content: { deep: { list: [1] } } });
    const content = box.content as { deep: { list: number[] } };
    expect(() => Object.assign(content.deep, { more: 1 })).toThrow(TypeError);
    expect(() => content.deep.list.push(2)).toThrow(TypeError);
    room.participants = [...room.participants, 'eve'];
    expect(room.participants).toEqual(['ada', 'eve']);
  });

  it('[M-15] stays itself when it is an instance of a class', () => {
    const box = new Box({ content: point });
    expect(box.content).toBe(point);
  });

  it('[M-15] shares with the value before it what is the same', () => {
    const first = { big: [1, 2, 3] };
    const box = new Box({ content: [first] });
    const [kept] = box.content as object[];
    box.content = [kept, { big: [4] }];
    expect((box.content as object[])[0]).toBe(kept);
  });

  it('[M-15] keeps a key named __proto__ a key', () => {
    const box = new Box({ content: JSON.parse('{"__proto__":{"admin":true}}') });
    expect(Object.keys(box.content as object)).toEqual(['__proto__']);
    expect((box.content as { admin?: true }).admin).toBeUndefined();
  });
});

describe('reading a model', () => {
  it('[M-16] getProperties gives the known values as a new plain object; serialize and JSON the same', () => {
    const room = lobby();
    const values = { id: '1', name: 'lobby', participants: [], isLocked: false };
    expect(room.getProperties()).toEqual(values);
    expect(room.getProperties()).not.toBe(room.getProperties());
    expect(room.serialize()).toEqual(values);
    expect(JSON.parse(JSON.stringify({ room }))).toEqual({ room: values });
    expect(new Room(room.getProperties()).getProperties()).toEqual(values);
  });

  it('[M-17] getProperty reads by a name known at run time only, and refuses one that is none', () => {
    expect(lobby().getProperty('name')).toBe('lobby');
    for (const name of ['title', 'set', '__proto__', 'constructor']) {
      expect(() => lobby().getProperty(name as 'name')).toThrow(ValidationError);
    }
  });

  it('[M-17] propertyNames are those that the class declares', () => {
    const names = lobby().propertyNames;
    expect([...names]).toEqual(['id', 'name', 'participants', 'isLocked', 'openedAt']);
    (names as Set<string>).clear();
    expect(lobby().propertyNames.size).toBe(5);
  });

  it('[M-18] an instance has no fields of its own: its properties are accessors of its class', () => {
    const room = lobby();
    expect(Object.keys(room)).toEqual([]);
    expect(Object.getOwnPropertyDescriptor(Room.prototype, 'name')?.get).toBeTypeOf('function');
    expect('name' in room).toBe(true);
    const names: string[] = [];
    for (const name in room) names.push(name);
    expect(names).toEqual(['id', 'name', 'participants', 'isLocked', 'openedAt']);
  });
});
