import { beforeEach, describe, expect, it } from 'vitest';
import { ValidationError } from '../../errors';
import { Scope } from '../../registry';
import { Item, RegistryFactory } from './index';
import { Task } from './task.fixture';

class Thing extends Item<{ id: string | number; name: string }> {
  declare id: string | number;
  declare name: string;
  constructor(specs: { id?: string | number; name?: string } = {}) {
    super({ entity: 'things', properties: ['id', 'name'], ...specs });
  }
}

beforeEach(() => RegistryFactory.clearAll());

describe('two items of one id', () => {
  it('[I-2] show the same values, and both are told', () => {
    const a = new Task({ id: '1', title: 'one' });
    const b = new Task({ id: '1' });
    const told: string[] = [];
    a.on('title.changed', ({ value }) => told.push(`a ${value}`));
    b.on('title.changed', ({ value }) => told.push(`b ${value}`));
    b.title = 'two';
    expect([a.title, a.unpublished, a.localKey === b.localKey]).toEqual(['two', true, true]);
    a.revert();
    expect(b.title).toBe('one');
    expect(told).toEqual(['a two', 'b two', 'a one', 'b one']);
    expect(a).not.toBe(b);
  });

  it('[I-2] values given for an entity that is known are news of it, and edits stay', () => {
    const a = new Task({ id: '1', title: 'one', done: false });
    a.title = 'edited';
    const b = new Task({ id: '1', title: 'newer', done: true });
    expect([b.title, b.done, a.initialValues.title]).toEqual(['edited', true, 'newer']);
    a.revert();
    expect(b.title).toBe('newer');
  });

  it('[I-3] are two entities when the ids are of two types, or look like something else', () => {
    const ids = [1, '1', '01', '__proto__', 'constructor', 'toString', ' 1'];
    const things = ids.map((id) => new Thing({ id, name: `is ${typeof id} ${id}` }));
    expect(ids.map((id) => new Thing({ id }).name)).toEqual(things.map(({ name }) => name));
    expect(new Set(things.map(({ localKey }) => localKey)).size).toBe(ids.length);
    expect(new Thing({ id: 'other' }).name).toBeUndefined();
  });

  it.each(['', Number.NaN, Number.POSITIVE_INFINITY, true, {}, ['1']])('[I-3] %j is no id', (id) => {
    expect(() => new Thing({ id: id as never })).toThrow(ValidationError);
    expect(() => new Thing({ id: id as never })).toThrow(/id/);
  });

  it('[I-3] null and undefined are no id: the item is a draft', () => {
    expect(new Thing({ id: null as never }).isDraft).toBe(true);
    expect(new Thing({ name: 'new' }).isDraft).toBe(true);
    expect(new Thing({ name: 'new' }).localKey).not.toBe(new Thing({ name: 'new' }).localKey);
  });

  it('[I-4] of two entities have nothing to do with each other', () => {
    new Thing({ id: '1', name: 'thing' });
    const task = new Task({ id: '1' });
    expect(task.title).toBeUndefined();
    expect([task.entity, new Thing({ id: '1' }).entity]).toEqual(['tasks', 'things']);
  });

  it('[I-4] of two classes of one entity share what they know when they have the same properties', () => {
    class Labelled extends Item<{ id: string | number; name: string }> {
      declare name: string;
      constructor(specs: { id?: string | number } = {}) {
        super({ entity: 'things', properties: ['id', 'name'], ...specs });
      }
      get label(): string {
        return `<${this.name}>`;
      }
    }
    const thing = new Thing({ id: '1', name: 'one' });
    expect(new Labelled({ id: '1' }).label).toBe('<one>');
    thing.name = 'two';
    expect(new Labelled({ id: '1' }).label).toBe('<two>');
  });

  it('[I-5] in two scopes share nothing', () => {
    const [one, two] = [new Scope(), new Scope()];
    const a = one.run(() => new Task({ id: '1', title: 'one' }));
    const b = two.run(() => new Task({ id: '1', title: 'two' }));
    a.title = 'changed';
    expect(b.title).toBe('two');
    b.revert();
    expect(a.title).toBe('changed');
    expect(new Task({ id: '1' }).title).toBeUndefined();
    expect(two.run(() => new Task({ id: '1' })).title).toBe('two');
  });

  it('[I-6] is another entity’s after the registry was cleared; what was made before works on its own', () => {
    const before = new Task({ id: '1', title: 'before' });
    const thing = new Thing({ id: '1', name: 'thing' });
    RegistryFactory.clear('tasks');
    const after = new Task({ id: '1' });
    expect(after.title).toBeUndefined();
    expect(new Thing({ id: '1' }).name).toBe('thing');
    before.title = 'still';
    expect([before.title, after.title]).toEqual(['still', undefined]);
    RegistryFactory.clearAll();
    expect(new Thing({ id: '1' }).name).toBeUndefined();
    expect(thing.name).toBe('thing');
  });

  it('[I-6] clearing acts on the current scope only', () => {
    const scope = new Scope();
    const inside = scope.run(() => new Task({ id: '1', title: 'inside' }));
    const outside = new Task({ id: '1', title: 'outside' });
    RegistryFactory.clearAll();
    expect(scope.run(() => new Task({ id: '1' })).title).toBe('inside');
    scope.run(() => RegistryFactory.clear('tasks'));
    expect(scope.run(() => new Task({ id: '1' })).title).toBeUndefined();
    expect([inside.title, outside.title]).toEqual(['inside', 'outside']);
  });
});
