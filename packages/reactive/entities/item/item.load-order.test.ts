import { beforeEach, describe, expect, it } from 'vitest';
import { RegistryFactory } from './index';
import { type ITask, saved, scripted, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

const open = (values: Partial<ITask> = {}) => {
  const { Provider, ...script } = scripted();
  // Loads through one provider class would be one; this is another, of the same calls.
  class Replica extends Provider {}
  const task = new Task({ id: '1', provider: Provider, ...values });
  return { ...script, task, replica: new Task({ id: '1', provider: Replica }) };
};

describe('answers that come in another order than they were asked for', () => {
  it('[I-16] the newest load wins', async () => {
    const { task, replica, calls } = open();
    const loads: unknown[] = [];
    task.on('load', ({ title }) => loads.push(title));
    const [first, second] = [task.load(), replica.load()];
    calls[1]?.answer({ id: '1', title: 'newer' });
    await second;
    expect(task.fetching).toBe(true);
    calls[0]?.answer({ id: '1', title: 'older', note: 'older' });
    await first;
    expect(task.getProperties()).toEqual({ id: '1', title: 'newer' });
    expect([task.fetching, loads]).toEqual([false, ['newer']]);
  });

  it('[I-16] also when it found nothing', async () => {
    const { task, replica, calls } = open();
    const [first, second] = [task.load(), replica.load()];
    calls[1]?.answer(null);
    await expect(second).rejects.toMatchObject({ code: 'not_found' });
    calls[0]?.answer({ id: '1', title: 'older' });
    await first;
    expect(task.found).toBe(false);
  });

  it('[I-16] also when an older one then finds nothing', async () => {
    const { task, replica, calls } = open();
    const [first, second] = [task.load(), replica.load()];
    calls[1]?.answer({ id: '1', title: 'there' });
    await second;
    calls[0]?.answer(null);
    await expect(first).rejects.toMatchObject({ code: 'not_found' });
    expect([task.found, task.title]).toEqual([true, 'there']);
  });

  it('[I-17] a version says what is newer, whatever was asked first', async () => {
    const { task, replica, calls } = open();
    const [first, second] = [task.load(), replica.load()];
    calls[1]?.answer({ id: '1', title: 'replica', version: 1 });
    await second;
    calls[0]?.answer({ id: '1', title: 'primary', version: 2 });
    await first;
    expect([task.title, task.version]).toEqual(['primary', 2]);
    const third = task.load();
    calls[2]?.answer({ id: '1', title: 'replica', version: 1 });
    await third;
    expect([task.title, task.version]).toEqual(['primary', 2]);
  });

  it('[I-17] a version that is no number says nothing, and holds nothing back', async () => {
    const { task, last } = open();
    for (const version of [Number.NaN, 2, 1]) {
      const loading = task.load();
      last().answer({ id: '1', title: `of ${version}`, version });
      await loading;
    }
    expect([task.title, task.version]).toEqual(['of 2', 2]);
  });

  it('[I-18] a load that was asked before a publish does not bring the values before it back', async () => {
    const { task, calls, last } = open({ title: 'one' });
    const loading = task.load();
    const publishing = task.publish({ title: 'two' });
    last().answer(saved({ id: '1', title: 'two' }));
    await publishing;
    calls[0]?.answer({ id: '1', title: 'one' });
    await loading;
    expect([task.title, task.unpublished]).toEqual(['two', false]);
  });

  it('[I-18] a publish does not bring back what a newer version has replaced meanwhile', async () => {
    const { task, last } = open({ title: 'one', note: 'a', version: 1 });
    const publishing = task.publish({ title: 'two' });
    const publish = last();
    const loading = task.load();
    last().answer({ id: '1', title: 'three', note: 'c', version: 3 });
    await loading;
    expect(task.title).toBe('two');
    publish.answer(saved({ id: '1', title: 'two', note: 'a', version: 2 }));
    await publishing;
    expect(task.getProperties()).toEqual({ id: '1', title: 'three', note: 'c', version: 3 });
    expect(task.unpublished).toBe(false);
  });

  it('[I-18] an item that was deleted meanwhile stays deleted', async () => {
    const { task, calls, last } = open({ title: 'one' });
    const loads: unknown[] = [];
    task.on('load', () => loads.push('load'));
    const loading = task.load();
    const deleting = task.delete();
    last().answer(true);
    await deleting;
    calls[0]?.answer({ id: '1', title: 'late' });
    await loading;
    expect([task.deleted, task.found, task.title, loads]).toEqual([true, false, 'one', []]);
  });
});
