import { beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../../model';
import { Item, type ItemProvider, type ProviderClass, RegistryFactory } from './index';
import { type ITask, saved, scripted, settled, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

const open = () => {
  const { Provider, ...script } = scripted();
  const task = new Task({ id: '1', title: 'one', note: 'a', provider: Provider });
  return { ...script, Provider, task };
};

describe('what a publish has sent, until it is answered', () => {
  it('[I-31] stays when news agree with it, and then move on', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    expect(new Task({ id: '1', title: 'two' }).unpublished).toBe(false);
    expect(new Task({ id: '1', title: 'three' }).title).toBe('two');
    expect([task.changedProperties, task.initialValues.title]).toEqual([['title'], 'three']);
    last().answer(saved({ title: 'two' }));
    await publishing;
    expect([task.title, task.unpublished]).toEqual(['two', false]);
  });

  it('[I-31] counts as edited as well, when news agree with the edit', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    task.title = 'three';
    expect(new Task({ id: '1', title: 'three' }).unpublished).toBe(false);
    expect(new Task({ id: '1', title: 'four' }).title).toBe('three');
    last().answer(saved({ title: 'two' }));
    await publishing;
    expect([task.title, task.changedProperties, task.initialValues.title]).toEqual([
      'three',
      ['title'],
      'two',
    ]);
  });

  it('[M-31] is not taken for edited by a transaction that was taken back', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    const attempt = () =>
      transaction(() => {
        task.title = 'never';
        throw new RangeError('taken back');
      });
    expect(attempt).toThrow('taken back');
    last().answer(saved({ title: 'two, corrected' }));
    await publishing;
    expect([task.title, task.unpublished]).toEqual(['two, corrected', false]);
  });

  it('[I-32] is not taken for dropped by a revert that was taken back', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    const attempt = () =>
      transaction(() => {
        task.revert();
        throw new RangeError('taken back');
      });
    expect(attempt).toThrow('taken back');
    expect(new Task({ id: '1', title: 'news' }).title).toBe('two');
    last().answer(saved({ title: 'two' }));
    await publishing;
    expect(task.title).toBe('two');
  });

  it('[I-32] is not taken for dropped by a revert that was taken back, where news agree with it', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    new Task({ id: '1', title: 'two' });
    const attempt = () =>
      transaction(() => {
        task.revert();
        throw new RangeError('taken back');
      });
    expect(attempt).toThrow('taken back');
    expect(new Task({ id: '1', title: 'news' }).title).toBe('two');
    last().answer(saved({ title: 'two' }));
    await publishing;
    expect([task.title, task.unpublished]).toEqual(['two', false]);
  });

  it('[M-31] gives way to a newer version, also where an edit of it was taken back', async () => {
    const { Provider, last } = open();
    const task = new Task({ id: '2', title: 'one', version: 1, provider: Provider });
    const publishing = task.publish({ title: 'two' });
    const attempt = () =>
      transaction(() => {
        task.title = 'never';
        throw new RangeError('taken back');
      });
    expect(attempt).toThrow('taken back');
    new Task({ id: '2', title: 'newest', version: 3 });
    last().answer(saved({ title: 'two', version: 2 }));
    await publishing;
    expect([task.title, task.version, task.unpublished]).toEqual(['newest', 3, false]);
  });

  it('[I-18] is answered in vain where a newer version is known: nothing of the answer is taken in', async () => {
    const { Provider, last } = open();
    const task = new Task({ id: '2', title: 'one', version: 1, provider: Provider });
    const publishing = task.publish({ title: 'two' });
    new Task({ id: '2', note: 'newest', version: 3 });
    last().answer(saved({ title: 'two', note: 'older', version: 2 }));
    await publishing;
    expect(task.getProperties()).toMatchObject({ note: 'newest', version: 3 });
  });

  it('[I-21] an answer that names a property without a value says nothing of it', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    const answer: Partial<ITask> = {};
    Object.assign(answer, { title: 'two', note: undefined });
    last().answer(saved(answer));
    await publishing;
    expect([task.title, task.note, task.unpublished]).toEqual(['two', 'a', false]);
  });

  it('[I-21] an answer of the same version is taken in', async () => {
    const { Provider, last } = open();
    const task = new Task({ id: '2', title: 'one', version: 3, provider: Provider });
    const publishing = task.publish({ title: 'two' });
    last().answer(saved({ title: 'two', note: 'made there', version: 3 }));
    await publishing;
    expect(task.getProperties()).toMatchObject({ title: 'two', note: 'made there', version: 3 });
  });
});

describe('a draft that becomes an entity that the scope knows', () => {
  it('[I-47] has been looked for and found where that was, and can be loaded as that could', async () => {
    const { Provider, calls } = scripted();
    const met = new Task({ id: '7', title: 'one', provider: Provider });
    const loading = met.load();
    await settled();
    calls[0]?.answer({ id: '7', title: 'one' });
    await loading;
    const draft = new Task({ title: 'two' });
    draft.set({ id: '7', version: 1 });
    await draft.publish();
    expect([draft.fetched, draft.found, draft.id, met.title]).toEqual([true, true, '7', 'two']);
    const again = draft.load();
    await settled();
    calls[1]?.answer({ id: '7', title: 'three', version: 2 });
    await again;
    expect([draft.title, met.title]).toEqual(['three', 'three']);
  });
});

describe('news without a version', () => {
  it('[I-17] are as new as the time at which they came', () => {
    const task = new Task({ id: '1', title: 'one', version: 3 });
    new Task({ id: '1', title: 'two' });
    expect([task.title, task.version]).toEqual(['two', 3]);
    new Task({ id: '1', title: 'older', version: 2 });
    expect([task.title, task.version]).toEqual(['two', 3]);
  });
});

describe('a version that is no number', () => {
  interface INote {
    id: string;
    text: string;
    version: string;
  }

  class Note extends Item<INote> {
    declare text: string;
    declare version: string;
    constructor(specs: Partial<INote> & { provider?: ProviderClass<ItemProvider<INote>> } = {}) {
      super({ entity: 'notes', properties: ['id', 'text', 'version'], ...specs });
    }
  }

  it('[I-17] says nothing of what is newer, and is not the one that a publish is based on', async () => {
    const { Provider, last } = scripted();
    const note = new Note({ id: '1', text: 'one', version: 'b', provider: Provider });
    new Note({ id: '1', text: 'two', version: 'a' });
    expect([note.text, note.version]).toEqual(['two', 'a']);
    const publishing = note.publish({ text: 'three' });
    expect(last().args).toMatchObject([{ id: '1', text: 'three' }, { version: undefined }]);
    last().answer({ status: 200, data: { id: '1', version: 'c' } });
    await publishing;
    expect([note.text, note.version, note.unpublished]).toEqual(['three', 'c', false]);
  });
});
