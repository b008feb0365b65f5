import { describe, expect, it } from 'vitest';
import { Player, Players } from '../entities/collection/player.fixture';
import { DefinitionError, PreconditionFailedError, ValidationError } from '../errors';
import { listenerCount, ReactiveModel, transaction, UNPARSED } from '../model';
import { article, errorsOf } from './document.fixture';
import {
  applyPatch,
  applySnapshot,
  encodePatches,
  onPatch,
  type Patch,
  parsePatches,
  snapshot,
} from './index';

/** What `change` makes of an article, and of the patches that it is told of. */
const patchesOf = (model: ReturnType<typeof article>, change: () => void) => {
  const told: { patches: readonly Patch[]; inverse: readonly Patch[] }[] = [];
  const stop = onPatch(model, (patches, inverse) => told.push({ patches, inverse }));
  change();
  stop();
  return told;
};

describe('patches of what is no model', () => {
  it.each([undefined, null, 'x', 7, {}, Object.create(null), new Players()])(
    '[J-12] are refused: %o',
    (given) => {
      const none = given as never;
      for (const [name, call] of Object.entries({
        snapshot: () => snapshot(none),
        applySnapshot: () => applySnapshot(none, {}),
        applyPatch: () => applyPatch(none, []),
        onPatch: () => onPatch(none, () => {}),
      })) {
        expect(call).toThrow(DefinitionError);
        expect(call).toThrow(
          `${name}() needs a model, and was given ${given === null ? 'null' : typeof given}.`,
        );
      }
    },
  );

  it('[J-12] and a listener that is no function, which then hears nothing', () => {
    const model = article();
    expect(() => onPatch(model, 'x' as never)).toThrow(/^onPatch\(\) needs a function to call/);
    expect(listenerCount(model)).toBe(0);
  });
});

describe('recorded patches', () => {
  it('[J-3] name no more than what differs', () => {
    const model = article({ blocks: ['one', 'two', 'three'].map((text) => ({ text, marks: [] })) });
    const [{ patches, inverse } = { patches: [], inverse: [] }] = patchesOf(model, () =>
      model.set({
        title: undefined,
        printedAt: null,
        tags: ['a', 'x', 'b'],
        blocks: [
          { text: 'one', marks: ['bold'] },
          { text: 'three', marks: [] },
        ],
      }),
    );
    expect(patches).toEqual([
      { op: 'remove', path: '/title' },
      { op: 'add', path: '/tags/1', value: 'x' },
      { op: 'add', path: '/blocks/0/marks/0', value: 'bold' },
      { op: 'remove', path: '/blocks/1' },
      { op: 'add', path: '/printedAt', value: null },
    ]);
    expect(inverse).toContainEqual({ op: 'remove', path: '/tags/1' });
    expect(inverse).toContainEqual({ op: 'add', path: '/title', value: 'Notes' });
  });

  it('[J-3] have the changes of a model inside below its property, with names escaped', () => {
    const model = article();
    expect(
      patchesOf(model, () => {
        model.author.name = 'Grace';
        model.author.links = { 'a/b': '1', '~': '2' };
        model.author.links = { 'a/b': '3' };
      }).map(({ patches }) => patches),
    ).toEqual([
      [{ op: 'replace', path: '/author/name', value: 'Grace' }],
      [{ op: 'add', path: '/author/links', value: { 'a/b': '1', '~': '2' } }],
      [
        { op: 'replace', path: '/author/links/a~1b', value: '3' },
        { op: 'remove', path: '/author/links/~0' },
      ],
    ]);
  });

  it('[J-3] know `undefined` under a name as nothing, so that they travel as JSON', () => {
    const note = (value: object) =>
      new ReactiveModel<{ note: object }>({ properties: ['note'], note: value });
    const model = note({ text: 'a', by: undefined });
    const replica = note({ text: 'a' });
    const told: string[] = [];
    onPatch(model, (patches, inverse) => {
      told.push(JSON.stringify([patches, inverse]));
      applyPatch(replica, parsePatches(JSON.parse(JSON.stringify(encodePatches(patches)))));
    });
    model.set({ note: { text: undefined, by: 'Ada' } });
    model.set({ note: { by: 'Ada' } });
    expect(told).toEqual([
      JSON.stringify([
        [
          { op: 'remove', path: '/note/text' },
          { op: 'add', path: '/note/by', value: 'Ada' },
        ],
        [
          { op: 'remove', path: '/note/by' },
          { op: 'add', path: '/note/text', value: 'a' },
        ],
      ]),
    ]);
    expect(snapshot(replica)).toEqual({ note: { by: 'Ada' } });
  });

  it('[J-4] are told once for each transaction, and of nothing that came back', () => {
    const model = article();
    const told = patchesOf(model, () => {
      transaction(() => {
        model.title = 'One';
        model.author.name = 'Grace';
      });
      transaction(() => {
        model.title = 'Two';
        model.title = 'One';
      });
      expect(() =>
        transaction(() => {
          model.title = 'Three';
          throw new Error('no');
        }),
      ).toThrow('no');
      model.saveChanges();
    });
    expect(told.map(({ patches }) => patches.map(({ path }) => path))).toEqual([['/title', '/author/name']]);
  });

  it('[J-4] end with the function and with the signal', () => {
    const model = article();
    const end = new AbortController();
    let told = 0;
    onPatch(model, () => told++, { signal: end.signal });
    end.abort();
    patchesOf(model, () => {});
    model.title = 'One';
    expect(told).toBe(0);
  });
});

class Club extends ReactiveModel<{ captain: Player; players: Players }> {
  declare captain: Player;
  declare players: Players;

  constructor() {
    super({
      properties: [
        { name: 'captain', value: Player },
        { name: 'players', value: Players },
      ],
    });
  }
}

describe('patches', () => {
  it('[J-5] write a collection inside as a whole, and put another entity in an item’s place', () => {
    const club = new Club();
    club.set({ captain: new Player({ id: 'c1', name: 'Ada' }) });
    const { captain, players } = club;
    const told: (readonly Patch[])[] = [];
    onPatch(club, (patches) => told.push(patches));
    players.addItems([{ id: 'c3', name: 'Joan' }]);
    expect(told).toEqual([[{ op: 'add', path: '/players/0', value: { id: 'c3', name: 'Joan' } }]]);
    applyPatch(club, [
      { op: 'add', path: '/players/-', value: { id: 'c2', name: 'Grace' } },
      { op: 'replace', path: '/captain', value: { id: 'c2' } },
    ]);
    expect(club.players).toBe(players);
    expect(players.mapItems(({ id }) => id)).toEqual(['c3', 'c2']);
    expect([club.captain.name, captain.name]).toEqual(['Grace', 'Ada']);
    applyPatch(club, [{ op: 'replace', path: '/captain/name', value: 'Hedy' }]);
    expect(club.captain.changedProperties).toEqual(['name']);
  });

  it('[J-5] are applied as one change', () => {
    const model = article();
    let changes = 0;
    model.on('change', () => changes++);
    const { author } = model;
    const did = applyPatch(model, [
      { op: 'test', path: '/title', value: 'Notes' },
      { op: 'replace', path: '/title', value: 'Other' },
      { op: 'add', path: '/tags/-', value: 'c' },
      { op: 'add', path: '/tags/0', value: 'z' },
      { op: 'remove', path: '/tags/1' },
      { op: 'copy', from: '/tags/0', path: '/blocks/0' },
      { op: 'replace', path: '/blocks/0', value: { text: 't', marks: [] } },
      { op: 'move', from: '/tags/0', path: '/blocks/0/marks/0' },
      { op: 'replace', path: '/author/name', value: 'Grace' },
    ]);
    expect([did, changes]).toEqual([true, 1]);
    expect(model.author).toBe(author);
    expect(snapshot(model)).toEqual({
      title: 'Other',
      tags: ['b', 'c'],
      blocks: [{ text: 't', marks: ['z'] }],
      author: { name: 'Grace' },
    });
    expect(applyPatch(model, [{ op: 'replace', path: '/title', value: 'Other' }])).toBe(false);
    expect(applyPatch(model, [{ op: 'replace', path: '', value: snapshot(article()) }])).toBe(true);
    expect(model.title).toBe('Notes');
  });

  it.each<[string, Patch]>([
    ['a property that is none', { op: 'add', path: '/nam', value: 1 }],
    ['a property that is none, inside', { op: 'add', path: '/author/nam', value: 1 }],
    ['a computed property', { op: 'add', path: '/words', value: 7 }],
    ['a place below a text', { op: 'add', path: '/title/0', value: 'x' }],
    ['what is not there', { op: 'replace', path: '/printedAt', value: null }],
    ['an index past the end', { op: 'add', path: '/tags/3', value: 'x' }],
    ['the end, where something must be', { op: 'replace', path: '/tags/-', value: 'x' }],
    ['an index that is none', { op: 'remove', path: '/tags/01' }],
    ['a place in what is not there', { op: 'add', path: '/tags/7/x', value: 'x' }],
    ['no pointer', { op: 'remove', path: 'title' }],
    ['a wrong escape', { op: 'remove', path: '/ti~tle' }],
    ['`__proto__`', { op: 'add', path: '/__proto__/polluted', value: true }],
    ['an inherited name', { op: 'add', path: '/constructor', value: {} }],
    ['a value that the schema refuses', { op: 'replace', path: '/title', value: 7 }],
    ['a value that the schema refuses, inside', { op: 'replace', path: '/author/name', value: '' }],
    ['what the schema needs', { op: 'remove', path: '/tags' }],
    ['itself', { op: 'move', from: '/author', path: '/author/links' }],
    ['the whole with what is none', { op: 'replace', path: '', value: 7 }],
    ['from what is not there', { op: 'copy', from: '/printedAt', path: '/title' }],
  ])('[J-6] that lead to %s are refused with all others', (_, wrong) => {
    const model = article();
    const before = snapshot(model);
    const apply = () => applyPatch(model, [{ op: 'replace', path: '/title', value: 'Other' }, wrong]);
    expect(apply).toThrow(ValidationError);
    expect(snapshot(model)).toEqual(before);
    expect({}).not.toHaveProperty('polluted');
  });

  it('[J-6] blame the path of what is wrong', () => {
    expect(errorsOf(() => applyPatch(article(), [{ op: 'remove', path: '/nam' }]))).toEqual({
      '/nam': ['Nothing is there.'],
    });
    expect(
      errorsOf(() => applyPatch(article(), [{ op: 'replace', path: '/author/name', value: '' }])),
    ).toEqual({ 'author.name': [expect.any(String)] });
  });

  it('[J-6] cannot make data grow without bound by copies of copies', () => {
    const model = new ReactiveModel<{ list: unknown[] }>({ properties: ['list'], list: [0, 1] });
    const twice: Patch = { op: 'copy', from: '/list', path: '/list/-' };
    expect(applyPatch(model, [twice, twice])).toBe(true);
    const [before, began] = [snapshot(model), performance.now()];
    expect(
      errorsOf(() =>
        applyPatch(
          model,
          Array.from({ length: 60 }, () => twice),
        ),
      ),
    ).toEqual({
      '/list': ['Is too large to be copied.'],
    });
    expect(performance.now() - began).toBeLessThan(1000);
    expect(snapshot(model)).toEqual(before);
  });

  it('[J-7] with a test that fails change nothing', () => {
    const model = article({ printedAt: new Date(5) });
    const test = (path: string, value: unknown) =>
      applyPatch(model, [
        { op: 'replace', path: '/title', value: 'Other' },
        { op: 'test', path, value },
      ]);
    expect(() => test('/tags', ['a'])).toThrow(PreconditionFailedError);
    expect(() => test('/nam', undefined)).toThrow(ValidationError);
    expect(model.title).toBe('Notes');
    expect(test('/printedAt', new Date(5).toISOString())).toBe(true);
  });

  it('[J-8] travel as JSON: dates come back by the schema', () => {
    const [model, other] = [article(), article()];
    onPatch(model, (patches) => applyPatch(other, parsePatches(JSON.parse(JSON.stringify(patches)))));
    model.set({ printedAt: new Date('2026-01-02T03:04:05Z'), title: 'Now' });
    expect(snapshot(other)).toEqual(snapshot(model));
    expect(other.printedAt).toEqual(new Date('2026-01-02T03:04:05Z'));
  });

  it('[J-8] that are none are refused by their position', () => {
    const bad = [
      7,
      { op: 'add', path: '/title' },
      { op: 'rename', path: '/title', value: 1 },
      { op: 'remove' },
      { op: 'remove', path: '' },
      { op: 'copy', path: '/title' },
      { op: 'remove', path: '/title' },
    ];
    expect(Object.keys(errorsOf(() => parsePatches(bad)) as object)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(() => parsePatches({ 0: 'x' })).toThrow(ValidationError);
    const unparsed = [{ op: 'replace', path: '/author', value: { [UNPARSED]: true, name: 'x' } }] as const;
    expect(() => applyPatch(article(), unparsed)).toThrow(ValidationError);
  });

  it('[J-9] of an item are its edits, and cannot make it another one', () => {
    const player = new Player({ id: 'p1', name: 'Ada' });
    applyPatch(player, [{ op: 'replace', path: '/name', value: 'Grace' }]);
    expect(player.changedProperties).toEqual(['name']);
    expect(() => applyPatch(player, [{ op: 'replace', path: '/id', value: 'p2' }])).toThrow(ValidationError);
  });
});
