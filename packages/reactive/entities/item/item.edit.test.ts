import { beforeEach, describe, expect, it } from 'vitest';
import { RegistryFactory } from './index';
import { Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

const open = () => {
  const task = new Task({ id: '1', title: 'one', done: false, version: 1 });
  return { task, edit: task.edit() };
};

describe('an edit', () => {
  it('[I-70] has the item’s values, and is apart from it in both directions', () => {
    const { task, edit } = open();
    expect(edit.getProperties()).toEqual(task.getProperties());
    edit.title = 'typed';
    expect([edit.title, task.title, task.unpublished]).toEqual(['typed', 'one', false]);
    task.done = true;
    expect(edit.done).toBe(false);
    expect(task.edit()).not.toBe(edit);
  });

  it('[I-71] may hold what is wrong, and says at any time what that is', () => {
    const { edit } = open();
    expect([edit.errors, edit.valid]).toEqual([{}, true]);
    edit.title = 'x';
    edit.done = 'maybe' as never;
    expect(edit.errors).toEqual({ title: ['Too short'], done: [expect.any(String)] });
    expect(edit.valid).toBe(false);
    edit.set({ title: 'two', done: true });
    expect([edit.errors, edit.valid]).toEqual([{}, true]);
  });

  it('[I-71] says that something is missing when it was emptied', () => {
    const { edit } = open();
    edit.set({ title: undefined } as object);
    expect(edit.errors).toEqual({ title: [expect.any(String)] });
  });

  it('[I-71] of a draft says what is missing from the start, but for what its provider fills', () => {
    const edit = new Task().edit();
    expect(edit.errors).toEqual({ title: [expect.any(String)] });
    edit.title = 'one';
    expect(edit.valid).toBe(true);
    expect(new Task({ id: '1' }).edit().valid).toBe(true);
  });

  it('[I-72] is told of, and tells what was changed', () => {
    const { edit } = open();
    const log: string[] = [];
    edit.on('change', () => log.push('change'));
    edit.on('title.changed', ({ value }) => log.push(value));
    edit.title = 'two';
    expect([log, edit.changedProperties, edit.unpublished]).toEqual([['two', 'change'], ['title'], true]);
    edit.revert();
    expect([edit.title, edit.unpublished]).toEqual(['one', false]);
  });

  it('[I-73] is committed as one change of just what was changed, and shows what the schema made of it', () => {
    const { task, edit } = open();
    const log: unknown[] = [];
    task.on('change', () => log.push(task.getProperties()));
    task.note = 'meanwhile';
    log.length = 0;
    edit.set({ title: 'TWO', done: true });
    expect(edit.commit()).toEqual({ updated: true });
    expect(log).toEqual([{ id: '1', title: 'two', done: true, note: 'meanwhile', version: 1 }]);
    expect([edit.title, edit.unpublished, task.changedProperties]).toEqual([
      'two',
      false,
      ['title', 'done', 'note'],
    ]);
    expect(edit.commit()).toEqual({ updated: false });
  });

  it('[I-73] with errors sets nothing, and stays as it is', () => {
    const { task, edit } = open();
    edit.set({ title: 'x', done: true });
    expect(edit.commit()).toEqual({ updated: false, errors: { title: ['Too short'] } });
    expect([task.done, task.title, edit.title, edit.unpublished]).toEqual([false, 'one', 'x', true]);
  });

  it('[I-74] discard takes the item’s present values, and drops what was typed', () => {
    const { task, edit } = open();
    edit.set({ title: 'typed' });
    task.set({ title: 'two', note: 'new' });
    edit.discard();
    expect([edit.getProperties(), edit.unpublished]).toEqual([task.getProperties(), false]);
  });

  it('[I-74] follows its item through the first publish', async () => {
    const draft = new Task({ title: 'one' });
    const edit = draft.edit();
    await draft.publish();
    edit.title = 'two';
    expect(edit.commit()).toEqual({ updated: true });
    expect([draft.title, draft.isDraft]).toEqual(['two', false]);
    edit.discard();
    expect(edit.id).toBe(draft.id);
  });
});
