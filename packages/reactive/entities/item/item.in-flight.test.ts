import { beforeEach, describe, expect, it } from 'vitest';
import { AbortedError } from '../../errors';
import { RegistryFactory } from './index';
import { type ITask, saved, scripted, settled, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

const open = (values: Partial<ITask> = {}) => {
  const { Provider, ...script } = scripted();
  const known = { id: '1', title: 'one', note: 'a', ...values };
  return { ...script, task: new Task({ ...known, provider: Provider }) };
};

describe('an edit made while a publish is in flight', () => {
  it('[I-30] survives it and stays unpublished', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    task.title = 'three';
    task.note = 'b';
    last().answer(saved({ id: '1', title: 'two', note: 'a' }));
    await publishing;
    expect([task.title, task.note, task.changedProperties]).toEqual(['three', 'b', ['title', 'note']]);
    expect(task.initialValues).toMatchObject({ title: 'two', note: 'a' });
  });

  it('[I-30] survives also when it goes back to the value before', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    task.title = 'one';
    expect(task.unpublished).toBe(false);
    last().answer(saved({ title: 'two' }));
    await publishing;
    expect([task.title, task.changedProperties, task.initialValues.title]).toEqual(['one', ['title'], 'two']);
  });

  it('[I-30] survives the server’s own idea of the value that was sent', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    task.title = 'three';
    last().answer(saved({ title: 'two, corrected' }));
    await publishing;
    expect([task.title, task.initialValues.title]).toEqual(['three', 'two, corrected']);
  });

  it('[I-30] survives a failure', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    task.note = 'b';
    last().fail(new Error('no'));
    await expect(publishing).rejects.toThrow('no');
    expect([task.title, task.note, task.changedProperties]).toEqual(['two', 'b', ['title', 'note']]);
  });

  it('[I-31] a load in the meantime moves what is saved, and neither what was sent nor what was edited', async () => {
    const { task, calls, last } = open();
    const publishing = task.publish({ title: 'two' });
    task.note = 'b';
    const loading = task.load();
    last().answer({ id: '1', title: 'other', note: 'other', done: true });
    await loading;
    expect([task.title, task.note, task.done]).toEqual(['two', 'b', true]);
    calls[0]?.fail(new Error('no'));
    await expect(publishing).rejects.toThrow('no');
    expect(task.changedProperties).toEqual(['title', 'note']);
    expect(task.initialValues).toMatchObject({ title: 'other', note: 'other' });
  });

  it('[I-32] a revert in the meantime drops what was sent: the item follows what the publish brings', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    task.revert();
    expect(task.title).toBe('one');
    last().answer(saved({ title: 'two' }));
    await publishing;
    expect([task.title, task.unpublished]).toEqual(['two', false]);
  });

  it('[I-32] an edit after that revert survives as any other', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    task.revert();
    task.title = 'three';
    last().answer(saved({ title: 'two' }));
    await publishing;
    expect([task.title, task.initialValues.title]).toEqual(['three', 'two']);
  });
});

describe('operations that overlap', () => {
  it('[I-33] publishes run one after the other, each with what was changed when its turn comes', async () => {
    const { task, calls, last } = open({ version: 1 });
    const first = task.publish({ title: 'two' });
    const second = task.publish({ note: 'b' });
    const third = task.publish({ note: 'c' });
    await settled();
    expect(calls.length).toBe(1);
    calls[0]?.answer(saved({ title: 'two', version: 2 }));
    await first;
    await settled();
    expect(last().args).toMatchObject([{ id: '1', note: 'c' }, { version: 2 }]);
    expect(task.processing).toBe(true);
    calls[1]?.answer(saved({ note: 'c', version: 3 }));
    await Promise.all([second, third]);
    expect([calls.length, task.version, task.unpublished, task.processing]).toEqual([2, 3, false, false]);
  });

  it('[I-33] one that fails does not keep the next from its turn', async () => {
    const { task, calls } = open();
    const first = task.publish({ title: 'two' });
    const second = task.publish({ note: 'b' });
    calls[0]?.fail(new Error('no'));
    await expect(first).rejects.toThrow('no');
    await settled();
    expect(calls[1]?.args[0]).toEqual({ id: '1', title: 'two', note: 'b' });
    calls[1]?.answer(saved({}));
    await second;
    expect(task.unpublished).toBe(false);
  });

  it('[I-33] a delete waits for the publish before it, and a publish after it is refused', async () => {
    const { task, calls } = open({ version: 1 });
    const publishing = task.publish({ title: 'two' });
    const deleting = task.delete();
    const late = task.publish({ note: 'b' });
    const refusal = late.catch((error: unknown) => error);
    calls[0]?.answer(saved({ version: 2 }));
    await publishing;
    await settled();
    expect(calls[1]).toMatchObject({ operation: 'delete', args: ['1', { version: 2 }] });
    calls[1]?.answer(true);
    expect(await deleting).toBe(true);
    expect(await refusal).toMatchObject({
      code: 'state',
      message: expect.stringContaining('it was deleted'),
    });
    expect(calls.length).toBe(2);
  });

  it.each(['publish', 'delete'] as const)(
    '[I-26] a %s that waits for its turn ends as soon as its signal aborts, and is never begun',
    async (operation) => {
      const { task, calls } = open();
      const controller = new AbortController();
      const { signal } = controller;
      const first = task.publish({ title: 'two' });
      const waiting =
        operation === 'publish' ? task.publish({ note: 'b' }, { signal }) : task.delete({ signal });
      controller.abort('enough');
      await expect(waiting).rejects.toBeInstanceOf(AbortedError);
      await expect(waiting).rejects.toMatchObject({ message: `${operation} was aborted.`, cause: 'enough' });
      calls[0]?.answer(saved({ title: 'two' }));
      await first;
      await settled();
      expect([calls.length, task.processing, task.deleted, task.changedProperties]).toEqual([
        1,
        false,
        false,
        operation === 'publish' ? ['note'] : [],
      ]);
    },
  );

  it('[I-26] one that was begun when its turn came ends with its answer, and its provider has the signal', async () => {
    const { task, calls, last } = open();
    const controller = new AbortController();
    const first = task.publish({ title: 'two' });
    const second = task.publish({ note: 'b' }, { signal: controller.signal });
    calls[0]?.answer(saved({ title: 'two' }));
    await first;
    await settled();
    controller.abort();
    expect(last().args[1]).toMatchObject({ signal: controller.signal });
    last().answer(saved({ note: 'b' }));
    await second;
    expect(task.unpublished).toBe(false);
  });

  it('[I-33] counts for all items that show the entity', async () => {
    const { task, calls } = open();
    const other = new Task({ id: '1' });
    void task.publish({ title: 'two' });
    void other.publish({ note: 'b' });
    await settled();
    expect([calls.length, other.processing]).toEqual([1, true]);
  });
});
