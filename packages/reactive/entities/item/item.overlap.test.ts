import { beforeEach, expect, it } from 'vitest';
import { RegistryFactory } from './index';
import { type ITask, scripted, Task } from './task.fixture';

const server = scripted();

/** A task whose values are asked about somewhere, until the test says that they are accepted. */
class Slow extends Task {
  accept = (): void => {};

  protected override beforeSet(_values: Partial<ITask>): Promise<undefined> {
    return new Promise((resolve) => {
      this.accept = () => resolve(undefined);
    });
  }
}

beforeEach(() => {
  RegistryFactory.clearAll();
  server.calls.length = 0;
});

it('[M-99] what a provider brings while a set is waited for is no set', async () => {
  const task = new Slow({ id: '1', title: 'first', note: 'old', version: 1, provider: server.Provider });
  const setting = task.setAsync({ title: 'mine' });
  const loading = task.load();
  server.last().answer({ id: '1', title: 'theirs', done: false, note: 'new', version: 2 });
  await loading;
  expect(task.title).toBe('theirs');
  task.accept();
  expect(await setting).toEqual({ updated: true });
  expect(task.getProperties()).toEqual({ id: '1', title: 'mine', done: false, note: 'new', version: 2 });
  expect(task.unpublished).toBe(true);
});
