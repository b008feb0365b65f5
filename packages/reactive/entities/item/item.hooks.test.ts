import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AbortedError, DefinitionError, NotFoundError, StateError } from '../../errors';
import { useReported } from '../../errors/reported.fixture';
import { RegistryFactory } from './index';
import { type ITask, saved, scripted, settled, Task } from './task.fixture';

type Name = 'beforeLoad' | 'afterLoad' | 'beforePublish' | 'afterPublish' | 'beforeDelete' | 'afterDelete';

/** What each hook does, and which were called with what. */
let script: Partial<Record<Name, (this: Hooked, subject?: object) => unknown>>;
let calls: unknown[];

class Hooked extends Task {
  #call(name: Name, subject?: object): never {
    calls.push(subject === undefined ? name : [name, subject]);
    // What a test has a hook answer may be what no hook may.
    return script[name]?.call(this, subject) as never;
  }
  protected override beforeLoad() {
    return this.#call('beforeLoad');
  }
  protected override afterLoad(row: Partial<ITask>): Partial<ITask> | undefined {
    return this.#call('afterLoad', row);
  }
  protected override beforePublish(data: Partial<ITask>) {
    return this.#call('beforePublish', data);
  }
  protected override afterPublish(row: Partial<ITask>) {
    return this.#call('afterPublish', row);
  }
  protected override beforeDelete() {
    return this.#call('beforeDelete');
  }
  protected override afterDelete() {
    return this.#call('afterDelete');
  }
}

const reports = useReported();
const server = scripted();
let task: Hooked;
let events: string[];

const follow = (item: Task): string[] => {
  const heard: string[] = [];
  item.on('*', ({ event }) => {
    if (/^(pre:|post:)?(load|publish|delete)$/.test(event)) heard.push(event);
  });
  return heard;
};

const failing = (error: unknown) => (): never => {
  throw error;
};

beforeEach(() => {
  RegistryFactory.clearAll();
  server.calls.length = 0;
  [script, calls] = [{}, []];
  task = new Hooked({ id: '1', title: 'first', version: 1, provider: server.Provider });
  events = follow(task);
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the hooks before an operation', () => {
  it('[I-100] are waited for, and what they change is part of the publish', async () => {
    script.beforePublish = async function () {
      await Promise.resolve();
      this.note = 'from the hook';
    };
    task.title = 'second';
    const done = task.publish();
    await settled();
    server.last().answer(saved({ version: 2 }));
    await done;
    expect(calls).toEqual([
      ['beforePublish', { id: '1', title: 'second' }],
      ['afterPublish', { version: 2 }],
    ]);
    expect(server.last().args[0]).toEqual({ id: '1', title: 'second', note: 'from the hook' });
    expect([task.unpublished, events]).toEqual([false, ['pre:publish', 'publish', 'post:publish']]);
  });

  it('[I-100] hear what listeners to `pre:` changed, and see all of a draft', async () => {
    const draft = new Hooked({ title: 'new', provider: server.Provider });
    draft.on('pre:publish', () => {
      draft.note = 'from a listener';
    });
    const done = draft.publish();
    await settled();
    server.last().answer(saved({ id: '7', version: 1 }, 201));
    await done;
    expect(calls[0]).toEqual(['beforePublish', { title: 'new', note: 'from a listener' }]);
  });

  it.each(['load', 'publish', 'delete'] as const)(
    '[I-100] stop a %s, and nothing has changed',
    async (name) => {
      const error = new NotFoundError('not for you');
      const hook = `before${name[0]?.toUpperCase()}${name.slice(1)}` as Name;
      task.title = 'second';
      for (const act of [failing(error), () => Promise.reject(error)]) {
        script[hook] = act;
        await expect(task[name]()).rejects.toBe(error);
      }
      expect(server.calls).toEqual([]);
      expect([
        task.title,
        task.changedProperties,
        task.fetched,
        task.processing,
        task.fetching,
        task.deleted,
      ]).toEqual(['second', ['title'], false, false, false, false]);
      expect(events).toEqual([`pre:${name}`, `pre:${name}`]);
    },
  );

  it('[I-101] have what they did taken back when they stop it, but for what was edited since', async () => {
    task.title = 'second';
    script.beforePublish = async function () {
      this.note = 'mine';
      this.title = 'mine';
      await settled();
      this.done = true;
      throw new Error('no');
    };
    const done = task.publish();
    task.title = 'third';
    await expect(done).rejects.toThrow('no');
    expect(task.getProperties()).toEqual({ id: '1', title: 'third', done: true, version: 1 });
  });

  it('[I-104] are not asked by a publish of nothing, by who joins a load, or of what another side deleted', async () => {
    await task.publish();
    expect(calls).toEqual([]);
    const loads = [task.load(), task.load()];
    await settled();
    server.last().answer({ id: '1', title: 'loaded' });
    await Promise.all(loads);
    expect(calls).toEqual(['beforeLoad', ['afterLoad', { id: '1', title: 'loaded' }]]);
    script.beforeDelete = failing(new Error('no'));
    await task.delete({ skipProvider: true });
    expect(task.deleted).toBe(true);
  });

  it('[I-107] answer nothing', async () => {
    for (const answer of [false, Promise.resolve({})]) {
      script.beforePublish = () => answer;
      await expect(task.publish({ title: 'second' })).rejects.toBeInstanceOf(DefinitionError);
    }
    expect(server.calls).toEqual([]);
  });
});

describe('afterLoad', () => {
  const load = async (row: unknown): Promise<Task> => {
    const done = task.load();
    await settled();
    server.last().answer(row);
    return done;
  };

  it('[I-102] may answer with another row', async () => {
    script.afterLoad = async (row) => Promise.resolve({ ...row, title: 'other' });
    await load({ id: '1', title: 'loaded', version: 2 });
    expect([task.title, task.version, task.unpublished]).toEqual(['other', 2, false]);
    expect(events).toEqual(['pre:load', 'load', 'post:load']);
  });

  it('[I-102] has nothing taken in when it throws or answers with what is no row of the item', async () => {
    const rows = [
      failing(new Error('no')),
      () => 5,
      () => [],
      () => ({ id: '2' }),
      () => Promise.reject(new Error('no')),
    ];
    for (const hook of rows) {
      script.afterLoad = hook;
      await expect(load({ id: '1', title: 'loaded', version: 2 })).rejects.toBeInstanceOf(Error);
    }
    script.afterLoad = (row) => Object.assign(row as object, { title: 'changed in place' });
    await expect(load({ id: '1', title: 'loaded', version: 2 })).rejects.toBeInstanceOf(TypeError);
    expect([task.title, task.version, task.fetched]).toEqual(['first', 1, false]);
    expect(new Set(events)).toEqual(new Set(['pre:load']));
  });
});

describe('the hooks after what was confirmed', () => {
  it('[I-103] cannot undo a publish: the state stays confirmed, and the error reaches the caller', async () => {
    const error = new Error('no');
    script.afterPublish = function (this: Hooked) {
      calls.push([this.unpublished, this.version]);
      throw error;
    };
    const done = task.publish({ title: 'second' });
    await settled();
    server.last().answer(saved({ version: 2 }));
    await expect(done).rejects.toBe(error);
    expect(calls.at(-1)).toEqual([false, 2]);
    expect([task.title, task.unpublished, task.processing]).toEqual(['second', false, false]);
    expect(events).toEqual(['pre:publish', 'publish']);
  });

  it('[I-103] cannot undo a deletion', async () => {
    const error = new Error('no');
    script.afterDelete = failing(error);
    const done = task.delete();
    await settled();
    server.last().answer(true);
    await expect(done).rejects.toBe(error);
    expect([task.deleted, events]).toEqual([true, ['pre:delete', 'delete']]);
  });
});

describe('a signal that aborts while a hook runs', () => {
  it.each(['load', 'publish', 'delete'] as const)('[I-105] ends a %s at once', async (name) => {
    const hook = `before${name[0]?.toUpperCase()}${name.slice(1)}` as Name;
    script[hook] = () => new Promise(() => {});
    task.title = 'second';
    const controller = new AbortController();
    const { signal } = controller;
    const done = name === 'publish' ? task.publish(undefined, { signal }) : task[name]({ signal });
    await settled();
    controller.abort();
    await expect(done).rejects.toBeInstanceOf(AbortedError);
    expect([server.calls, task.processing, task.fetching]).toEqual([[], false, false]);
    // Whoever comes next has its turn.
    script = {};
    const next = task.publish();
    await settled();
    server.last().answer(saved({ version: 2 }));
    await next;
  });

  it('[I-105] has the row of a load dropped', async () => {
    let pass = (): void => {};
    script.afterLoad = () =>
      new Promise<undefined>((resolve) => {
        pass = () => resolve(undefined);
      });
    const controller = new AbortController();
    const done = task.load({ signal: controller.signal });
    await settled();
    server.last().answer({ id: '1', title: 'loaded', version: 2 });
    await settled();
    controller.abort();
    await expect(done).rejects.toBeInstanceOf(AbortedError);
    pass();
    await settled();
    expect(task.title).toBe('first');
  });
});

describe('a hook that asks for what would wait for it', () => {
  it('[I-106] is refused at once', async () => {
    script.beforePublish = function (this: Hooked) {
      return this.publish();
    };
    await expect(task.publish({ title: 'second' })).rejects.toBeInstanceOf(StateError);
    script.beforePublish = function (this: Hooked) {
      return this.delete();
    };
    await expect(task.publish()).rejects.toBeInstanceOf(StateError);
    script.beforeLoad = function (this: Hooked) {
      return this.load();
    };
    await expect(task.load()).rejects.toBeInstanceOf(StateError);
    expect([server.calls, task.title, task.processing]).toEqual([[], 'second', false]);
  });

  it.each(['publish', 'load'] as const)(
    '[I-106] is refused after a time where it waited before: %s',
    async (name) => {
      vi.useFakeTimers();
      script[name === 'load' ? 'beforeLoad' : 'beforePublish'] = async function (this: Hooked) {
        await Promise.resolve();
        await this[name]();
      };
      task.title = 'second';
      const done = task[name]().catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(9_999);
      expect(name === 'load' ? task.fetching : task.processing).toBe(true);
      await vi.advanceTimersByTimeAsync(1);
      expect(await done).toBeInstanceOf(StateError);
      expect([server.calls, task.fetching, task.processing]).toEqual([[], false, false]);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it('[I-106] leaves others their turn, and may load before it publishes', async () => {
    script.beforePublish = async function (this: Hooked) {
      await this.load();
    };
    const loaded = task.publish({ title: 'second' });
    await settled();
    const other = task.publish({ note: 'later' });
    server.last().answer({ id: '1', title: 'loaded', version: 5 });
    await settled();
    expect(server.last().operation).toBe('publish');
    server.last().answer(saved({ version: 6 }));
    await loaded;
    await other;
    expect([task.unpublished, reports]).toEqual([false, []]);
  });

  it('[I-106] is not held against listeners that publish what a hook changed', async () => {
    script.beforePublish = function (this: Hooked) {
      this.note = 'from the hook';
    };
    let answered: Promise<unknown> | undefined;
    task.on('note.changed', () => {
      answered = task.publish();
    });
    const done = task.publish({ title: 'second' });
    await settled();
    server.last().answer(saved({ version: 2 }));
    await done;
    await answered;
    expect([reports, server.calls.length]).toEqual([[], 1]);
  });
});
