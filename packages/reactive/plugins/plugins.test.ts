import { beforeEach, describe, expect, it } from 'vitest';
import { Collection } from '../entities/collection';
import { RegistryFactory } from '../entities/item';
import { type ITask, saved, scripted, settled, Task } from '../entities/item/task.fixture';
import { DefinitionError, ScopeError, ValidationError } from '../errors';
import { useReported } from '../errors/reported.fixture';
import type { ListResult } from '../query';
import { Scope } from '../registry';
import { type Plugin, usePlugin } from './index';

class Chore extends Task {}

let scope: Scope;
let calls: string[];
const server = scripted();
const reports = useReported();

const newTask = (values: Partial<ITask> = {}): Task =>
  scope.run(() => new Task({ id: '1', title: 'first', version: 1, provider: server.Provider, ...values }));

/** A plugin that notes each call, and does what it is told. */
const noting = (name: string, rest: object = {}): Plugin => {
  const note = (hook: string) => () => void calls.push(`${name}.${hook}`);
  const hooks = ['Set', 'Load', 'Publish', 'Delete'].flatMap((each) => [`before${each}`, `after${each}`]);
  return { name, ...Object.fromEntries(hooks.map((hook) => [hook, note(hook)])), ...rest };
};

const publish = async (task: Task): Promise<void> => {
  const done = task.publish();
  await settled();
  server.last().answer(saved({ version: (task.version ?? 0) + 1 }));
  await done;
};

beforeEach(() => {
  scope = new Scope();
  RegistryFactory.clearAll();
  calls = [];
  server.calls.length = 0;
});

describe('a plugin', () => {
  it('[G-1] takes part in everything that is done with the items of its scope', async () => {
    usePlugin(noting('a'), { scope });
    const task = newTask();
    const elsewhere = new Task({ id: '1', title: 'first' });
    elsewhere.title = 'second';
    task.title = 'second';
    await publish(task);
    const [load] = [task.load()];
    await settled();
    server.last().answer({ id: '1', title: 'loaded', version: 3 });
    await load;
    const gone = task.delete();
    await settled();
    server.last().answer(true);
    await gone;
    const hooks = ['Set', 'Publish', 'Load', 'Delete'].flatMap((each) => [
      `a.before${each}`,
      `a.after${each}`,
    ]);
    expect(calls).toEqual(hooks);
  });

  it('[G-1] gets the item, the subject and itself', () => {
    const seen: unknown[] = [];
    const plugin = {
      name: 'a',
      beforeSet(this: unknown, ...args: unknown[]) {
        seen.push(this === undefined, ...args);
        return { title: 'Other' };
      },
    };
    usePlugin(plugin as unknown as Plugin, { scope });
    const task = newTask();
    task.note = 'x';
    expect(seen).toEqual([false, task, { note: 'x' }]);
    expect([task.title, task.note]).toEqual(['other', undefined]);
  });

  it('[G-1] is for the entities or classes that it names', () => {
    usePlugin(noting('entity', { entities: ['others'] }), { scope });
    usePlugin(noting('class', { items: [Chore] }), { scope });
    const task = newTask();
    task.title = 'second';
    expect(calls).toEqual([]);
    const chore = scope.run(() => new Chore({ id: '2', title: 'first' }));
    chore.title = 'second';
    expect(calls).toEqual(['class.beforeSet', 'class.afterSet']);
    usePlugin(noting('tasks', { entities: ['tasks'] }), { scope });
    task.title = 'third';
    expect(calls.slice(2)).toEqual(['tasks.beforeSet', 'tasks.afterSet']);
  });

  it('[G-1] is for the current scope unless told', () => {
    scope.run(() => usePlugin(noting('a')));
    newTask().title = 'second';
    expect(calls).toEqual(['a.beforeSet', 'a.afterSet']);
  });

  it('[G-2] stands between the class and what it acts on, by order and then by installation', async () => {
    class Own extends Task {
      protected override beforePublish() {
        calls.push('class.beforePublish');
      }
      protected override afterPublish() {
        calls.push('class.afterPublish');
      }
    }
    for (const [name, order] of [
      ['late', 5],
      ['b', 0],
      ['c', undefined],
      ['early', -1],
    ] as const) {
      const { beforePublish, afterPublish } = noting(name);
      usePlugin({ name, ...(order === undefined ? {} : { order }), beforePublish, afterPublish } as Plugin, {
        scope,
      });
    }
    const own = scope.run(() => new Own({ id: '1', title: 'first', provider: server.Provider }));
    own.title = 'second';
    await publish(own);
    const names = ['class', 'early', 'b', 'c', 'late'];
    expect(calls).toEqual([
      ...names.map((name) => `${name}.beforePublish`),
      ...names.toReversed().map((name) => `${name}.afterPublish`),
    ]);
  });

  it('[G-2] hands what it changes on', async () => {
    usePlugin(
      {
        name: 'b',
        order: 1,
        afterLoad: (_: object, row: object) => ({ ...row, title: `${Reflect.get(row, 'title')} b` }),
      },
      { scope },
    );
    usePlugin(
      {
        name: 'a',
        afterLoad: (_: object, row: object) => ({ ...row, title: `${Reflect.get(row, 'title')} a` }),
      },
      { scope },
    );
    const task = newTask();
    const done = task.load();
    await settled();
    server.last().answer({ id: '1', title: 'loaded', version: 2 });
    await done;
    expect(task.title).toBe('loaded b a');
  });
});

describe('a plugin that fails', () => {
  const error = new Error('no');
  const fail = (): never => {
    throw error;
  };

  it('[G-3] stops every operation, and nothing has changed', async () => {
    const operations: [Plugin, (task: Task) => unknown][] = [
      [{ name: 'p', beforeSet: fail }, async (task) => task.set({ title: 'second' })],
      [{ name: 'p', afterSet: fail }, async (task) => task.set({ title: 'second' })],
      [{ name: 'p', beforeSet: () => Promise.reject(error) }, (task) => task.setAsync({ title: 'second' })],
      [{ name: 'p', beforeLoad: () => Promise.reject(error) }, (task) => task.load()],
      [{ name: 'p', beforePublish: fail }, (task) => task.publish()],
      [{ name: 'p', beforeDelete: () => Promise.reject(error) }, (task) => task.delete()],
      [{ name: 'p', beforeDelete: () => false as never }, (task) => task.delete()],
      [{ name: 'p', beforeSet: (() => 5) as never }, async (task) => task.set({ title: 'second' })],
      [{ name: 'p', afterSet: (() => true) as never }, async (task) => task.set({ title: 'second' })],
    ];
    for (const [plugin, operation] of operations) {
      const task = newTask({ id: `${plugin.name}${operations.findIndex(([each]) => each === plugin)}` });
      task.note = 'edited';
      const remove = usePlugin(plugin, { scope });
      await expect(operation(task)).rejects.toBeInstanceOf(Error);
      remove();
      expect([task.title, task.changedProperties, task.deleted, task.processing]).toEqual([
        'first',
        ['note'],
        false,
        false,
      ]);
    }
    expect(server.calls).toEqual([]);
  });

  it('[G-3] refuses a set by field', () => {
    const refusal = new ValidationError(undefined, { errors: { title: ['Not yours'] } });
    usePlugin(
      {
        name: 'p',
        beforeSet: () => {
          throw refusal;
        },
      },
      { scope },
    );
    expect(newTask().set({ title: 'second' })).toEqual({ updated: false, errors: { title: ['Not yours'] } });
  });

  it('[G-3] after a publish keeps no other from being told', async () => {
    usePlugin(noting('a'), { scope });
    usePlugin(
      noting('b', {
        afterPublish: () => {
          throw new Error('second');
        },
      }),
      { scope },
    );
    usePlugin(noting('c', { afterPublish: fail }), { scope });
    const task = newTask();
    task.title = 'second';
    calls.length = 0;
    await expect(publish(task)).rejects.toBe(error);
    expect(calls).toContain('a.afterPublish');
    expect([task.unpublished, reports]).toEqual([false, [new Error('second')]]);
  });

  it('[G-3] refuses rows that a collection loads, and then nothing is taken in', async () => {
    class Tasks extends Collection<Task> {
      constructor() {
        super({ entity: 'tasks', item: Task, provider: Lister });
      }
    }
    class Lister {
      async list(): Promise<ListResult<ITask>> {
        const rows = ['a', 'b'].map((title, index) => ({
          id: `${index + 1}`,
          title,
          done: false,
          note: '',
          version: 1,
        }));
        return Promise.resolve({ items: rows, total: 2, next: null });
      }
    }
    const tasks = scope.run(() => new Tasks());
    const remove = usePlugin(
      {
        name: 'p',
        items: [Task],
        afterLoad: (item) => {
          if (item.id === '2') throw error;
        },
      },
      { scope },
    );
    await expect(tasks.load()).rejects.toBe(error);
    expect([tasks.size, tasks.fetched]).toEqual([0, false]);
    remove();
    usePlugin(
      { name: 'p', items: [Task], afterLoad: (item, row) => ({ ...row, title: `${row.title}${item.id}` }) },
      { scope },
    );
    await tasks.load();
    expect(tasks.mapItems(({ title }) => title)).toEqual(['a1', 'b2']);
  });
});

describe('installing', () => {
  it('[G-4] what is no plugin is refused, and nothing is installed', () => {
    usePlugin({ name: 'taken', beforeLoad() {} }, { scope });
    const hook = { beforeSet() {} };
    const wrong: unknown[] = [
      undefined,
      5,
      [],
      new (class {
        name = 'p';
        beforeSet() {}
      })(),
      hook,
      { name: '', ...hook },
      { name: 5, ...hook },
      { name: 'p' },
      { name: 'p', beforeSet: undefined },
      { name: 'p', beforeSet: 5 },
      { name: 'p', beforeSave() {} },
      { name: 'p', ...hook, ordre: 1 },
      { name: 'p', ...hook, order: Number.NaN },
      { name: 'p', ...hook, order: '1' },
      { name: 'p', ...hook, entities: [] },
      { name: 'p', ...hook, entities: 'tasks' },
      { name: 'p', ...hook, entities: [5] },
      { name: 'p', ...hook, items: [] },
      { name: 'p', ...hook, items: [class {}] },
      { name: 'p', ...hook, [Symbol('s')]: 1 },
      { name: 'taken', ...hook },
    ];
    for (const plugin of wrong) {
      expect(() => usePlugin(plugin as Plugin, { scope })).toThrow(DefinitionError);
    }
    const options: unknown[] = [{ scop: scope }, { scope: {} }];
    for (const each of options) {
      expect(() => usePlugin({ name: 'p', ...hook }, each as object)).toThrow(DefinitionError);
    }
    expect(scope.plugged.map(({ name }) => name)).toEqual(['taken']);
  });

  it('[G-5] is taken back by its function, and does not meddle with what has begun', async () => {
    const task = newTask();
    let remove = (): void => {};
    usePlugin(
      {
        name: 'first',
        async beforePublish() {
          calls.push('first');
          await Promise.resolve();
          remove = usePlugin(noting('second'), { scope });
        },
      },
      { scope },
    );
    task.title = 'second';
    await publish(task);
    expect(calls).toEqual(['first']);
    task.title = 'third';
    expect(calls.slice(1)).toEqual(['second.beforeSet', 'second.afterSet']);
    remove();
    remove();
    task.title = 'fourth';
    expect(calls.length).toBe(3);
    usePlugin(noting('second'), { scope });
    task.title = 'fifth';
    expect(calls.length).toBe(5);
  });

  it('[G-6] ends with the scope, and what was guarded is refused from then on', async () => {
    const task = newTask();
    const remove = usePlugin({ name: 'p', afterPublish() {}, beforeSet() {} }, { scope });
    usePlugin({ name: 'others', entities: ['others'], beforeLoad() {} }, { scope });
    scope.dispose();
    remove();
    expect(() => task.set({ title: 'second' })).toThrow(ScopeError);
    task.revert();
    await expect(task.publish()).resolves.toBe(task);
    const loading = task.load();
    server.last().answer({ id: '1', title: 'loaded', version: 2 });
    await loading;
    expect(() => usePlugin({ name: 'p', beforeSet() {} }, { scope })).toThrow(ScopeError);
  });

  it('[G-6] refuses to publish what an ended scope had a plugin hear of', async () => {
    const task = newTask();
    usePlugin({ name: 'audit', afterPublish() {} }, { scope });
    task.title = 'second';
    scope.dispose();
    await expect(task.publish()).rejects.toBeInstanceOf(ScopeError);
    expect([server.calls, task.title]).toEqual([[], 'second']);
  });

  it('[G-7] hears of sets on every way, of classes that come later too, and leaves none behind', () => {
    const early = newTask();
    early.done = true;
    const remove = usePlugin(noting('a'), { scope });
    class Later extends Task {}
    const later = scope.run(() => new Later({ id: '2', title: 'first' }));
    for (const task of [early, later]) {
      task.done = false;
      task.set({ done: true });
      expect(calls.splice(0)).toEqual(['a.beforeSet', 'a.afterSet', 'a.beforeSet', 'a.afterSet']);
      task.set({ done: false });
      calls.length = 0;
    }
    remove();
    early.done = true;
    expect(calls).toEqual([]);
  });
});
