import { beforeEach, describe, expect, it } from 'vitest';
import { Item, RegistryFactory } from '../item';
import { Collection } from './collection';
import { ids, Player, Players, player } from './player.fixture';

beforeEach(() => RegistryFactory.clearAll());

const shown = async (): Promise<(string | undefined)[]> => {
  const players = new Players();
  await players.load();
  return ids(players);
};

describe('the order of arrival', () => {
  it('[C-2] is that in which entities came to be known, whatever becomes of them later', async () => {
    const first = new Player(player('1'));
    const [second] = [new Player(player('2')), new Player(player('3'))];
    first.set({ score: 5 });
    await first.publish();
    second.set({ score: 6 });
    new Player(player('1', { score: 7 }));
    expect(await shown()).toEqual(['1', '2', '3']);
  });

  it.each([
    ['before anybody looks', false],
    ['while a collection follows', true],
  ])('[C-2] [C-13] a draft arrives when it joins: %s', async (_when, isFollowed) => {
    const followed = isFollowed ? new Players() : undefined;
    const draft = new Player({ name: 'Draft', team: 'red' });
    draft.set({ score: 1 });
    new Player(player('1'));
    await draft.publish();
    new Player(player('2'));
    expect(await shown()).toEqual(['1', draft.id, '2']);
    expect(followed === undefined ? undefined : ids(followed)).toEqual(
      isFollowed ? ['1', draft.id, '2'] : undefined,
    );
  });

  it('[C-2] is that in which entities were met where just their ids were known first', async () => {
    const named = new Player({ id: '1' });
    new Player(player('2'));
    new Player(player('1', { name: 'Known now' }));
    expect(await shown()).toEqual(['1', '2']);
    expect(named.name).toBe('Known now');
  });
});

/** An item without a schema: what is set is written as it is. */
class Point extends Item<{ id: string; x: number; y: number }> {
  declare x: number;
  declare y: number;
  constructor(specs: { id: string; x?: number; y?: number }) {
    super({ entity: 'points', properties: ['id', 'x', 'y'], ...specs });
  }
}

class Points extends Collection<Point> {
  constructor() {
    super({ entity: 'points', item: Point });
  }
}

describe('one change of several properties', () => {
  it.each([
    ['nobody listens to', () => {}],
    [
      'somebody listens to',
      (one: { on(event: 'change', listener: () => void): unknown }) => one.on('change', () => {}),
    ],
  ])('[C-21] of an item that %s is one change of the collection', (_who, listen) => {
    const [players, points] = [new Players(), new Points()];
    const [one, point] = [new Player(player('1')), new Point({ id: '1', x: 0, y: 0 })];
    listen(one);
    listen(point);
    const told: unknown[] = [];
    players.on('change', () => told.push([one.name, one.score]));
    points.on('change', () => told.push([point.x, point.y]));
    one.set({ name: 'Other', score: 9, team: 'blue' });
    point.set({ x: 1, y: 2 });
    expect(told).toEqual([
      ['Other', 9],
      [1, 2],
    ]);
    // Who listens keeps them alive, and all that they show.
    players.dispose();
    points.dispose();
  });
});
