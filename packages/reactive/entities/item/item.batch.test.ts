import { beforeEach, describe, expect, it } from 'vitest';
import { AbortedError, StateError } from '../../errors';
import { Scope } from '../../registry';
import { type ItemProvider, type ProviderClass, RegistryFactory } from './index';
import { batching, type Call, type ITask, settled, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

type Provider = ProviderClass<ItemProvider<ITask>>;

/** As many tasks as ids. */
type Tasks<Ids extends readonly string[]> = { readonly [Index in keyof Ids]: Task };

const tasks = <Ids extends readonly string[]>(provider: Provider, ...ids: Ids): Tasks<Ids> =>
  ids.map((id) => new Task({ id, provider })) as Tasks<Ids>;

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index}`);

const rowsOf = (call: Call): object[] =>
  (call.args[0] as string[]).map((id) => ({ id, title: `Task ${id}` }));

const signalOf = (call: Call): AbortSignal | undefined =>
  (call.args[1] as { signal?: AbortSignal | undefined }).signal;

describe('what is loaded in one tick', () => {
  it('[I-84] is one call of a provider that can look up many', async () => {
    const { Provider, asked, last } = batching();
    const [a, b, c] = tasks(Provider, 'a', 'b', 'c');
    const loads = [a.load(), b.load(), c.load(), a.load()];
    expect([asked(), a.fetching]).toEqual([[], true]);
    await settled();
    expect(asked()).toEqual([['loadMany', ['a', 'b', 'c']]]);
    last().answer(rowsOf(last()).reverse());
    expect(await Promise.all(loads)).toEqual([a, b, c, a]);
    expect([a, b, c].map((task) => [task.title, task.found, task.fetching])).toEqual([
      ['Task a', true, false],
      ['Task b', true, false],
      ['Task c', true, false],
    ]);
  });

  it('[I-84] goes to load where it is one alone', async () => {
    const { Provider, asked, last } = batching();
    const [a, b] = tasks(Provider, 'a', 'b');
    for (const task of [a, b]) {
      const loading = task.load();
      await settled();
      last().answer({ id: task.id, title: 'one' });
      await loading;
    }
    expect(asked()).toEqual([
      ['load', 'a'],
      ['load', 'b'],
    ]);
  });

  it('[I-84] is what waits when others of the same tick are answered, too', async () => {
    const { Provider, asked, last } = batching();
    const [a, b, c, d] = tasks(Provider, 'a', 'b', 'c', 'd');
    const follow = async (first: Task, then: Task) => {
      await first.load();
      await then.load();
    };
    const all = Promise.all([follow(a, c), follow(b, d)]);
    for (let call = 0; call < 2; call++) {
      await settled();
      last().answer(rowsOf(last()));
    }
    await all;
    expect(asked()).toEqual([
      ['loadMany', ['a', 'b']],
      ['loadMany', ['c', 'd']],
    ]);
  });

  it.each([
    [undefined, 201, [100, 100, 1]],
    [1000, 150, [100, 50]],
    [2, 5, [2, 2, 1]],
    [1, 3, [1, 1, 1]],
    [0, 2, [1, 1]],
    [Number.NaN, 2, [1, 1]],
    [2.5, 3, [2, 1]],
  ])('[I-84] with a batch size of %s, %s ids go in parts of %j', async (size, count, parts) => {
    const { Provider, calls } = batching(size);
    const all = tasks(Provider, ...numbered(count));
    const loads = all.map((task) => task.load());
    await settled();
    expect(calls.map(({ args }) => [args[0]].flat().length)).toEqual(parts);
    for (const call of calls) {
      call.answer(call.operation === 'load' ? { id: call.args[0], title: 'alone' } : rowsOf(call));
    }
    await Promise.all(loads);
    expect(all.every(({ found }) => found)).toBe(true);
  });

  it('[I-84] is apart for each scope and each provider class', async () => {
    const { Provider, asked } = batching();
    class Other extends Provider {}
    const scopes = [new Scope(), new Scope()];
    for (const scope of scopes) scope.run(() => tasks(Provider, 'a', 'b').map((task) => void task.load()));
    for (const task of tasks(Other, 'c', 'd')) void task.load();
    await settled();
    expect(asked()).toEqual([
      ['loadMany', ['a', 'b']],
      ['loadMany', ['a', 'b']],
      ['loadMany', ['c', 'd']],
    ]);
  });

  it('[I-84] is asked for once where the registry was cleared in between', async () => {
    const { Provider, asked, last } = batching();
    const [former] = tasks(Provider, 'a');
    const first = former.load();
    RegistryFactory.clearAll();
    const [present] = tasks(Provider, 'a');
    const loads = [first, present.load()];
    await settled();
    expect(asked()).toEqual([['loadMany', ['a']]]);
    last().answer(rowsOf(last()));
    await Promise.all(loads);
    expect([former.title, present.title]).toEqual(['Task a', 'Task a']);
  });
});

describe('the answer to a batch', () => {
  it('[I-85] without a row of an id is a NotFoundError for that item alone', async () => {
    const { Provider, last } = batching();
    const [a, b] = tasks(Provider, 'a', 'b');
    const loads = [a.load(), b.load()];
    await settled();
    last().answer([{ id: 'b', title: 'Found' }]);
    await expect(loads[0]).rejects.toMatchObject({ code: 'not_found', message: 'There is no tasks "a".' });
    await loads[1];
    expect([a.found, a.fetched, b.found, b.title]).toEqual([false, true, true, 'Found']);
  });

  it('[I-85] that is a failure is one for each', async () => {
    const { Provider, last } = batching();
    const down = new Error('The line is down');
    const loads = tasks(Provider, 'a', 'b').map((task) => task.load());
    await settled();
    last().fail(down);
    for (const load of loads) await expect(load).rejects.toBe(down);
  });

  it.each([
    ['another id', [{ id: 'z' }], '"z"'],
    ['a row without id', [{ title: 'x' }], 'undefined'],
    ['no row', [null], 'undefined'],
    ['no list', { items: [] }, 'undefined'],
    ['nothing', undefined, 'undefined'],
  ])('[I-85] that holds %s is a StateError, and taken in for none', async (_, answer, id) => {
    const { Provider, last } = batching();
    const all = tasks(Provider, 'a', 'b');
    const loads = all.map((task) => task.load());
    await settled();
    last().answer(answer);
    for (const load of loads) {
      await expect(load).rejects.toBeInstanceOf(StateError);
      await expect(load).rejects.toThrow(`loadMany() of Batching must answer an array of rows`);
      await expect(load).rejects.toThrow(`the id ${id}`);
    }
    expect(all.map(({ fetched }) => fetched)).toEqual([false, false]);
  });

  it('[I-85] that is thrown at once is a failure, too', async () => {
    class Throwing {
      load = () => Promise.resolve(null);
      loadMany = (): never => {
        throw new Error('at once');
      };
    }
    const loads = tasks(Throwing, 'a', 'b').map((task) => task.load());
    for (const load of loads) await expect(load).rejects.toThrow('at once');
  });

  it('[I-85] is as new as the time at which the provider was asked', async () => {
    const { Provider, calls } = batching();
    const [a, b] = tasks(Provider, 'a', 'b');
    const first = [a.load(), b.load()];
    new Task({ id: 'a', title: 'before the call' });
    await settled();
    new Task({ id: 'b', title: 'after the call' });
    const later = [a.load(), b.load()];
    await settled();
    expect(calls.map(({ operation, args }) => [operation, args[0]])).toEqual([
      ['loadMany', ['a', 'b']],
      ['load', 'b'],
    ]);
    calls[0]?.answer([
      { id: 'a', title: 'answer' },
      { id: 'b', title: 'answer' },
    ]);
    await Promise.all([...first, later[0]]);
    expect([a.title, b.title]).toEqual(['answer', 'after the call']);
    calls[1]?.answer({ id: 'b', title: 'newest' });
    await later[1];
    expect(b.title).toBe('newest');
  });
});

describe('a batch of which somebody gives up', () => {
  it('[I-86] is not asked for what was given up before', async () => {
    const { Provider, asked } = batching();
    const [a, b, c] = tasks(Provider, 'a', 'b', 'c');
    const controller = new AbortController();
    const given = a.load({ signal: controller.signal });
    void b.load();
    void c.load();
    controller.abort();
    await expect(given).rejects.toBeInstanceOf(AbortedError);
    await settled();
    expect(asked()).toEqual([['loadMany', ['b', 'c']]]);
  });

  it('[I-86] is no call at all when everything was given up before', async () => {
    const { Provider, calls } = batching();
    const { signal } = new AbortController();
    const controller = new AbortController();
    const loads = tasks(Provider, 'a', 'b').map((task) =>
      task.load({ signal: AbortSignal.any([signal, controller.signal]) }),
    );
    controller.abort();
    for (const load of loads) await expect(load).rejects.toBeInstanceOf(AbortedError);
    await settled();
    expect(calls).toEqual([]);
  });

  it('[I-86] is aborted when nobody waits for any of it', async () => {
    const { Provider, last } = batching();
    const controllers = [new AbortController(), new AbortController()];
    const all = tasks(Provider, 'a', 'b');
    const loads = all.map((task, index) => {
      const { signal } = controllers[index] as AbortController;
      return task.load({ signal });
    });
    await settled();
    controllers[0]?.abort();
    await expect(loads[0]).rejects.toBeInstanceOf(AbortedError);
    expect(signalOf(last())?.aborted).toBe(false);
    controllers[1]?.abort('enough');
    expect([signalOf(last())?.aborted, signalOf(last())?.reason]).toEqual([true, 'enough']);
    await expect(loads[1]).rejects.toBeInstanceOf(AbortedError);
    last().answer(rowsOf(last()));
    await settled();
    expect(all.map(({ title, fetching }) => [title, fetching])).toEqual([
      [undefined, false],
      [undefined, false],
    ]);
  });

  it('[I-86] has no signal where somebody will always wait', async () => {
    const { Provider, last } = batching();
    const [a, b] = tasks(Provider, 'a', 'b');
    const controller = new AbortController();
    const given = a.load({ signal: controller.signal });
    const waiting = b.load();
    await settled();
    controller.abort();
    await expect(given).rejects.toBeInstanceOf(AbortedError);
    expect(signalOf(last())).toBeUndefined();
    last().answer(rowsOf(last()));
    await waiting;
    expect([a.title, b.title]).toEqual([undefined, 'Task b']);
  });
});
