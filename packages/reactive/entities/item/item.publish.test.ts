import { beforeEach, describe, expect, it } from 'vitest';
import { AbortedError, DefinitionError, StateError, ValidationError } from '../../errors';
import { RegistryFactory } from './index';
import { saved, scripted, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

const open = () => {
  const { Provider, ...script } = scripted();
  const values = { id: '1', title: 'one', done: false, version: 4 };
  return { ...script, task: new Task({ ...values, provider: Provider }) };
};

describe('publishing what exists', () => {
  it('[I-20] sends its id and what was changed, with the version that it was changed on', async () => {
    const { task, last } = open();
    task.set({ title: 'two', note: 'new' });
    const publishing = task.publish();
    expect([task.processing, task.unpublished]).toEqual([true, true]);
    expect(last()).toMatchObject({ operation: 'publish' });
    expect(last().args[0]).toEqual({ id: '1', title: 'two', note: 'new' });
    expect(last().args[1]).toEqual({
      isNew: false,
      version: 4,
      idempotencyKey: expect.stringMatching(/^[\da-f-]{36}$/),
      signal: undefined,
    });
    last().answer(saved({ id: '1', title: 'two', note: 'new', version: 5 }));
    expect(await publishing).toBe(task);
    expect([task.processing, task.unpublished, task.version]).toEqual([false, false, 5]);
  });

  it('[I-20] sends an emptied property as undefined', async () => {
    const { task, last } = open();
    task.note = 'a';
    task.saveChanges();
    void task.publish({ note: undefined } as object);
    expect(Object.entries(last().args[0] as object)).toEqual([
      ['id', '1'],
      ['note', undefined],
    ]);
  });

  it('[I-20] sets the given values first', async () => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'TWO', done: true });
    expect(last().args[0]).toEqual({ id: '1', title: 'two', done: true });
    last().answer(saved({}));
    await publishing;
    expect([task.title, task.unpublished]).toEqual(['two', false]);
  });

  it.each([{}, { id: '1' }, { id: undefined }])('[I-21] takes in what came back, with %j', async (id) => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    last().answer(saved({ ...(id as object), title: 'TWO!', note: 'by the server', version: 5 }));
    await publishing;
    expect(task.getProperties()).toEqual({
      id: '1',
      title: 'TWO!',
      done: false,
      note: 'by the server',
      version: 5,
    });
    expect(task.unpublished).toBe(false);
  });

  it.each(['2', 1, null])('[I-21] takes in nothing of what is about another id: %j', async (id) => {
    const { task, last, calls } = open();
    const publishing = task.publish({ title: 'two' });
    last().answer(saved({ id: id as string, title: 'TWO!', version: 5 }));
    await expect(publishing).rejects.toThrow(
      `asked for tasks "1" and answered with the id ${id === '2' ? '"2"' : id}.`,
    );
    expect([task.title, task.initialValues.title, task.unpublished, task.version]).toEqual([
      'two',
      'one',
      true,
      4,
    ]);
    const again = task.publish();
    expect(calls.length).toBe(2);
    last().answer(saved({ id: '1', title: 'two', version: 5 }));
    await again;
    expect([task.unpublished, task.version]).toEqual([false, 5]);
  });

  it.each([undefined, null])('[I-21] an answer with data: %j confirms what was sent', async (data) => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    last().answer({ status: 204, data });
    await publishing;
    expect([task.title, task.initialValues.title, task.unpublished]).toEqual(['two', 'two', false]);
  });

  it('[I-22] of what somebody took back when it was told of asks nobody, and no hook', async () => {
    const { task, calls } = open();
    task.on('pre:publish', () => task.revert());
    const told: string[] = [];
    task.on('*', ({ event }) => told.push(event));
    await task.publish({ title: 'two' });
    expect([calls, told.includes('post:publish'), task.processing]).toEqual([[], false, false]);
  });

  it('[I-22] of nothing changed asks nobody and tells nobody', async () => {
    const { task, calls } = open();
    const events: string[] = [];
    for (const event of ['pre:publish', 'publish', 'post:publish'] as const)
      task.on(event, () => events.push(event));
    expect(await task.publish()).toBe(task);
    expect([calls, events]).toEqual([[], []]);
  });

  it('[I-23] is refused before anything is sent when a value is wrong', async () => {
    const { task, calls } = open();
    await expect(task.publish({ title: 'x', done: true })).rejects.toMatchObject({
      code: 'validation',
      errors: { title: ['Too short'] },
    });
    expect([task.done, task.title]).toEqual([false, 'one']);
    expect(calls).toEqual([]);
  });

  it('[I-23] does not ask whether values that came with the id are right: they are what is known', async () => {
    const { Provider, last } = scripted();
    const task = new Task({ id: '1', title: 'x', provider: Provider });
    void task.publish({ done: true });
    expect(last().args[0]).toEqual({ id: '1', done: true });
    await expect(task.publish({ title: 'y' })).rejects.toBeInstanceOf(ValidationError);
  });

  it('[I-24] counts as saved only when the provider has confirmed it; a failure leaves the edits', async () => {
    const { task, last } = open();
    const down = new Error('The line is down');
    const publishing = task.publish({ title: 'two' });
    last().fail(down);
    await expect(publishing).rejects.toBe(down);
    expect([task.title, task.unpublished, task.processing]).toEqual(['two', true, false]);
    expect(task.initialValues.title).toBe('one');
    const again = task.publish();
    expect(last().args[0]).toEqual({ id: '1', title: 'two' });
    last().answer(saved({ version: 5 }));
    await again;
    expect(task.unpublished).toBe(false);
  });

  it.each([
    [400, { error: 'No good', errors: { title: ['Taken'] } }, { code: 'validation', message: 'No good' }],
    [409, { errors: { title: ['Taken'] } }, { code: 'conflict', errors: { title: ['Taken'] } }],
    [412, null, { code: 'precondition_failed' }],
    [503, undefined, { code: 'unavailable' }],
    [302, { title: 'Elsewhere' }, { code: 'internal' }],
    [100, {}, { code: 'internal' }],
    [Number.NaN, {}, { code: 'internal' }],
  ])('[I-25] a status of %i is a failure', async (status, data, error) => {
    const { task, last } = open();
    const publishing = task.publish({ title: 'two' });
    last().answer({ status, data });
    await expect(publishing).rejects.toMatchObject(error);
    expect(task.unpublished).toBe(true);
  });

  it.each([undefined, null, {}, { data: {} }, { status: '200' }, 200])(
    '[I-25] an answer of %j is none, and a mistake of the provider',
    async (answer) => {
      const { task, last } = open();
      const publishing = task.publish({ title: 'two' });
      last().answer(answer);
      await expect(publishing).rejects.toBeInstanceOf(DefinitionError);
      expect(task.unpublished).toBe(true);
    },
  );

  it('[I-26] is given up before it begins; once it is under way its end counts', async () => {
    const { task, calls, last } = open();
    const controller = new AbortController();
    const publishing = task.publish({ title: 'two' }, { signal: controller.signal });
    controller.abort();
    last().answer(saved({ version: 5 }));
    await publishing;
    expect(task.unpublished).toBe(false);
    const refused = task.publish({ title: 'three' }, { signal: controller.signal });
    await expect(refused).rejects.toBeInstanceOf(AbortedError);
    expect([task.title, task.unpublished, calls.length]).toEqual(['three', true, 1]);
  });

  it('[I-26] a provider that heeds the signal makes it an AbortedError', async () => {
    const { task, last } = open();
    const controller = new AbortController();
    const publishing = task.publish({ title: 'two' }, { signal: controller.signal });
    last().fail(new DOMException('Stopped', 'AbortError'));
    await expect(publishing).rejects.toBeInstanceOf(AbortedError);
  });

  it('[I-27] is refused for what was deleted, and in a transaction', async () => {
    const { task, calls, last } = open();
    for (const operation of ['load', 'publish', 'delete'] as const) {
      expect(() =>
        task.transaction(() => {
          task.title = 'two';
          void task[operation]();
        }),
      ).toThrow(StateError);
    }
    expect([task.title, task.processing, calls]).toEqual(['one', false, []]);
    const deleting = task.delete();
    last().answer(true);
    await deleting;
    await expect(task.publish({ title: 'two' })).rejects.toThrow(/it was deleted/);
  });
});

describe('the idempotency key', () => {
  it('[I-28] is the same until the data were confirmed, and another for other data', async () => {
    const { task, calls, last } = open();
    const keys = () => calls.map(({ args }) => (args[1] as { idempotencyKey: string }).idempotencyKey);
    const attempt = async (values: object, outcome: 'answer' | 'fail') => {
      const publishing = task.publish(values).catch(() => {});
      if (outcome === 'answer') last().answer(saved({}));
      else last().fail(new Error('No answer'));
      await publishing;
    };
    await attempt({ title: 'two' }, 'fail');
    await attempt({ title: 'two' }, 'fail');
    await attempt({ title: 'three' }, 'fail');
    await attempt({ title: 'three' }, 'answer');
    await attempt({ title: 'two' }, 'answer');
    await attempt({ title: 'three' }, 'answer');
    const [a, b, c, d, e, f] = keys();
    expect([a === b, b === c, c === d]).toEqual([true, false, true]);
    expect(new Set([a, c, e, f]).size).toBe(4);
  });

  it('[I-28] is the same also where the provider changes the data that it is given', async () => {
    const keys: unknown[] = [];
    class Careless {
      async publish(data: { title: string }, context: object): Promise<never> {
        keys.push((context as { idempotencyKey: string }).idempotencyKey);
        data.title = 'Changed';
        throw new Error('No answer');
      }
    }
    const task = new Task({ title: 'one', provider: Careless as never });
    for (const _ of [1, 2]) await expect(task.publish()).rejects.toThrow('No answer');
    expect([keys[1], task.title]).toEqual([keys[0], 'one']);
  });

  it('[I-28] is the given one where one is given', () => {
    const { task, last } = open();
    void task.publish({ title: 'two' }, { idempotencyKey: 'mine' });
    expect(last().args[1]).toMatchObject({ idempotencyKey: 'mine' });
  });
});
