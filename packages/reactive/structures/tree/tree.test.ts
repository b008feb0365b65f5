import { describe, expect, it } from 'vitest';
import { ValidationError } from '../../errors';
import { effect, transaction } from '../../model';
import { record, Sections } from '../playlist.fixture';
import { ReactiveTree } from './index';

const menu = (): ReactiveTree<string> =>
  new ReactiveTree<string>()
    .add('file', 'File')
    .add('edit', 'Edit')
    .add('open', 'Open', { parent: 'file' })
    .add('recent', 'Recent', { parent: 'open' })
    .add('new', 'New', { parent: 'file', index: 0 });

const ids = (tree: ReactiveTree<unknown>): unknown[] => [...tree].map(({ id }) => id);

describe('a reactive tree', () => {
  it('[L-20] has nodes by id, in order below one another', () => {
    const tree = menu();
    expect([tree.size, ids(tree)]).toEqual([5, ['file', 'new', 'open', 'recent', 'edit']]);
    expect([tree.get('new'), tree.get('none'), tree.has('open'), tree.has(1)]).toEqual([
      'New',
      undefined,
      true,
      false,
    ]);
    expect([tree.path('recent'), tree.path('none')]).toEqual([['file', 'open', 'recent'], []]);
    expect([tree.placeOf('open'), tree.placeOf('edit')?.parent]).toEqual([
      { parent: 'file', index: 1 },
      undefined,
    ]);
    expect(tree.roots.map(({ value }) => value)).toEqual(['File', 'Edit']);
    expect(tree.node('open')).toEqual({
      id: 'open',
      value: 'Open',
      children: [{ id: 'recent', value: 'Recent', children: [] }],
    });
    expect(Object.isFrozen(tree.node('open')?.children)).toBe(true);
    expect(new ReactiveTree(JSON.parse(JSON.stringify(tree))).serialize()).toEqual(tree.serialize());
  });

  it('[L-20] refuses what would be no tree, and then changes nothing', () => {
    const tree = menu();
    const before = tree.serialize();
    const wrong: (() => unknown)[] = [
      () => tree.add('file', 'again'),
      () => tree.add('', 'no id'),
      () => tree.add('x', 'x', { parent: 'none' }),
      () => tree.add('x', 'x', { index: 3 }),
      () => tree.add('x', 'x', { index: -1 }),
      () => tree.set('none', 'x'),
      () => tree.move('none', {}),
      () => tree.move('file', { parent: 'recent' }),
      () => tree.move('file', { parent: 'file' }),
      () => tree.move('file', { index: 2 }),
      () => tree.add('x', 'x', 'file' as never),
      () => tree.add('x', 'x', 7 as never),
      () => tree.move('new', null as never),
      () => tree.move('new', { below: 'edit' } as never),
      () => new ReactiveTree('abc' as never),
      () => new ReactiveTree([{ id: 'a', value: 1, children: [{ id: 'a', value: 2, children: [] }] }]),
      () => new ReactiveTree([{ id: 'a', value: 1, children: 7 }] as never),
      () => new ReactiveTree([7] as never),
    ];
    for (const each of wrong) expect(each).toThrow(ValidationError);
    expect(tree.serialize()).toBe(before);
  });

  it('[L-21] tells by id what was added, removed, moved and changed, and then `change`', () => {
    const tree = menu();
    const log = record(tree);
    tree.add('save', 'Save', { parent: 'file' });
    tree.set('save', 'Save…').set('save', 'Save…');
    tree.move('open', { parent: 'edit' });
    expect([tree.delete('file'), tree.delete('file')]).toEqual([true, false]);
    expect(log.filter(([event]) => event !== 'change')).toEqual([
      ['added', { node: { id: 'save', value: 'Save', children: [] }, parent: 'file', index: 2 }],
      ['changed', { id: 'save', value: 'Save…', previous: 'Save' }],
      ['moved', { id: 'open', from: { parent: 'file', index: 1 }, to: { parent: 'edit', index: 0 } }],
      ['removed', { node: expect.objectContaining({ id: 'file' }), parent: undefined, index: 0 }],
    ]);
    expect(log.filter(([event]) => event === 'change').length).toBe(4);
    expect(ids(tree)).toEqual(['edit', 'open', 'recent']);
  });

  it('[L-22] is checked, rolled back, reverted, saved and followed as an array is', () => {
    const sections = new Sections().add('a', { title: 'A' });
    sections.saveChanges();
    expect(() => sections.set('a', { title: '' })).toThrow(
      expect.objectContaining({ errors: { 'a.title': ['Nothing'] } }),
    );
    const sizes: number[] = [];
    const end = effect(() => {
      sizes.push(sections.size);
    });
    const log = record(sections);
    transaction(() => {
      sections.add('b', { title: 'B' }).add('c', { title: 'C' }, { parent: 'b' });
      sections.move('a', { parent: 'c' });
    });
    end();
    expect([sizes, log.map(([event]) => event)]).toEqual([
      [1, 3],
      ['added', 'added', 'moved', 'change'],
    ]);
    expect(() =>
      transaction(() => {
        sections.clear();
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([sections.size, sections.unpublished, sections.initialValues.length]).toEqual([3, true, 1]);
    sections.revert();
    expect([ids(sections), sections.unpublished]).toEqual([['a'], false]);
  });
});
