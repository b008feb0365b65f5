import { describe, expect, it, vi } from 'vitest';
import { DefinitionError } from '../errors';
import { type ComputedProperty, effect, ReactiveModel, transaction } from './index';
import { record } from './room.fixture';

interface IBasket {
  price: number;
  count: number;
  note: string;
  net: number;
  tax: number;
  total: number;
}

class Basket extends ReactiveModel<IBasket> {
  declare price: number;
  declare count: number;
  declare note: string;
  declare readonly net: number;
  declare readonly tax: number;
  declare readonly total: number;

  constructor(specs: Partial<IBasket> = {}) {
    super({
      properties: ['price', 'count', 'note', 'total'],
      computed: [
        { name: 'net', dependencies: ['price', 'count'], compute: (self) => (self as Basket).takeNet() },
        { name: 'tax', compute: (self) => self.net * 0.5 },
        { name: 'total', compute: (self) => (self as Basket).takeTotal() },
      ],
      ...specs,
    });
  }

  takeNet(): number {
    return this.note === 'fail' ? Number.NaN : this.price * this.count;
  }

  takeTotal(): number {
    return this.net + this.tax;
  }
}

const basket = () => new Basket({ price: 2, count: 3, note: '' });

describe('a computed property', () => {
  it('[M-40] is computed when it is read, and again only when a dependency changed', () => {
    const net = vi.spyOn(Basket.prototype, 'takeNet');
    const model = basket();
    model.price = 4;
    expect(net).not.toHaveBeenCalled();
    expect([model.net, model.net]).toEqual([12, 12]);
    expect(net).toHaveBeenCalledTimes(1);
    model.note = 'unrelated';
    expect(model.net).toBe(12);
    expect(net).toHaveBeenCalledTimes(1);
    model.count = 1;
    expect(model.net).toBe(4);
    expect(net).toHaveBeenCalledTimes(2);
  });

  it('[M-40] is computed for its listeners with each change, and no more once they have gone', () => {
    const net = vi.spyOn(Basket.prototype, 'takeNet');
    const model = basket();
    const ends = [1, 2].map(() => model.on('net.changed', () => {}));
    expect(net).toHaveBeenCalledTimes(1);
    model.price = 4;
    expect(net).toHaveBeenCalledTimes(2);
    ends[0]?.();
    model.price = 5;
    expect(net).toHaveBeenCalledTimes(3);
    ends[1]?.();
    model.price = 6;
    expect(net).toHaveBeenCalledTimes(3);
    expect(model.net).toBe(18);
  });

  it('[M-40] of another model is computed again when that has changed, whether or not somebody listens', () => {
    const [other, unrelated] = [basket(), basket()];
    const compute = vi.fn(() => other.price * 2);
    class Twice extends ReactiveModel<{ value: number; more: number }> {
      declare readonly value: number;
      declare readonly more: number;
      constructor(specs: object = {}) {
        const more = { name: 'more', compute: ({ value }: { value: number }) => value + 1 } as const;
        super({ properties: [], computed: [{ name: 'value', compute }, more], ...specs });
      }
    }
    const model = new Twice();
    const readAfter = (write: () => void): unknown[] => {
      write();
      compute.mockClear();
      return [model.more, model.value, model.more, model.value, compute.mock.calls.length];
    };
    expect(readAfter(() => {})).toEqual([5, 4, 5, 4, 1]);
    expect(readAfter(() => (unrelated.price = 3))).toEqual([5, 4, 5, 4, 0]);
    expect(readAfter(() => (other.price = 3))).toEqual([7, 6, 7, 6, 1]);
    const end = model.on('more.changed', () => {});
    expect(readAfter(() => (unrelated.price = 4))).toEqual([7, 6, 7, 6, 0]);
    end();
    expect(readAfter(() => {})).toEqual([7, 6, 7, 6, 0]);
    expect(readAfter(() => (other.price = 4))).toEqual([9, 8, 9, 8, 1]);
  });

  it('[M-40] changes from 0 to -0, and not from NaN to NaN', () => {
    const model = basket();
    const seen: unknown[] = [];
    effect(() => seen.push(Math.sign(model.net)));
    model.price = 0;
    model.price = -0;
    expect(seen).toEqual([1, 0, -0]);
    model.price = Number.NaN;
    model.count = 7;
    expect(seen).toEqual([1, 0, -0, Number.NaN]);
  });

  it('[M-41] depends on what it declares, whatever else it reads', () => {
    const model = basket();
    expect(model.net).toBe(6);
    model.note = 'fail';
    expect(model.net).toBe(6);
    model.price = 3;
    expect(model.net).toBeNaN();
  });

  it('[M-41] depends on what it reads where it declares nothing, other models included', () => {
    const other = basket();
    class Discount extends ReactiveModel<{ rate: number; value: number }> {
      declare rate: number;
      declare readonly value: number;
      constructor(specs: { rate?: number } = {}) {
        super({
          properties: ['rate'],
          computed: [{ name: 'value', compute: (self) => (self.rate > 0 ? other.total * self.rate : 0) }],
          ...specs,
        });
      }
    }
    const model = new Discount({ rate: 0 });
    const log = record(model, 'value.changed', 'change');
    other.price = 4;
    expect(log).toEqual([]);
    model.rate = 1;
    other.price = 2;
    expect(log).toEqual([
      ['value.changed', { value: 18, previous: 0 }],
      'change',
      ['value.changed', { value: 9, previous: 18 }],
      'change',
    ]);
  });

  it('[M-42] never shows a state in between: of a diamond each part is computed once for each change', () => {
    const model = basket();
    const total = vi.spyOn(Basket.prototype, 'takeTotal');
    const log = record(model, 'total.changed');
    model.on('net.changed', () => expect(model.total).toBe(model.net + model.tax));
    total.mockClear();
    model.set({ price: 10, count: 10 });
    expect(total).toHaveBeenCalledTimes(1);
    expect(log).toEqual([['total.changed', { value: 150, previous: 9 }]]);
  });

  it('[M-43] fires after the properties and before `change`, once, and only when its value is another', () => {
    const model = basket();
    const log = record(model, 'change', 'total.changed', 'price.changed', 'count.changed');
    model.set({ price: 3, count: 2 });
    expect(log).toEqual([
      ['price.changed', { value: 3, previous: 2 }],
      ['count.changed', { value: 2, previous: 3 }],
      'change',
    ]);
    log.length = 0;
    model.price = 6;
    expect(log).toEqual([
      ['price.changed', { value: 6, previous: 3 }],
      ['total.changed', { value: 18, previous: 9 }],
      'change',
    ]);
  });

  it('[M-44] is among the properties where its name is listed, and is not taken from given values', () => {
    const model = new Basket({ price: 2, count: 3, total: 1000 });
    expect(model.getProperties()).toEqual({ price: 2, count: 3, total: 9 });
    expect(new Basket(model.getProperties()).total).toBe(9);
    expect(model.getProperty('net')).toBe(6);
  });

  it('[M-44] cannot be set', () => {
    const model = basket();
    const errors = { total: ['This property is computed and cannot be set.'] };
    expect(model.set({ total: 1, price: 9 })).toEqual({ updated: false, errors });
    expect(model.price).toBe(2);
    expect(() => Object.assign(model, { total: 1 })).toThrow(DefinitionError);
  });

  it('[M-45] follows the writes of a transaction at once, and their rollback', () => {
    const model = basket();
    const log = record(model, 'total.changed', 'change');
    expect(() =>
      transaction(() => {
        model.count = 100;
        expect(model.total).toBe(300);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(model.total).toBe(9);
    expect(log).toEqual([]);
  });
});

class Fragile extends ReactiveModel<{ text: string; parsed: unknown }> {
  declare text: string;
  declare readonly parsed: unknown;
  constructor(specs: { text?: string } = {}) {
    super({
      properties: ['text'],
      computed: [{ name: 'parsed', dependencies: ['text'], compute: (self) => JSON.parse(self.text) }],
      ...specs,
    });
  }
}

describe('a computed property that throws', () => {
  it('[M-46] throws at each read until a dependency changes, and computes once', () => {
    const model = new Fragile({ text: '{' });
    const parse = vi.spyOn(JSON, 'parse');
    expect(() => model.parsed).toThrow(SyntaxError);
    expect(() => model.parsed).toThrow(SyntaxError);
    expect(parse).toHaveBeenCalledTimes(1);
    model.text = '1';
    expect(model.parsed).toBe(1);
  });

  it('[M-46] breaks no write; its event tells of the value that it has again', () => {
    const model = new Fragile({ text: '1' });
    const log = record(model, 'text.changed', 'parsed.changed', 'change');
    model.on('text.changed', () => {
      if (model.text === '{') model.text = '[';
    });
    expect(model.set({ text: '{' })).toEqual({ updated: true });
    model.text = '1';
    model.text = '2';
    expect(log.filter((entry) => entry !== 'change').map((entry) => (entry as [string])[0])).toEqual([
      'text.changed',
      'text.changed',
      'text.changed',
      'text.changed',
      'parsed.changed',
    ]);
    expect(log.at(-2)).toEqual(['parsed.changed', { value: 2, previous: 1 }]);
  });

  it('[M-46] tells of its first value when it had none', () => {
    const model = new Fragile({ text: '{' });
    const log = record(model, 'parsed.changed');
    model.text = '5';
    expect(log).toEqual([['parsed.changed', { value: 5, previous: undefined }]]);
  });
});

describe('computed properties that depend on each other', () => {
  const ringOf = (computed: ComputedProperty<{ a: number; b: number }>[]) =>
    class Ring extends ReactiveModel<{ a: number; b: number }> {
      declare readonly a: number;
      declare readonly b: number;
      constructor() {
        super({ computed });
      }
    };

  it('[M-47] in a ring are refused where they are declared', () => {
    const Ring = ringOf([
      { name: 'a', dependencies: ['b'], compute: (self) => self.b },
      { name: 'b', dependencies: ['a'], compute: (self) => self.a },
    ]);
    expect(() => new Ring()).toThrow(/a → b → a/);
  });

  it('[M-47] in a ring throw where it shows only when they are read', () => {
    const Ring = ringOf([
      { name: 'a', compute: (self) => self.b + 1 },
      { name: 'b', compute: (self) => self.a + 1 },
    ]);
    const ring = new Ring();
    expect(() => ring.a).toThrow(DefinitionError);
    expect(() => ring.b).toThrow(DefinitionError);
  });
});
