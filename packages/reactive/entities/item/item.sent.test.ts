import { beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../../model';
import { RegistryFactory } from './index';
import { saved, scripted, settled, Task } from './task.fixture';

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
