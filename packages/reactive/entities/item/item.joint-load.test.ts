import { beforeEach, describe, expect, it } from 'vitest';
import { AbortedError } from '../../errors';
import { Scope } from '../../registry';
import { RegistryFactory } from './index';
import { type Call, type ITask, saved, scripted, settled, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

const open = (values: Partial<ITask> = {}) => {
  const { Provider, ...script } = scripted();
  return { ...script, Provider, task: new Task({ id: '1', provider: Provider, ...values }) };
};

const signalOf = (call: Call | undefined): AbortSignal | undefined =>
  (call?.args[1] as { signal?: AbortSignal } | undefined)?.signal;

describe('a load while another one is under way', () => {
  it('[I-19] is that one, whichever object is asked: one call, told once', async () => {
    const { task, Provider, calls, last } = open();
    const other = new Task({ id: '1', provider: Provider });
    const bare = new Task({ id: '1' });
    const told: string[] = [];
    for (const event of ['pre:load', 'load', 'post:load'] as const) task.on(event, () => told.push(event));
    const loads = [task.load(), task.load(), other.load(), bare.load()];
    last().answer({ id: '1', title: 'one' });
    expect(await Promise.all(loads)).toEqual([task, task, other, bare]);
    expect([calls.length, told, bare.title, task.fetching]).toEqual([
      1,
      ['pre:load', 'load', 'post:load'],
      'one',
      false,
    ]);
  });

  it('[I-19] is that one also for who asks when it is told that it has begun', async () => {
    const { task, last, calls } = open();
    const inner: Promise<Task>[] = [];
    task.on('meta:changed', () => {
      if (task.fetching && inner.length === 0) inner.push(task.load());
    });
    const loading = task.load();
    expect([inner.length, task.found]).toEqual([1, false]);
    last().answer({ id: '1', title: 'one' });
    await Promise.all([loading, ...inner]);
    expect([calls.length, task.fetching]).toEqual([1, false]);
  });

  it('[I-19] leaves nothing where the provider throws at once', async () => {
    class Throwing {
      load(): never {
        throw new Error('at once');
      }
    }
    const task = new Task({ id: '1', provider: Throwing });
    await expect(task.load()).rejects.toThrow('at once');
    expect(task.fetching).toBe(false);
  });

  it('[I-19] fails with it', async () => {
    const { task, last, calls } = open();
    const down = new Error('The line is down');
    const loads = [task.load(), task.load()];
    last().fail(down);
    for (const load of loads) await expect(load).rejects.toBe(down);
    expect(calls.length).toBe(1);
  });

  it('[I-19] is a call of its own through another provider class, of another id and in another scope', async () => {
    const { task, Provider, calls } = open();
    class Other extends Provider {}
    const inScope = new Scope().run(() => new Task({ id: '1', provider: Provider }));
    const tasks = [
      task,
      inScope,
      new Task({ id: '1', provider: Other }),
      new Task({ id: '2', provider: Provider }),
    ];
    const loads = [...tasks, ...tasks].map((each) => each.load());
    expect(calls.map(({ args }) => args[0])).toEqual(['1', '1', '1', '2']);
    for (const { args, answer } of calls) answer({ id: args[0], title: 'one' });
    await Promise.all(loads);
  });

  it('[I-19] is a call of its own after the one before has ended', async () => {
    const { task, last, calls } = open();
    for (const title of ['one', 'two']) {
      const loading = task.load();
      last().answer({ id: '1', title });
      await loading;
    }
    expect([calls.length, task.title]).toEqual([2, 'two']);
  });
});

describe('a load whose answer must be newer than the one under way can promise', () => {
  /** What happens between two loads, and who answers the write that it began. */
  const between: Record<string, (task: Task) => void> = {
    'a publish began': (task) => void task.publish({ title: 'two' }),
    'a delete began': (task) => void task.delete().catch(() => {}),
    'something was confirmed': () => void new Task({ id: '1', note: 'news' }),
  };

  it.each(Object.entries(between))('[I-19] is a call of its own when %s', (_, happens) => {
    const { task, calls } = open({ title: 'one' });
    void task.load();
    happens(task);
    void task.load();
    expect(calls.filter(({ operation }) => operation === 'load').length).toBe(2);
  });

  it('[I-19] is one for all who ask after that, until the write ends', async () => {
    const { task, calls, last } = open({ title: 'one' });
    const publishing = task.publish({ title: 'two' });
    const publish = last();
    const [first, second] = [task.load(), task.load()];
    expect(calls.length).toBe(2);
    publish.answer(saved({ title: 'two' }));
    await publishing;
    const third = task.load();
    expect(calls.length).toBe(3);
    calls[2]?.answer({ id: '1', title: 'three' });
    await third;
    calls[1]?.answer({ id: '1', title: 'stale' });
    await Promise.all([first, second]);
    expect(task.title).toBe('three');
  });

  it('[I-19] also when the write has failed, for its answer may be what was lost', async () => {
    const { task, calls, last } = open({ title: 'one' });
    const publishing = task.publish({ title: 'two' });
    const publish = last();
    void task.load();
    publish.fail(new Error('no answer'));
    await expect(publishing).rejects.toThrow('no answer');
    void task.load();
    expect(calls.length).toBe(3);
  });

  it('[I-19] an edit is nothing that a load has to wait for', () => {
    const { task, calls } = open({ title: 'one' });
    void task.load();
    task.title = 'edited';
    void task.load();
    expect(calls.length).toBe(1);
  });

  it('[I-19] a load that a draft’s creation found under way is over for all its objects at once', async () => {
    const { Provider, calls, last } = open();
    const draft = new Task({ title: 'one', provider: Provider });
    const publishing = draft.publish();
    const publish = last();
    const met = new Task({ id: '7', provider: Provider });
    const loading = met.load();
    publish.answer(saved({ id: '7', version: 1 }, 201));
    await publishing;
    expect([met.fetching, draft.fetching]).toEqual([true, true]);
    const again = draft.load();
    expect(calls.length).toBe(3);
    calls[1]?.answer({ id: '7', title: 'loaded', version: 2 });
    await loading;
    expect([met.fetching, draft.title]).toEqual([true, 'loaded']);
    last().answer({ id: '7', title: 'again', version: 3 });
    await again;
    expect([met.fetching, draft.fetching, met.title]).toEqual([false, false, 'again']);
  });
});

describe('the signals of those who wait for one load', () => {
  it('[I-83] end the wait of their own, and the call when nobody waits any more', async () => {
    const { task, last, calls } = open({ title: 'known' });
    const [first, second] = [new AbortController(), new AbortController()];
    const loads = [task.load({ signal: first.signal }), task.load({ signal: second.signal })];
    first.abort();
    await expect(loads[0]).rejects.toBeInstanceOf(AbortedError);
    expect([signalOf(last())?.aborted, task.fetching]).toEqual([false, true]);
    second.abort('enough');
    expect([signalOf(last())?.aborted, signalOf(last())?.reason, task.fetching]).toEqual([
      true,
      'enough',
      false,
    ]);
    await expect(loads[1]).rejects.toBeInstanceOf(AbortedError);
    last().answer({ id: '1', title: 'late' });
    await settled();
    expect([task.title, task.fetched, calls.length]).toEqual(['known', false, 1]);
  });

  it('[I-83] what one has given up is taken in for the others', async () => {
    const { task, last, calls } = open();
    const controller = new AbortController();
    const given = task.load({ signal: controller.signal });
    const waiting = task.load();
    controller.abort();
    await expect(given).rejects.toBeInstanceOf(AbortedError);
    last().answer({ id: '1', title: 'one' });
    await waiting;
    expect([task.title, task.found, calls.length]).toEqual(['one', true, 1]);
  });

  it('[I-83] a load after all have given up is a call of its own', async () => {
    const { task, calls, last } = open();
    const controller = new AbortController();
    const given = task.load({ signal: controller.signal });
    controller.abort();
    const again = task.load();
    await expect(given).rejects.toBeInstanceOf(AbortedError);
    expect(calls.length).toBe(2);
    calls[0]?.answer(null);
    last().answer({ id: '1', title: 'one' });
    await again;
    expect([task.title, task.found, task.fetching]).toEqual(['one', true, false]);
  });

  it('[I-83] a provider that heeds its signal is heard by nobody', async () => {
    class Heeding {
      load = (_: string, { signal }: { signal?: AbortSignal } = {}) =>
        new Promise<never>((__, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        });
    }
    const task = new Task({ id: '1', provider: Heeding });
    const controller = new AbortController();
    const loading = task.load({ signal: controller.signal });
    controller.abort();
    await expect(loading).rejects.toBeInstanceOf(AbortedError);
    await settled();
    expect([task.fetched, task.fetching]).toEqual([false, false]);
  });
});
