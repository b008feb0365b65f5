import { beforeEach, describe, expect, it } from 'vitest';
import { ReactiveModel } from '../../model';
import { Item, type ItemProvider, type ProviderClass, RegistryFactory } from '../item';
import { scripted } from '../item/task.fixture';
import { ids, Player, Players, player } from './player.fixture';

interface IMatch {
  id: string;
  title: string;
  lineup: Players;
}

type MatchSpecs = {
  id?: string;
  title?: string;
  lineup?: readonly object[];
  provider?: ProviderClass<ItemProvider<IMatch>>;
};

class Match extends Item<IMatch> {
  declare id: string;
  declare title: string;
  declare lineup: Players;

  constructor(specs: MatchSpecs = {}) {
    super({
      entity: 'matches',
      properties: ['id', 'title', { name: 'lineup', value: Players }],
      ...(specs as object),
    });
  }
}

beforeEach(() => RegistryFactory.clearAll());

const open = () => {
  const { Provider, ...script } = scripted();
  const lineup = [player('1'), player('2')];
  const match = new Match({ id: 'm', title: 'Final', lineup, provider: Provider });
  const [first, second] = match.lineup.items as [Player, Player];
  return { ...script, match, first, second };
};

describe('an item that holds a collection', () => {
  it('[C-27] refuses to put in its place what is no list', () => {
    const { match } = open();
    for (const wrong of ['1', 7, { id: '1' }]) {
      expect(match.set({ lineup: wrong } as never)).toEqual({
        updated: false,
        errors: { lineup: ['Must be an instance of Players, or its values.'] },
      });
    }
    expect(ids(match.lineup)).toEqual(['1', '2']);
    expect(match.validate({ lineup: {} as never })).toMatchObject({ valid: false });
    expect(match.set({ lineup: [player('3')] as never })).toEqual({ updated: true });
    expect(ids(match.lineup)).toEqual(['3']);
  });

  it('[M-72] changes nothing at all when values of an item are wrong, known or not, and blames them by their place', () => {
    const { match, first } = open();
    for (const id of ['1', '7']) {
      const lineup = [first, { id, score: 1.5, team: 'green', rank: 1 }, null];
      const errors = {
        'lineup.1.score': [expect.any(String)],
        'lineup.1.team': [expect.any(String)],
        'lineup.1.rank': ['Unknown property.'],
        'lineup.2': ['Must be an item, or its values.'],
      };
      expect(match.set({ title: 'Replay', lineup } as never)).toEqual({ updated: false, errors });
    }
    expect([match.title, ids(match.lineup), first.getProperties()]).toEqual([
      'Final',
      ['1', '2'],
      player('1'),
    ]);
    expect(match.set({ lineup: [{ id: '1', score: 2 }] } as never)).toEqual({ updated: true });
    expect([ids(match.lineup), first.score]).toEqual([['1'], 2]);
  });

  it('[C-27] is unpublished as soon as one of its items is, and no longer when that is saved', () => {
    const { match, second } = open();
    expect(match.unpublished).toBe(false);
    second.score = 4;
    expect([match.unpublished, match.changedProperties]).toEqual([true, ['lineup']]);
    expect(match.initialValues.lineup).toEqual([player('1'), player('2')]);
    match.saveChanges();
    expect([match.unpublished, second.unpublished]).toEqual([false, false]);
    expect(match.initialValues.lineup).toEqual([player('1'), player('2', { score: 4 })]);
  });

  it('[C-27] is validated with what is in it, each item by its place, and not published until that is right', async () => {
    const { Provider, calls } = scripted();
    const match = new Match({ title: 'Final', lineup: [player('1'), { name: '' }], provider: Provider });
    const wrong = { 'lineup.1.name': [expect.stringContaining('Too small')] };
    expect(match.validate()).toEqual({ valid: false, errors: wrong });
    await expect(match.publish()).rejects.toMatchObject({ code: 'validation', errors: wrong });
    expect(calls).toEqual([]);
    match.lineup.items[1]?.set({ name: 'Second' });
    expect(match.validate()).toEqual({ valid: true });
  });

  it('[C-27] does not send what is wrong in it when the item was saved before, and sends the rest without it', async () => {
    const { match, first, calls, last } = open();
    match.lineup.addItems([{ name: '' }] as never);
    match.title = 'Semi-final';
    const publishing = match.publish();
    expect(last().args[0]).toEqual({ id: 'm', title: 'Semi-final' });
    last().answer({ status: 200, data: { id: 'm' } });
    await publishing;
    first.score = 4;
    const wrong = { 'lineup.2.name': [expect.stringContaining('Too small')] };
    await expect(match.publish()).rejects.toMatchObject({ code: 'validation', errors: wrong });
    expect(calls).toHaveLength(1);
    expect([match.unpublished, first.score, match.lineup.size]).toEqual([true, 4, 3]);
  });

  it('[C-40] has what it was given and nothing else of the scope, from its first moment', async () => {
    new Player(player('8'));
    const { match, second, last } = open();
    const empty = new Match({ id: 'n', title: 'None' });
    let told = 0;
    match.on('lineup.changed', () => told++);
    const stranger = new Player(player('9'));
    stranger.name = 'Renamed';
    const shown = () => [ids(match.lineup), ids(empty.lineup)];
    expect([shown(), told]).toEqual([[['1', '2'], []], 0]);
    await match.lineup.load({ where: { team: 'red' }, orderBy: { id: 'desc' } });
    expect(shown()).toEqual([['2', '1'], []]);
    match.lineup.addItems([stranger]);
    expect([shown(), told]).toEqual([[['9', '2', '1'], []], 2]);
    stranger.team = 'blue';
    expect(shown()).toEqual([['2', '1'], []]);
    stranger.team = 'red';
    expect(shown()).toEqual([['9', '2', '1'], []]);
    match.lineup.remove('1');
    await stranger.delete({ skipProvider: true });
    second.score = 4;
    void match.publish();
    expect(last().args[0]).toEqual({ id: 'm', lineup: [player('2', { score: 4 })] });
  });

  it('[C-40] keeps what a list showed that was put in its place, and takes in no more of the scope', () => {
    const { match } = open();
    const list = new Players();
    const free = new Players();
    match.set({ lineup: list });
    new Player(player('9'));
    expect([ids(list), ids(free)]).toEqual([
      ['1', '2'],
      ['1', '2', '9'],
    ]);
    list.addItems([player('9')]);
    expect(ids(match.lineup)).toEqual(['1', '2', '9']);
  });

  it('[C-40] may be a list of a model that is none of its properties, which shows all of the scope', () => {
    class Pool extends ReactiveModel<{ name: string }> {
      readonly all = new Players();
      constructor(specs: object = {}) {
        super({ properties: ['name'], ...specs });
      }
    }
    class League extends ReactiveModel<{ pool: Pool }> {
      declare pool: Pool;
      constructor() {
        super({ properties: [{ name: 'pool', value: Pool }] });
      }
    }
    const { pool } = new League();
    new Player(player('9'));
    expect(ids(pool.all)).toEqual(['9']);
  });

  it('[C-27] reverts what is in it', () => {
    const { match, first, second } = open();
    first.name = 'Other';
    second.score = 4;
    match.revert();
    expect([first.name, second.score, match.unpublished]).toEqual(['Player 1', 0, false]);
  });

  it('[C-27] publishes its list whole, and saves just what was sent', async () => {
    const { match, first, second, last } = open();
    second.score = 4;
    const publishing = match.publish();
    expect(last().args[0]).toEqual({ id: 'm', lineup: [player('1'), player('2', { score: 4 })] });
    first.name = 'Edited meanwhile';
    last().answer({ status: 200, data: {} });
    await publishing;
    expect([first.unpublished, second.unpublished, match.unpublished]).toEqual([true, false, true]);
    match.revert();
    expect([first.name, second.score]).toEqual(['Player 1', 4]);
  });

  it('[C-27] hears of the collection that it holds, and of no other', () => {
    const { match, first } = open();
    const former = match.lineup;
    const other = new Players();
    match.set({ lineup: other });
    let told = 0;
    match.on('lineup.changed', () => told++);
    first.score = 1;
    expect(told).toBe(1);
    // Both show the whole scope, so that only one that does not follow it any more tells them apart.
    other.dispose();
    first.score = 2;
    former.addItems([player('3')]);
    expect([ids(former), told]).toEqual([['1', '2', '3'], 1]);
  });
});
