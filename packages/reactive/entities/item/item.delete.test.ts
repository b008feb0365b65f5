import { beforeEach, describe, expect, it } from 'vitest';
import { AbortedError, NotFoundError, StateError } from '../../errors';
import { RegistryFactory } from './index';
import { scripted, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

const open = () => {
  const { Provider, ...script } = scripted();
  return { ...script, task: new Task({ id: '1', title: 'one', version: 3, provider: Provider }) };
};

describe('delete', () => {
  it('[I-50] asks the provider with id and version, and marks every item of the entity', async () => {
    const { task, last } = open();
    const other = new Task({ id: '1' });
    const deleting = task.delete();
    expect([task.processing, task.deleted]).toEqual([true, false]);
    expect(last()).toMatchObject({ operation: 'delete', args: ['1', { version: 3, signal: undefined }] });
    last().answer(true);
    expect(await deleting).toBe(true);
    for (const each of [task, other]) {
      expect([each.deleted, each.registry.state, each.processing]).toEqual([true, 'deleted', false]);
    }
    expect(task.title).toBe('one');
  });

  it('[I-50] is no longer what a new item of that id shows', async () => {
    const { task, last } = open();
    const deleting = task.delete();
    last().answer(true);
    await deleting;
    const again = new Task({ id: '1' });
    expect([again.deleted, again.title]).toEqual([false, undefined]);
  });

  it.each([false, undefined, null, 1, 'true'])('[I-51] an answer of %j is a failure', async (answer) => {
    const { task, last } = open();
    const deleting = task.delete();
    last().answer(answer);
    await expect(deleting).rejects.toThrow(/did not delete tasks "1"/);
    expect([task.deleted, task.processing]).toEqual([false, false]);
  });

  it('[I-51] throws what the provider throws, and then nothing was deleted', async () => {
    const { task, last } = open();
    const missing = new NotFoundError('Gone already');
    const deleting = task.delete();
    last().fail(missing);
    await expect(deleting).rejects.toBe(missing);
    expect(task.deleted).toBe(false);
    expect(new Task({ id: '1' }).title).toBe('one');
  });

  it('[I-51] is refused for what was deleted already, and when its signal has aborted', async () => {
    const { task, last, calls } = open();
    await expect(task.delete({ signal: AbortSignal.abort() })).rejects.toBeInstanceOf(AbortedError);
    const deleting = task.delete();
    last().answer(true);
    await deleting;
    await expect(task.delete()).rejects.toBeInstanceOf(StateError);
    expect(calls.length).toBe(1);
  });

  it('[I-26] hands its signal to the provider, whose abort is an AbortedError', async () => {
    const { task, last } = open();
    const { signal } = new AbortController();
    const deleting = task.delete({ signal });
    expect(last().args).toEqual(['1', { version: 3, signal }]);
    last().fail(new DOMException('Stopped', 'AbortError'));
    await expect(deleting).rejects.toBeInstanceOf(AbortedError);
    expect([task.deleted, task.processing]).toEqual([false, false]);
  });

  it('[I-52] of a draft just drops it', async () => {
    const { Provider, calls } = scripted();
    const draft = new Task({ title: 'one', provider: Provider });
    expect(await draft.delete()).toBe(true);
    expect([draft.deleted, calls]).toEqual([true, []]);
    await expect(draft.publish()).rejects.toBeInstanceOf(StateError);
  });

  it('[I-52] with skipProvider only marks it, as when another side has deleted it', async () => {
    const { task, calls } = open();
    await task.delete({ skipProvider: true });
    expect([task.deleted, calls]).toEqual([true, []]);
  });
});
