import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setErrorReporter } from '../../errors';
import { type Item, RegistryFactory } from './index';
import { type ITask, saved, scripted, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

const names = [
  'pre:load',
  'load',
  'post:load',
  'pre:publish',
  'publish',
  'post:publish',
  'pre:delete',
  'delete',
  'post:delete',
  'title.changed',
  'change',
] as const;

const open = () => {
  const { Provider, ...script } = scripted();
  const task = new Task({ id: '1', title: 'one', provider: Provider });
  const log: unknown[] = [];
  for (const name of names) {
    (task as Item<ITask>).on(name as 'change', (payload) =>
      log.push(payload === undefined ? name : [name, payload]),
    );
  }
  return { ...script, task, log };
};

describe('the events of an item', () => {
  it('[I-60] tell of a load, with the data, when they are taken in', async () => {
    const { task, log, last } = open();
    const seen: string[] = [];
    task.on('load', () => seen.push(task.title));
    const loading = task.load();
    expect(log).toEqual(['pre:load']);
    const row = { id: '1', title: 'two' };
    last().answer(row);
    await loading;
    expect(log).toEqual([
      'pre:load',
      ['title.changed', { value: 'two', previous: 'one' }],
      'change',
      ['load', row],
      ['post:load', row],
    ]);
    expect(seen).toEqual(['two']);
  });

  it('[I-60] tell of a publish, with what was answered, when it is confirmed', async () => {
    const { task, log, last } = open();
    const publishing = task.publish({ title: 'two' });
    expect(log.at(-1)).toBe('pre:publish');
    last().answer(saved({ title: 'two!' }));
    await publishing;
    expect(log.slice(2)).toEqual([
      'pre:publish',
      ['title.changed', { value: 'two!', previous: 'two' }],
      'change',
      ['publish', { title: 'two!' }],
      ['post:publish', { title: 'two!' }],
    ]);
  });

  it('[I-60] tell of a deletion', async () => {
    const { task, log, last } = open();
    const deleting = task.delete();
    last().answer(true);
    await deleting;
    expect(log).toEqual(['pre:delete', 'delete', 'post:delete']);
  });

  it('[I-61] end with what came before when the operation fails', async () => {
    const { task, log, last } = open();
    for (const operation of ['load', 'publish', 'delete'] as const) {
      task.done = operation !== 'publish';
      log.length = 0;
      const running = task[operation]();
      last().fail(new Error('no'));
      await expect(running).rejects.toThrow('no');
      expect(log).toEqual([`pre:${operation}`]);
    }
  });

  it('[I-62] what a listener of `pre:publish` changes is sent', async () => {
    const { task, last } = open();
    task.on('pre:publish', () => {
      task.note = 'stamped';
    });
    void task.publish({ title: 'two' });
    expect(last().args[0]).toEqual({ id: '1', title: 'two', note: 'stamped' });
  });

  it('[I-63] reach the listeners of every item that shows the entity', async () => {
    const { task, last } = open();
    const told: string[] = [];
    new Task({ id: '1' }).on('publish', () => told.push('other'));
    const publishing = task.publish({ title: 'two' });
    last().answer(saved({}));
    await publishing;
    expect(told).toEqual(['other']);
  });

  describe('when a listener throws', () => {
    const reported: unknown[] = [];
    const restore = setErrorReporter((error) => reported.push(error));
    afterEach(restore);

    it('[I-63] the operation goes on, and that is reported', async () => {
      const { task, last } = open();
      const boom = new Error('boom');
      for (const name of ['pre:publish', 'publish'] as const) {
        task.on(name, () => {
          throw boom;
        });
      }
      const publishing = task.publish({ title: 'two' });
      last().answer(saved({}));
      await publishing;
      expect([task.unpublished, reported]).toEqual([false, [boom, boom]]);
    });
  });

  it('[I-64] `meta:changed` tells of fetching, fetched, found, processing, deleted, draft and ready', async () => {
    const { task, last } = open();
    const facts = () =>
      [
        task.fetching && 'fetching',
        task.fetched && 'fetched',
        task.processing && 'processing',
        task.deleted && 'deleted',
      ]
        .filter(Boolean)
        .join();
    const seen: string[] = [];
    task.on('meta:changed', () => seen.push(facts()));
    const loading = task.load();
    last().answer({ id: '1', title: 'one' });
    await loading;
    const deleting = task.delete();
    last().answer(true);
    await deleting;
    expect(seen).toEqual([
      'fetching',
      'fetching,fetched',
      'fetched',
      'fetched,processing',
      'fetched,processing,deleted',
      'fetched,deleted',
    ]);
  });
});
