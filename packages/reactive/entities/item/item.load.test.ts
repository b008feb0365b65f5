import { beforeEach, describe, expect, it } from 'vitest';
import { AbortedError, NotFoundError, StateError } from '../../errors';
import { RegistryFactory } from './index';
import { scripted, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

const open = (values: object = {}) => {
  const { Provider, ...script } = scripted();
  return { ...script, Provider, task: new Task({ id: '1', provider: Provider, ...values }) };
};

describe('load', () => {
  it('[I-10] asks the provider for the item’s own id, and takes in what it answers', async () => {
    const { task, calls, last, made } = open();
    expect([task.ready, task.fetched, task.found, task.fetching]).toEqual([false, false, false, false]);
    const loading = task.load();
    expect(task.fetching).toBe(true);
    expect(last()).toMatchObject({ operation: 'load', args: ['1', { signal: undefined }] });
    last().answer({ id: '1', title: 'one', done: true, version: 3, unknown: 'left alone' });
    expect(await loading).toBe(task);
    expect(task.getProperties()).toEqual({ id: '1', title: 'one', done: true, version: 3 });
    expect([task.ready, task.fetched, task.found, task.fetching]).toEqual([true, true, true, false]);
    expect([task.unpublished, calls.length, made]).toEqual([false, 1, [task]]);
  });

  it('[I-10] of values that came with the id is ready before', () => {
    expect(open({ title: 'known' }).task.ready).toBe(true);
  });

  it('[I-11] moves what is saved and keeps unpublished edits', async () => {
    const { task, last } = open({ title: 'one', note: 'a' });
    task.title = 'edited';
    const loading = task.load();
    task.note = 'b';
    last().answer({ id: '1', title: 'two', note: 'c', done: true });
    await loading;
    expect(task.getProperties()).toEqual({ id: '1', title: 'edited', note: 'b', done: true });
    expect(task.changedProperties).toEqual(['title', 'note']);
    expect(task.initialValues).toEqual({ id: '1', title: 'two', note: 'c', done: true });
    task.revert();
    expect(task.title).toBe('two');
  });

  it('[I-11] an edit that the answer agrees with is one no more', async () => {
    const { task, last } = open({ title: 'one' });
    task.title = 'two';
    const loading = task.load();
    last().answer({ id: '1', title: 'two' });
    await loading;
    expect(task.unpublished).toBe(false);
  });

  it.each([null, undefined])('[I-12] an answer of %j means that there is none', async (answer) => {
    const { task, last } = open({ title: 'known' });
    const loading = task.load();
    last().answer(answer);
    await expect(loading).rejects.toBeInstanceOf(NotFoundError);
    await expect(loading).rejects.toThrow(/tasks "1"/);
    expect([task.fetched, task.found, task.title]).toEqual([true, false, 'known']);
  });

  it('[I-12] so does a provider’s own NotFoundError, until a load finds it', async () => {
    const { task, last } = open();
    const missing = new NotFoundError('Gone');
    const first = task.load();
    last().fail(missing);
    await expect(first).rejects.toBe(missing);
    expect([task.fetched, task.found]).toEqual([true, false]);
    const second = task.load();
    last().answer({ id: '1', title: 'back' });
    await second;
    expect(task.found).toBe(true);
  });

  it('[I-13] a failure reaches the caller as the provider threw it, and changes nothing', async () => {
    const { task, last } = open({ title: 'known' });
    const down = new Error('The line is down');
    const loading = task.load();
    last().fail(down);
    await expect(loading).rejects.toBe(down);
    expect([task.title, task.fetching, task.fetched]).toEqual(['known', false, false]);
  });

  it.each([
    { id: 1, title: 'other' },
    { title: 'nobody' },
    { error: 'User not found' },
    [{ id: '1', title: 'listed' }],
    '<html>',
    7,
    false,
  ])('[I-13] an answer of %j is about no entity, or another one, and a failure', async (answer) => {
    const { task, last } = open({ title: 'known' });
    const loading = task.load();
    last().answer(answer);
    await expect(loading).rejects.toBeInstanceOf(StateError);
    await expect(loading).rejects.toThrow(/asked for tasks "1" and answered with the id (1|undefined)\./);
    expect([task.id, task.title, task.fetched, task.found]).toEqual(['1', 'known', false, false]);
  });

  it('[I-14] is refused for a draft, without a provider, and for what was deleted', async () => {
    const { task, Provider, last, calls } = open();
    await expect(new Task({ provider: Provider }).load()).rejects.toThrow(/no id yet/);
    await expect(new Task({ id: '9' }).load()).rejects.toThrow(/no provider/);
    const deleting = task.delete();
    last().answer(true);
    await deleting;
    await expect(task.load()).rejects.toBeInstanceOf(StateError);
    expect(calls.length).toBe(1);
  });

  it('[I-15] ends with an AbortedError as soon as its signal aborts, and its answer is not taken in', async () => {
    const { task, last, calls } = open({ title: 'known' });
    const controller = new AbortController();
    const loading = task.load({ signal: controller.signal });
    const { signal } = last().args[1] as { signal: AbortSignal };
    expect([last().args[0], signal.aborted]).toEqual(['1', false]);
    controller.abort(new Error('enough'));
    expect([signal.aborted, signal.reason]).toEqual([true, new Error('enough')]);
    await expect(loading).rejects.toBeInstanceOf(AbortedError);
    await expect(loading).rejects.toMatchObject({ cause: new Error('enough') });
    last().answer({ id: '1', title: 'late' });
    await Promise.resolve();
    expect([task.title, task.fetching]).toEqual(['known', false]);
    await expect(task.load({ signal: controller.signal })).rejects.toBeInstanceOf(AbortedError);
    expect(calls.length).toBe(1);
  });

  it('[I-15] ends so too where a listener aborts it when it is told that it begins', async () => {
    const { task } = open();
    const controller = new AbortController();
    task.on('pre:load', () => controller.abort());
    const loading = task.load({ signal: controller.signal });
    await expect(loading).rejects.toBeInstanceOf(AbortedError);
    expect([task.fetching, task.found]).toEqual([false, false]);
  });

  it('[I-15] leaves nothing on a signal that lives longer', async () => {
    const { task, last } = open();
    const { signal } = new AbortController();
    const listeners = new Set<unknown>();
    signal.addEventListener = (_: string, listener: unknown) => void listeners.add(listener);
    signal.removeEventListener = (_: string, listener: unknown) => void listeners.delete(listener);
    const loading = task.load({ signal });
    expect(listeners.size).toBe(1);
    last().answer({ id: '1' });
    await loading;
    expect(listeners.size).toBe(0);
  });
});
