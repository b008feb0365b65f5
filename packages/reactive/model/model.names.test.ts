import { describe, expect, it } from 'vitest';
import { DefinitionError, ValidationError } from '../errors';
import { useReported } from '../errors/reported.fixture';
import { ReactiveModel, UNPARSED } from './index';
import { Room } from './room.fixture';

const compute = (): number => 1;

const declaring = (specs: object) => () => {
  class Declared extends ReactiveModel<{ a: number; b: number }> {
    constructor() {
      super(specs);
    }
  }
  return new Declared();
};

describe('the names that a class declares', () => {
  it.each(['', 7, null, '__proto__', 'constructor', 'prototype', 'then', 'properties', 'computed'])(
    '[M-4] cannot be %j',
    (name) => {
      const sentence = /a property name must be a non-empty string, not |cannot be a property name/;
      expect(declaring({ properties: ['a', name] })).toThrow(sentence);
      expect(declaring({ computed: [{ name, compute }] })).toThrow(sentence);
    },
  );

  it.each([
    ['a list that is none', { properties: 'a' }, /'properties' must be an array/],
    ['computed properties that are no list', { computed: {} }, /'computed' must be an array/],
    ['a name twice', { properties: ['a', 'b', 'a'] }, /'a' is declared twice/],
    [
      'a computed name twice',
      {
        computed: [
          { name: 'b', compute },
          { name: 'b', compute },
        ],
      },
      /'b' is declared twice/,
    ],
    ['nothing to compute with', { computed: [{ name: 'b' }] }, /'b' needs a 'compute' function/],
    [
      'a dependency that is no property',
      { properties: ['a'], computed: [{ name: 'b', dependencies: ['c'], compute }] },
      /'b' depends on 'c', which is not a property. Properties are: a, b\./,
    ],
    ['a nested property without a class', { properties: [{ name: 'a' }] }, /'a' needs 'value'/],
  ])('[M-4] %s is refused', (_, specs, message) => {
    expect(declaring(specs)).toThrow(DefinitionError);
    expect(declaring(specs)).toThrow(message);
  });

  it.each(['set', 'on', 'unpublished', 'toString', 'hasOwnProperty'])(
    '[M-5] %s collides with a member of the class',
    (name) => {
      expect(declaring({ properties: [name] })).toThrow(/collides with the class member .* Rename/);
    },
  );

  it('[M-5] collide with a method or getter of one’s own', () => {
    class Own extends ReactiveModel<{ label: string }> {
      constructor() {
        super({ properties: ['label'] });
      }
      get label(): string {
        return 'own';
      }
    }
    expect(() => new Own()).toThrow(/'label' collides/);
  });

  it('[M-5] may be those of its base class again, with others', () => {
    class Suite extends ReactiveModel<{ name: string; beds: number }> {
      declare name: string;
      constructor(specs: { name?: string; beds?: number } = {}, properties: ('name' | 'beds')[] = ['name']) {
        super({ properties, ...specs });
      }
    }
    class Large extends Suite {
      declare beds: number;
      constructor(specs: { name?: string; beds?: number } = {}) {
        super(specs, ['beds', 'name']);
      }
    }
    expect(new Suite({ name: 's' }).getProperties()).toEqual({ name: 's' });
    expect(new Large({ name: 'l', beds: 2 }).getProperties()).toEqual({ name: 'l', beds: 2 });
    expect(new Suite({ name: 's' }).name).toBe('s');
  });

  it('[M-7] may be any for the base class itself, each list apart', () => {
    const a = new ReactiveModel<{ x: number }>({ properties: ['x'], x: 1 });
    const b = new ReactiveModel<{ y: number }>({ properties: ['y'], y: 2 });
    const c = new ReactiveModel<{ x: number }>({ properties: ['x'], x: 3 });
    expect([a, b, c].map((model) => model.getProperties())).toEqual([{ x: 1 }, { y: 2 }, { x: 3 }]);
    expect(Object.getPrototypeOf(a)).toBe(Object.getPrototypeOf(c));
    expect(a instanceof ReactiveModel).toBe(true);
    expect('y' in a).toBe(false);
    expect(new ReactiveModel().getProperties()).toEqual({});
  });
});

describe('a class field without declare', () => {
  const reported = useReported();

  const fieldClass = () =>
    class Field extends ReactiveModel<{ name: string; size: number }> {
      declare size: number;
      name = 'x';
      constructor() {
        super({ properties: ['name'], computed: [{ name: 'size', compute }] });
      }
    };

  it.each([
    ['set', (model: { set(values: object): unknown }) => model.set({})],
    ['on', (model: { on(event: 'change', fn: () => void): unknown }) => model.on('change', () => {})],
    ['validate', (model: { validate(): unknown }) => model.validate()],
    ['getProperties', (model: { getProperties(): unknown }) => model.getProperties()],
  ])('[M-6] is an error that says the remedy, at the first %s', (_, use) => {
    const model = new (fieldClass())();
    expect(() => use(model)).toThrow(DefinitionError);
    expect(() => use(model)).toThrow(/declare name/);
  });

  it('[M-6] is one at the second instance', () => {
    const Field = fieldClass();
    new Field();
    expect(() => new Field()).toThrow(/declare name/);
  });

  it('[M-6] is reported when nobody used the first instance', async () => {
    new (fieldClass())();
    await Promise.resolve();
    expect(reported).toEqual([expect.objectContaining({ code: 'definition' })]);
  });
});

describe('what a constructor is given', () => {
  it('[M-8] may hold properties only', () => {
    const specs = { name: 'lobby', owner: 'eve' } as object;
    expect(() => new Room(specs)).toThrow(/'owner' is not a property. Properties are: id, name/);
    const hostile = JSON.parse('{"__proto__":{"isLocked":true}}');
    expect(() => new Room(hostile)).toThrow(DefinitionError);
    expect(() => new Room({ ...hostile })).toThrow(DefinitionError);
  });

  it('[M-8] may hold undefined, which is no value', () => {
    const room = new Room({ name: undefined, isLocked: undefined } as object);
    expect(room.getProperties()).toEqual({});
  });

  it('[M-9] is refused when it came from outside and no schema has parsed it, spread or not', async () => {
    const body = { name: 'lobby', [UNPARSED]: true };
    const part = { participants: [{ name: 'eve', [UNPARSED]: true }] } as object;
    expect(() => new Room(body)).toThrow(ValidationError);
    expect(() => new Room({ ...body, isLocked: true })).toThrow(/not parsed/);
    expect(() => new Room(part)).toThrow(/not parsed/);
    const openedAt = Object.assign(new Date(0), { [UNPARSED]: true });
    expect(() => new Room({ openedAt })).toThrow(/not parsed/);
    const room = new Room({ name: 'lobby' });
    expect(() => room.set({ ...body })).toThrow(/not parsed/);
    expect(() => room.set({ isLocked: true, openedAt: { at: [body] } as never })).toThrow(/not parsed/);
    expect(room.isLocked).toBeUndefined();
    await expect(room.setAsync({ ...body })).rejects.toThrow(/not parsed/);
  });

  it('[M-9] may be what a schema made of such data', () => {
    const room = new Room();
    const participants = Object.assign(['ada'], { [UNPARSED]: true });
    expect(room.set({ participants })).toEqual({ updated: true });
    expect(room.participants).toEqual(['ada']);
  });

  it('[M-83] is refused when it is a model, or one that was spread: that brings no values along', async () => {
    const room = new Room({ name: 'lobby' });
    for (const wrong of [room, Object.assign({}, room), Object.assign({ name: 'hall' }, room)]) {
      expect(() => new Room(wrong)).toThrow(/getProperties\(\)/);
      expect(() => new Room().set(wrong)).toThrow(/getProperties\(\)/);
      await expect(new Room().setAsync(wrong)).rejects.toThrow(ValidationError);
    }
    expect(new Room(room.getProperties()).name).toBe('lobby');
  });

  it('[M-8] is refused with the remedy by a class that declares nothing', () => {
    class Empty extends ReactiveModel<{ name: string }> {}
    expect(() => new Empty({ name: 'x' })).toThrow(
      /declares no properties.*super\(\{ properties: \['name', …\]/,
    );
  });
});
