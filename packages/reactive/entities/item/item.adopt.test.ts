import { beforeEach, describe, expect, it } from 'vitest';
import { effect } from '../../model';
import { RegistryFactory } from './index';
import { saved, scripted, settled, Task } from './task.fixture';

beforeEach(() => RegistryFactory.clearAll());

/** A draft whose publish is in flight while the scope learns of the entity that it becomes. */
const open = () => {
  const { Provider, ...script } = scripted();
  const draft = new Task({ title: 'one', provider: Provider });
  const publishing = draft.publish();
  return { ...script, draft, Provider, publishing, publish: script.last() };
};

describe('a draft that turns out to be an entity that the scope has met meanwhile', () => {
  it('[I-47] becomes one with it: both objects show it from now on', async () => {
    const { draft, publishing, publish } = open();
    const met = new Task({ id: '7', title: 'one' });
    const alsoMet = new Task({ id: '7' });
    publish.answer(saved({ id: '7', title: 'one', version: 1 }, 201));
    await publishing;
    expect([met.version, alsoMet.version, met.localKey]).toEqual([1, 1, draft.localKey]);
    met.title = 'two';
    expect([draft.title, alsoMet.title, new Task({ id: '7' }).title]).toEqual(['two', 'two', 'two']);
    expect([met.deleted, met.isDraft, draft.registry.state]).toEqual([false, false, 'published']);
  });

  it('[I-47] keeps what is known of the entity and was not part of the answer', async () => {
    const { draft, publishing, publish } = open();
    const met = new Task({ id: '7', title: 'one', note: 'from a list', done: true });
    publish.answer(saved({ id: '7' }, 201));
    await publishing;
    expect([draft.note, met.note, draft.unpublished]).toEqual(['from a list', 'from a list', false]);
  });

  it('[I-47] keeps the newer version of the two', async () => {
    const { draft, publishing, publish } = open();
    const met = new Task({ id: '7', title: 'newer', note: 'n', version: 2 });
    publish.answer(saved({ id: '7', title: 'one', version: 1 }, 201));
    await publishing;
    expect(draft.getProperties()).toMatchObject({ id: '7', title: 'newer', note: 'n', version: 2 });
    expect([met.title, met.unpublished]).toEqual(['newer', false]);
  });

  it('[I-47] keeps the unpublished edits of both', async () => {
    const { draft, publishing, publish } = open();
    const met = new Task({ id: '7', title: 'one', note: 'a' });
    met.note = 'edited there';
    draft.done = true;
    publish.answer(saved({ id: '7', title: 'one', note: 'a', done: false, version: 1 }, 201));
    await publishing;
    expect(met.getProperties()).toMatchObject({ note: 'edited there', done: true });
    expect(draft.changedProperties).toEqual(['done', 'note']);
    expect(draft.initialValues).toMatchObject({ note: 'a', done: false });
  });

  it('[I-47] a publish of the entity that was on its way is confirmed, and others wait for it', async () => {
    const { draft, calls, publishing, publish, Provider } = open();
    const met = new Task({ id: '7', title: 'one', version: 1, provider: Provider });
    met.title = 'two';
    const changing = met.publish();
    const change = calls[1];
    publish.answer(saved({ id: '7', version: 1 }, 201));
    await publishing;
    expect([draft.title, draft.unpublished, draft.processing]).toEqual(['two', true, true]);
    const next = draft.publish({ note: 'more' });
    await settled();
    expect(calls).toHaveLength(2);
    change?.answer(saved({ id: '7', version: 2 }));
    await changing;
    expect([met.version, met.changedProperties]).toEqual([2, ['note']]);
    await settled();
    expect(calls[2]?.args).toMatchObject([{ id: '7', note: 'more' }, { version: 2 }]);
    calls[2]?.answer(saved({ id: '7', version: 3 }));
    await next;
    await settled();
    expect([draft.version, draft.unpublished, met.processing]).toEqual([3, false, false]);
  });

  it('[I-47] a publish of the entity that fails leaves its edits, and nothing under way', async () => {
    const { draft, calls, publishing, publish, Provider } = open();
    const met = new Task({ id: '7', title: 'one', provider: Provider });
    met.title = 'two';
    const changing = met.publish();
    publish.answer(saved({ id: '7' }, 201));
    await publishing;
    calls[1]?.fail(new Error('lost'));
    await expect(changing).rejects.toThrow('lost');
    await settled();
    expect([draft.title, draft.changedProperties, draft.processing]).toEqual(['two', ['title'], false]);
  });

  it('[I-47] keeps the listeners and effects of both', async () => {
    const { draft, publishing, publish } = open();
    const met = new Task({ id: '7', title: 'one' });
    const told: string[] = [];
    draft.on('title.changed', ({ value }) => told.push(`draft ${value}`));
    const stop = met.on('title.changed', ({ value }) => told.push(`met ${value}`));
    const seen: string[] = [];
    effect(() => {
      seen.push(met.title);
    });
    publish.answer(saved({ id: '7', title: 'one' }, 201));
    await publishing;
    draft.title = 'two';
    stop();
    met.title = 'three';
    expect(told).toEqual(['draft two', 'met two', 'draft three']);
    expect([seen[0], ...seen.slice(-2)]).toEqual(['one', 'two', 'three']);
  });

  it('[I-47] a load that was on its way for it reaches it', async () => {
    const { draft, publishing, publish, Provider, last } = open();
    const met = new Task({ id: '7', provider: Provider });
    const loading = met.load();
    publish.answer(saved({ id: '7', version: 1 }, 201));
    await publishing;
    last().answer({ id: '7', title: 'loaded', version: 2 });
    await loading;
    expect([draft.title, draft.found, met.found]).toEqual(['loaded', true, true]);
  });
});
