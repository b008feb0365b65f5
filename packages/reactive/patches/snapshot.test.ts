import { describe, expect, it } from 'vitest';
import { Node } from '../model/team.fixture';
import { article, errorsOf } from './document.fixture';
import { applySnapshot, snapshot } from './index';

describe('a snapshot', () => {
  it('[J-1] has the known values as plain, frozen data, without computed ones', () => {
    const model = article({ blocks: [{ text: 'one', marks: ['b'] }] });
    const before = snapshot(model);
    expect(before).toEqual({
      title: 'Notes',
      tags: ['a', 'b'],
      blocks: [{ text: 'one', marks: ['b'] }],
      author: { name: 'Ada' },
    });
    expect([before, before.blocks, before.author].every(Object.isFrozen)).toBe(true);
    model.author.name = 'Grace';
    expect(before.author).toEqual({ name: 'Ada' });
  });

  it('[J-1] leaves out where a ring of models closes', () => {
    const ring = new Node({ name: 'a' });
    ring.next = new Node({ name: 'b', next: ring });
    expect(snapshot(ring)).toEqual({ name: 'a', next: { name: 'b' } });
  });

  it('[J-2] is applied as one change, and empties what it has not', () => {
    const model = article();
    const before = snapshot(model);
    model.set({ title: 'Other', printedAt: new Date(0), tags: [] });
    model.author.links = { home: 'x' };
    const events: string[] = [];
    model.on('*', ({ event }) => {
      if (event !== 'meta:changed') events.push(event);
    });
    const { author } = model;
    expect(applySnapshot(model, before)).toBe(true);
    expect(snapshot(model)).toEqual(before);
    expect(model.author).toBe(author);
    expect(model.printedAt).toBe(undefined);
    expect(events).toEqual([
      'title.changed',
      'printedAt.changed',
      'tags.changed',
      'author.changed',
      'change',
    ]);
    expect(applySnapshot(model, before)).toBe(false);
  });

  it('[J-2] that is wrong somewhere is refused as a whole', () => {
    const model = article();
    const before = snapshot(model);
    const wrong = { ...before, title: 'Other', author: { name: '' } };
    expect(errorsOf(() => applySnapshot(model, wrong))).toEqual({ 'author.name': [expect.any(String)] });
    expect(errorsOf(() => applySnapshot(model, { ...before, words: 7 }))).toEqual({
      words: [expect.any(String)],
    });
    expect(errorsOf(() => applySnapshot(model, [] as never))).toMatch(/object/);
    expect(snapshot(model)).toEqual(before);
  });
});
