import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DefinitionError, StateError } from '../../errors';
import { Item, RegistryFactory } from './index';
import { saved, scripted, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

const open = (values: object = { title: 'One' }) => {
  const { Provider, ...script } = scripted();
  return { ...script, draft: new Task({ ...values, provider: Provider }) };
};

describe('a draft', () => {
  it('[I-40] is an item without an id: it has a key of its own, and is unpublished', () => {
    const { draft } = open();
    expect([draft.isDraft, draft.draft, draft.unpublished, draft.ready]).toEqual([true, true, true, true]);
    expect(draft.registry.state).toBe('draft');
    expect(draft.localKey).toMatch(/^[\da-f]{8}-[\da-f]{4}-7/);
    expect(new Task({ id: '1' }).isDraft).toBe(false);
    expect(new Task({ id: '1' }).registry.state).toBe('published');
  });

  it('[I-40] without a provider its key becomes its id, unless it was given one', async () => {
    const [draft, named] = [new Task({ title: 'One' }), new Task({ title: 'Two' })];
    const { localKey } = draft;
    named.id = 'mine';
    await Promise.all([draft.publish(), named.publish()]);
    expect([draft.id, draft.localKey, named.id]).toEqual([localKey, localKey, 'mine']);
    expect(new Task({ id: localKey }).title).toBe('one');
  });

  it('[I-41] is published as a whole, with the defaults and in the form of its schema', async () => {
    const { draft, last } = open({ title: 'ONE', note: 'a' });
    const publishing = draft.publish();
    expect(last().args).toMatchObject([{ title: 'one', note: 'a', done: false }, { isNew: true }]);
    expect(Object.keys(last().args[0] as object).sort()).toEqual(['done', 'note', 'title']);
    expect([draft.isDraft, draft.title, draft.done]).toEqual([true, 'one', false]);
    last().answer(saved({ id: '7', title: 'one', note: 'a', done: false, version: 1 }, 201));
    await publishing;
    expect(draft.getProperties()).toEqual({ id: '7', title: 'one', note: 'a', done: false, version: 1 });
    expect([draft.isDraft, draft.unpublished, draft.registry.state]).toEqual([false, false, 'published']);
  });

  it('[I-42] is checked as a whole, but for what its provider fills', async () => {
    const { draft, calls } = open({ note: 7 as never });
    await expect(draft.publish()).rejects.toMatchObject({
      code: 'validation',
      errors: { title: [expect.any(String)], note: [expect.any(String)] },
    });
    expect([draft.isDraft, calls]).toEqual([true, []]);
  });

  it('[I-42] is checked by rules over several properties too', async () => {
    class Span extends Item<{ id: string; from: number; to: number }> {
      static readonly schema = z
        .object({ id: z.string(), from: z.number(), to: z.number() })
        .refine(({ from, to }) => from <= to, { path: ['to'], message: 'Before its start' });
      constructor(specs: { from?: number; to?: number } = {}) {
        super({ entity: 'spans', properties: ['id', 'from', 'to'], ...specs });
      }
    }
    await expect(new Span({ from: 3, to: 2 }).publish()).rejects.toMatchObject({
      errors: { to: ['Before its start'] },
    });
    await expect(new Span({ from: 2, to: 3 }).publish()).resolves.toMatchObject({ isDraft: false });
  });

  it('[M-53] is refused with the remedy when a rule is asynchronous, and so are its changes', async () => {
    class Account extends Item<{ id: string; name: string }> {
      static readonly schema = z.object({
        id: z.string(),
        name: z.string().refine(async (name) => (await Promise.resolve(name)) !== 'taken'),
      });
      constructor(specs: { id?: string; name?: string } = {}) {
        super({ entity: 'accounts', properties: ['id', 'name'], ...specs });
      }
    }
    const refusal = {
      code: 'definition',
      message: expect.stringContaining('Account: a rule of the schema is'),
    };
    await expect(new Account({ name: 'free' }).publish()).rejects.toMatchObject(refusal);
    const known = new Account({ id: '1', name: 'free' });
    await known.setAsync({ name: 'other' });
    await expect(known.publish()).rejects.toMatchObject(refusal);
    expect(known.changedProperties).toEqual(['name']);
  });

  it('[I-43] gets the id that its provider makes, and stays the same object under the same key', async () => {
    const { draft, last } = open();
    const { localKey } = draft;
    const told: unknown[] = [];
    draft.on('id.changed', (change) => told.push(change));
    const publishing = draft.publish();
    last().answer(saved({ id: '7' }, 201));
    await publishing;
    expect([draft.id, draft.localKey]).toEqual(['7', localKey]);
    expect(told).toEqual([{ value: '7', previous: undefined }]);
    const other = new Task({ id: '7' });
    other.title = 'two';
    expect([draft.title, other.localKey]).toEqual(['two', localKey]);
  });

  it('[I-43] keeps an id that was chosen for it, which can be changed until then and not after', async () => {
    const { draft, last } = open();
    draft.id = '8';
    draft.id = '9';
    expect(new Task({ id: '9' }).title).toBeUndefined();
    const publishing = draft.publish();
    expect(last().args[0]).toMatchObject({ id: '9' });
    last().answer(saved({}, 201));
    await publishing;
    expect(draft.id).toBe('9');
    expect(draft.set({ id: '10' })).toEqual({
      updated: false,
      errors: { id: ['The id of an existing entity cannot be changed.'] },
    });
    expect(draft.set({ id: '9' })).toEqual({ updated: false });
  });

  it('[I-43] refuses what is no id', () => {
    class Free extends Item<{ id: string }> {
      declare id: string;
      constructor() {
        super({ entity: 'frees', properties: ['id'] });
      }
    }
    for (const id of ['', Number.NaN, null, {}, true]) {
      expect(new Free().set({ id: id as never })).toEqual({
        updated: false,
        errors: { id: ['Must be a non-empty string or a number.'] },
      });
    }
  });

  it('[I-44] stays a draft when it was not created, and may be published again', async () => {
    const { draft, last } = open();
    const first = draft.publish();
    last().answer({ status: 409, data: { error: 'Taken', errors: { title: ['Taken'] } } });
    await expect(first).rejects.toMatchObject({ code: 'conflict', errors: { title: ['Taken'] } });
    expect([draft.isDraft, draft.id, draft.processing]).toEqual([true, undefined, false]);
    const second = draft.publish({ title: 'two' });
    expect(last().args).toMatchObject([{ title: 'two' }, { isNew: true }]);
    last().answer(saved({ id: '7' }, 201));
    await second;
    expect(draft.id).toBe('7');
  });

  it('[I-44] a provider that answers without an id is a mistake of the provider', async () => {
    const { draft, last } = open();
    const publishing = draft.publish();
    last().answer(saved({ title: 'one' }, 201));
    await expect(publishing).rejects.toBeInstanceOf(DefinitionError);
    expect(draft.isDraft).toBe(true);
  });

  it('[I-44] published twice at once is created once', async () => {
    const { draft, calls } = open();
    const both = [draft.publish(), draft.publish()];
    calls[0]?.answer(saved({ id: '7' }, 201));
    await Promise.all(both);
    expect(calls.length).toBe(1);
  });

  it('[I-45] keeps edits made while it is created', async () => {
    const { draft, last } = open();
    const publishing = draft.publish();
    draft.title = 'two';
    draft.note = 'b';
    last().answer(saved({ id: '7', title: 'one', done: false }, 201));
    await publishing;
    expect([draft.title, draft.note, draft.changedProperties]).toEqual(['two', 'b', ['title', 'note']]);
    expect(draft.initialValues.title).toBe('one');
  });

  it('[I-46] is no entity yet: it cannot be loaded, and saveChanges makes none of it', async () => {
    const { draft } = open();
    draft.title = 'two';
    draft.saveChanges();
    expect([draft.isDraft, draft.unpublished, draft.changedProperties]).toEqual([true, true, []]);
    await expect(draft.load()).rejects.toBeInstanceOf(StateError);
    draft.revert();
    expect(draft.title).toBe('two');
  });
});
