import { describe, expect, it } from 'vitest';
import { Players } from '../entities/collection/player.fixture';
import { Item } from '../entities/item';
import { DefinitionError, ValidationError } from '../errors';
import { history } from '../history';
import { ReactiveModel, transaction } from '../model';
import { applyPatch, onPatch, type Patch, snapshot } from '../patches';
import { Scope } from '../registry';
import { leftAtMost, survivors } from '../registry/garbage.fixture';
import { Playlist, Ratings, record, Songs } from './playlist.fixture';

const playlist = (): Playlist =>
  new Playlist({
    name: 'Work',
    songs: ['a', 'b'],
    ratings: [['a', 1]],
    sections: [{ id: 's', value: { title: 'Start' }, children: [] }],
  });

describe('a structure in a property', () => {
  it('[L-30] is there from the start: made of the given data, given, or empty', () => {
    const [full, empty, given] = [playlist(), new Playlist(), new Songs(['x'])];
    expect(JSON.parse(JSON.stringify(full))).toEqual({
      name: 'Work',
      songs: ['a', 'b'],
      ratings: [['a', 1]],
      sections: [{ id: 's', value: { title: 'Start' }, children: [] }],
    });
    expect([full.songs instanceof Songs, full.unpublished, full.songs.unpublished]).toEqual([
      true,
      false,
      false,
    ]);
    expect([empty.songs.length, empty.ratings.size, empty.sections.size]).toEqual([0, 0, 0]);
    expect(new Playlist({ songs: given }).songs).toBe(given);
    expect(() => new Playlist({ songs: [''] })).toThrow(ValidationError);
    expect(() => new Playlist({ ratings: ['a'] as never })).toThrow(ValidationError);
  });

  it('[L-31] is written as data, which it takes in where it is', () => {
    const list = playlist();
    const { songs } = list;
    const log = record(songs);
    expect(list.set({ songs: ['a', 'c', 'd'] as never })).toEqual({ updated: true });
    expect(list.songs).toBe(songs);
    expect(log.map(([event]) => event)).toEqual(['changed', 'added', 'change']);
    expect(list.set({ songs: ['a', 'c', 'd'] as never })).toEqual({ updated: false });
    expect(
      list.set({ name: 'Rest', songs: ['', 'x'] as never, ratings: [['a', 9]] as never }).errors,
    ).toEqual({
      'songs.0': ['Nothing'],
      'ratings.a': ['Too much'],
    });
    expect(list.set({ songs: { 0: 'x' } as never }).errors).toHaveProperty('songs');
    expect(list.set({ sections: [{ id: '' }] as never }).errors).toHaveProperty('sections');
    expect([list.name, [...songs]]).toEqual(['Work', ['a', 'c', 'd']]);
    expect(list.validate()).toEqual({ valid: true });
  });

  it('[L-32] has its changes told as one of the property, and as part of the holder’s one `change`', () => {
    const list = playlist();
    const log = record(list);
    list.songs.push('c');
    expect(log.splice(0)).toEqual([
      ['songs.changed', { value: list.songs, previous: list.songs, paths: ['songs'] }],
      ['change', undefined],
    ]);
    transaction(() => {
      list.name = 'Rest';
      list.ratings.set('b', 2);
      list.sections.add('t', { title: 'Then' });
    });
    expect(log.splice(0).map(([event]) => event)).toEqual([
      'name.changed',
      'ratings.changed',
      'sections.changed',
      'change',
    ]);
    expect(() =>
      transaction(() => {
        list.songs.pop();
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([log, list.songs.length]).toEqual([[], 3]);
  });

  it('[L-33] is edited, reverted and saved with its holder', () => {
    const list = playlist();
    let meta = 0;
    list.on('meta:changed', () => meta++);
    list.songs.push('c');
    list.ratings.set('a', 2);
    expect([list.unpublished, list.changedProperties]).toEqual([true, ['songs', 'ratings']]);
    expect(list.initialValues).toMatchObject({ songs: ['a', 'b'], ratings: [['a', 1]] });
    expect(meta).toBe(2);
    list.revert();
    expect([list.unpublished, [...list.songs], list.ratings.get('a')]).toEqual([false, ['a', 'b'], 1]);
    list.songs.shift();
    list.saveChanges();
    expect([list.unpublished, list.songs.unpublished, list.initialValues.songs]).toEqual([
      false,
      false,
      ['b'],
    ]);
  });

  it('[L-34] is published with its item; what was edited meanwhile stays, and a load moves what is saved', async () => {
    const sent: object[] = [];
    let answer: ((value: { status: number }) => void) | undefined;
    class Server {
      async load() {
        return { id: '1', songs: ['x', 'y'] };
      }
      publish(data: object): Promise<{ status: number }> {
        sent.push(structuredClone(data));
        return new Promise((resolve) => {
          answer = resolve;
        });
      }
    }
    class Album extends Item<{ id: string; songs: Songs }> {
      declare songs: Songs;
      constructor(specs: { id?: string; provider?: new () => Server } = {}) {
        super({ entity: 'albums', properties: ['id', { name: 'songs', value: Songs }], ...specs } as never);
      }
    }
    await new Scope().run(async () => {
      const album = new Album({ id: '1', provider: Server });
      await album.load();
      expect([[...album.songs], album.unpublished]).toEqual([['x', 'y'], false]);
      album.songs.push('z');
      const publishing = album.publish();
      await Promise.resolve();
      await new Promise((resolve) => setTimeout(resolve));
      album.songs.push('later');
      answer?.({ status: 200 });
      await publishing;
      expect(sent).toEqual([{ id: '1', songs: ['x', 'y', 'z'] }]);
      expect([[...album.songs], album.songs.initialValues]).toEqual([
        ['x', 'y', 'z', 'later'],
        ['x', 'y', 'z'],
      ]);
      await album.load();
      expect([[...album.songs], album.songs.initialValues]).toEqual([
        ['x', 'y', 'z', 'later'],
        ['x', 'y'],
      ]);
      album.revert();
      expect([...album.songs]).toEqual(['x', 'y']);
    });
  });

  it('[L-35] has patches and a history', () => {
    const [list, copy] = [playlist(), playlist()];
    const steps = history(list);
    const told: Patch[][] = [];
    onPatch(list, (patches) => {
      told.push([...patches]);
      applyPatch(copy, patches);
    });
    list.songs.push('c');
    transaction(() => {
      list.songs.shift();
      list.ratings.delete('a');
      list.sections.set('s', { title: 'Go' });
    });
    expect(told[0]).toEqual([{ op: 'add', path: '/songs/2', value: 'c' }]);
    expect(told[1]).toContainEqual({ op: 'replace', path: '/sections/0/value/title', value: 'Go' });
    expect(snapshot(copy)).toEqual(snapshot(list));
    steps.undo();
    expect([[...list.songs], list.ratings.get('a'), list.sections.get('s')?.title]).toEqual([
      ['a', 'b', 'c'],
      1,
      'Start',
    ]);
    steps.undo();
    expect([[...list.songs], steps.canUndo, list.unpublished]).toEqual([['a', 'b'], false, false]);
    steps.redo();
    steps.redo();
    expect([[...list.songs], list.ratings.size]).toEqual([['b', 'c'], 0]);
    expect(snapshot(copy)).toEqual(snapshot(list));
  });

  it('[L-35] has a history of its own where nobody holds it', () => {
    const [songs, ratings] = [new Songs(['a']), new Ratings([['a', 1]])];
    const steps = history([songs, ratings]);
    transaction(() => {
      songs.push('b');
      ratings.set('b', 2);
    });
    songs.shift();
    steps.undo();
    expect([...songs]).toEqual(['a', 'b']);
    steps.undo();
    expect([[...songs], ratings.size, steps.canUndo]).toEqual([['a'], 1, false]);
    steps.redo();
    expect([songs.length, ratings.get('b')]).toEqual([2, 2]);
    expect(() => history(new Players())).toThrow(DefinitionError);
  });

  it('[L-37] does not keep its holder alive, unless somebody listens to that', async () => {
    const [songs, heard] = [new Songs(['a']), new Songs(['b'])];
    let changes = 0;
    const hold = () => {
      const listened = new Playlist({ songs: heard });
      listened.on('change', () => changes++);
      const others = Array.from({ length: 40 }, () => new WeakRef(new Playlist({ songs })));
      return [new WeakRef(listened), ...others];
    };
    const [listened, ...others] = await survivors(hold);
    expect(listened).toBe(true);
    expect(others.filter(Boolean).length).toBeLessThanOrEqual(leftAtMost(40));
    songs.push('c');
    heard.push('c');
    expect(changes).toBe(1);
  });

  it('[L-32] makes computed properties that depend on it follow', () => {
    class Counted extends ReactiveModel<{ songs: Songs; count: number }> {
      declare songs: Songs;
      declare readonly count: number;
      constructor() {
        super({
          properties: [{ name: 'songs', value: Songs }],
          computed: [{ name: 'count', dependencies: ['songs'], compute: (self) => self.songs.length }],
        });
      }
    }
    const model = new Counted();
    const log = record(model);
    expect(model.count).toBe(0);
    model.songs.push('a', 'b');
    expect(model.count).toBe(2);
    expect(log).toContainEqual(['count.changed', { value: 2, previous: 0 }]);
  });
});
