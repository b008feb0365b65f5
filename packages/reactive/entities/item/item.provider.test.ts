import { beforeEach, describe, expect, it } from 'vitest';
import { DefinitionError, StateError } from '../../errors';
import { type ItemProvider, RegistryFactory } from './index';
import { type ITask, saved, scripted, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

class ReadOnly implements ItemProvider<ITask> {
  load(id: string): Promise<ITask> {
    return Promise.resolve({ id, title: 'one', done: false, note: '', version: 1 });
  }
}

describe('an item without a provider', () => {
  it('[I-53] is published locally: a draft gets an id, changes count as saved', async () => {
    const draft = new Task({ title: 'One' });
    await draft.publish();
    expect(draft.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect([draft.isDraft, draft.unpublished, draft.title, draft.done]).toEqual([false, false, 'one', false]);
    await draft.publish({ title: 'two' });
    expect([draft.unpublished, draft.initialValues.title]).toEqual([false, 'two']);
    expect(new Task({ id: draft.id }).title).toBe('two');
    await draft.delete();
    expect(draft.deleted).toBe(true);
  });

  it('[I-53] is checked all the same', async () => {
    await expect(new Task({ title: 'x' }).publish()).rejects.toMatchObject({ code: 'validation' });
  });

  it('[I-54] uses the provider that another item of the entity was given', async () => {
    const { Provider, last, made } = scripted();
    const given = new Task({ id: '1', title: 'one', provider: Provider });
    const plain = new Task({ id: '1' });
    expect([plain.provider, given.provider]).toEqual([undefined, expect.any(Provider)]);
    const publishing = plain.publish({ title: 'two' });
    expect(last().args[0]).toEqual({ id: '1', title: 'two' });
    expect(given.unpublished).toBe(true);
    last().answer(saved({ version: 2 }));
    await publishing;
    expect([given.unpublished, made.length]).toEqual([false, 1]);
  });
});

describe('a provider', () => {
  it('[I-55] is made once, when it is first needed, and gets the item', () => {
    const { Provider, made } = scripted();
    const task = new Task({ id: '1', title: 'one', provider: Provider });
    expect(made).toEqual([]);
    expect(task.provider).toBe(task.provider);
    void task.load();
    expect(made).toEqual([task]);
  });

  it('[I-55] is an item’s own where two items of an entity were given two', async () => {
    const [one, two] = [scripted(), scripted()];
    const a = new Task({ id: '1', provider: one.Provider });
    const b = new Task({ id: '1', provider: two.Provider });
    void a.load();
    void b.load();
    expect([one.calls.length, two.calls.length]).toEqual([1, 1]);
  });

  it('[I-56] that lacks a method makes its item refuse that operation, and that one only', async () => {
    const task = new Task({ id: '1', provider: ReadOnly });
    await task.load();
    await expect(task.publish({ title: 'two' })).rejects.toThrow(/ReadOnly has no publish/);
    await expect(task.delete()).rejects.toBeInstanceOf(StateError);
    expect([task.title, task.unpublished, task.deleted]).toEqual(['two', true, false]);
  });

  it.each(['http', {}, 7, null])('[I-57] is a class: %j, which data can bring, is refused', (provider) => {
    expect(() => new Task({ id: '1', provider } as never)).toThrow(DefinitionError);
    expect(new Task({ id: '1' }).set({ provider } as never).errors).toEqual({
      provider: ['Unknown property.'],
    });
  });

  it('[I-58] that throws before it returns fails like any other', async () => {
    class Broken {
      load(): Promise<never> {
        throw new RangeError('broken');
      }
      publish(): Promise<never> {
        throw new RangeError('broken');
      }
      delete(): Promise<never> {
        throw new RangeError('broken');
      }
    }
    const task = new Task({ id: '1', title: 'one', provider: Broken });
    await expect(task.load()).rejects.toThrow('broken');
    await expect(task.publish({ title: 'two' })).rejects.toThrow('broken');
    await expect(task.delete()).rejects.toThrow('broken');
    expect([task.fetching, task.processing, task.unpublished]).toEqual([false, false, true]);
  });
});
