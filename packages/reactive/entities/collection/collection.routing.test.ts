import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { transaction } from '../../model';
import type { ListSpecs } from '../../query';
import { RegistryFactory } from '../item';
import { Deal, Deals, deal, dealServer, type IDeal, LooseDeal, LooseDeals } from './deal.fixture';
import { PARTS } from './parts';
import { View } from './view';

const spy = () => vi.spyOn(View.prototype, 'recordChanged');
let visits: ReturnType<typeof spy>;

const showing = async (where: ListSpecs<IDeal>['where'], rest: ListSpecs<IDeal> = {}): Promise<Deals> => {
  const deals = new Deals();
  await deals.load({ where, ...rest });
  return deals;
};

/** The collections that `change` visited, each as often as it was. */
const visitedBy = (
  lists: readonly { readonly [PARTS]: { readonly view: View } }[],
  change: () => void,
): number[] => {
  visits.mockClear();
  change();
  return visits.mock.contexts
    .map((view) => lists.findIndex((list) => list[PARTS].view === view))
    .filter((at) => at >= 0)
    .sort((a, b) => a - b);
};

beforeEach(() => {
  visits = spy();
  RegistryFactory.clearAll();
});

describe('a change of one item beside 1,000 collections', () => {
  let owned: Deals[];

  beforeEach(async () => {
    owned = await Promise.all(
      Array.from({ length: 1000 }, (_, at) => showing({ owner: `owner ${at}`, stage: 'new' })),
    );
  });

  afterEach(() => {
    for (const each of owned) each.dispose();
  });

  it('[C-35] visits those that demand its value before or after', () => {
    const one = new Deal(deal('1', { owner: 'owner 7' }));
    expect(visitedBy(owned, () => one.set({ owner: 'owner 8' }))).toEqual([7, 8]);
    expect(visitedBy(owned, () => one.set({ stage: 'won' }))).toEqual([8]);
    expect(visitedBy(owned, () => one.set({ owner: 'owner 9', score: 4 }))).toEqual([]);
    expect(new Set(visitedBy(owned, () => one.revert()))).toEqual(new Set([7, 9]));
    expect(owned[7]?.items).toEqual([one]);
  });

  it('[C-35] visits none where no filter or order has the property, unless somebody listens to what is shown', () => {
    const one = new Deal(deal('1', { owner: 'owner 7' }));
    expect(visitedBy(owned, () => one.set({ score: 1 }))).toEqual([]);
    owned[7]?.on('change', () => {});
    owned[8]?.on('change', () => {});
    expect(visitedBy(owned, () => one.set({ score: 2 }))).toEqual([7]);
  });

  it('[C-35] news of it visit none where nothing that decides is new', () => {
    const one = new Deal(deal('1', { owner: 'owner 7' }));
    expect(visitedBy(owned, () => new Deal({ id: '1', score: 5 }))).toEqual([]);
    expect(visitedBy(owned, () => new Deal({ id: '1' }))).toEqual([]);
    expect(one.score).toBe(5);
    expect(visitedBy(owned, () => new Deal({ id: '1', owner: 'owner 8' }))).toEqual([7, 8]);
  });

  it('[C-35] creating, deleting and joining visit only those that demand its values', async () => {
    let made: Deal | undefined;
    const create = () => {
      made = new Deal(deal('1', { owner: 'owner 7' }));
    };
    expect(visitedBy(owned, create)).toEqual([7]);
    visits.mockClear();
    await made?.delete();
    expect(new Set(visits.mock.contexts)).toEqual(new Set([owned[7]?.[PARTS].view]));
    visits.mockClear();
    const draft = new Deal({ stage: 'new', owner: 'owner 3', score: 0, due: null });
    await draft.publish();
    expect(new Set(visits.mock.contexts)).toEqual(new Set([owned[3]?.[PARTS].view]));
    expect(owned[3]?.items).toEqual([draft]);
  });

  it('[C-35] a transaction visits what each of its writes concerns, and its rollback the same again', () => {
    const one = new Deal(deal('1', { owner: 'owner 7' }));
    const attempt = () =>
      transaction(() => {
        one.owner = 'owner 8';
        one.owner = 'owner 9';
        throw new RangeError('taken back');
      });
    const seen = visitedBy(owned, () => expect(attempt).toThrow(RangeError));
    expect([...new Set(seen)]).toEqual([7, 8, 9]);
    expect([7, 8, 9].map((at) => owned[at]?.size)).toEqual([1, 0, 0]);
  });

  it('[C-35] another filter demands other values at the next load, and a disposed collection none', async () => {
    const one = new Deal(deal('1', { owner: 'owner 7' }));
    await owned[0]?.load({ where: { owner: { in: ['owner 8', 'owner 9'] } } });
    expect(visitedBy(owned, () => one.set({ owner: 'owner 8' }))).toEqual([0, 7, 8]);
    expect(visitedBy(owned, () => one.set({ owner: 'owner 9' }))).toEqual([0, 8, 9]);
    owned[0]?.dispose();
    expect(visitedBy(owned, () => one.set({ owner: 'owner 8' }))).toEqual([8, 9]);
  });
});

describe('what a filter demands', () => {
  it.each<
    [string, { where: ListSpecs<IDeal>['where']; from: Partial<IDeal>; to: Partial<IDeal>; visits: number }]
  >([
    [
      'dates by their time',
      { where: { due: new Date(5) }, from: { due: new Date(5) }, to: { due: null }, visits: 1 },
    ],
    [
      'dates that differ',
      { where: { due: new Date(5) }, from: { due: new Date(7) }, to: { due: null }, visits: 0 },
    ],
    ['null', { where: { owner: null }, from: { owner: 'ann' }, to: { owner: null }, visits: 1 }],
    [
      'texts beside null',
      { where: { owner: 'ann' }, from: { owner: 'bob' }, to: { owner: null }, visits: 0 },
    ],
    ['-0 as 0', { where: { score: 0 }, from: { score: 1 }, to: { score: -0 }, visits: 1 }],
    ['ids', { where: { id: { in: ['1', '2'] }, score: { gt: 0 } }, from: {}, to: { score: 1 }, visits: 1 }],
    [
      'other ids',
      { where: { id: { in: ['2', '3'] }, score: { gt: 0 } }, from: {}, to: { score: 1 }, visits: 0 },
    ],
    [
      'several values',
      { where: { stage: { in: ['won', 'lost'] } }, from: {}, to: { stage: 'won' }, visits: 1 },
    ],
    [
      'not what OR allows',
      { where: { OR: [{ owner: 'ann' }, { score: 1 }] }, from: {}, to: { owner: 'bob' }, visits: 1 },
    ],
  ])('[C-35] %s', async (_, { where, from, to, visits: count }) => {
    const lists = [await showing(where)];
    const one = new Deal(deal('1', from));
    expect(visitedBy(lists, () => one.set(to))).toHaveLength(count);
    expect(lists[0]?.items).toEqual((await showing(where)).items);
  });

  it.each<[unknown, number]>([
    [Number.NaN, 0],
    [-0, 1],
    ['1', 1],
    [1, 1],
    [true, 1],
    ['true', 1],
    [null, 1],
    [undefined, 1],
    [new Date(1), 1],
    [{ a: 1 }, 0],
    [Object.assign(Object.create(null), { a: 1 }), 0],
    [1n, 0],
  ])('[C-36] a value of any kind is followed: %s', async (value, count) => {
    const lists = await Promise.all(
      [0, 1, '1', true, 'true', null, new Date(1)].map(async (tag) => {
        const list = new LooseDeals();
        await list.load({ where: { tag } });
        return list;
      }),
    );
    const one = new LooseDeal({ id: '1', tag: 'other' });
    one.set({ tag: value });
    expect(lists.filter(({ size }) => size === 1)).toHaveLength(count);
    one.set({ tag: 'other' });
    expect(lists.every(({ size }) => size === 0)).toBe(true);
  });

  it('[C-36] what is computed is followed as well', async () => {
    const late = new LooseDeals();
    await late.load({ where: { isLate: true }, orderBy: { isLate: 'asc' } } as never);
    const one = new LooseDeal({ id: '1', score: 1 });
    expect(late.size).toBe(0);
    one.score = -1;
    expect(late.items).toEqual([one]);
  });

  it('[C-36] what becomes known after it was edited counted with its saved value', async () => {
    const { rows, DealProvider, DealsProvider } = dealServer();
    for (const id of ['1', '2', '3']) rows.set(id, deal(id, { stage: 'won' }));
    const won = new Deals({ provider: DealsProvider });
    await won.load({ where: { stage: 'won' }, orderBy: { id: 'asc' }, limit: 1 });
    const last = new Deal({ id: '3', provider: DealProvider });
    last.stage = 'lost';
    expect(won.getTotal()).toBe(3);
    await last.load();
    expect(won.getTotal()).toBe(2);
  });

  it.each<Partial<IDeal>>([{ owner: 'ann' }, { owner: null }])(
    '[C-36] so did what had, or had not, the value %j',
    async (saved) => {
      const { rows, DealProvider, DealsProvider } = dealServer();
      for (const id of ['1', '2', '3']) rows.set(id, deal(id, saved));
      const list = new Deals({ provider: DealsProvider });
      await list.load({ where: saved as { owner: string }, orderBy: { id: 'asc' }, limit: 1 });
      const last = new Deal({ id: '3', provider: DealProvider });
      last.owner = 'bob';
      await last.load();
      expect(list.getTotal()).toBe(2);
    },
  );

  it('[C-36] a filter of very many combinations of values is followed as well', async () => {
    const owners = Array.from({ length: 20 }, (_, at) => `owner ${at}`);
    const scores = Array.from({ length: 20 }, (_, at) => at);
    const lists = [await showing({ owner: { in: owners }, score: { in: scores } })];
    const one = new Deal(deal('1', { owner: 'owner 3', score: 30 }));
    expect(lists[0]?.items).toEqual([]);
    // Found by some of its values: all combinations of them are not worth their memory.
    expect(visitedBy(lists, () => one.set({ score: 31 }))).toEqual([0]);
    one.set({ score: 19 });
    expect(lists[0]?.items).toEqual([one]);
    expect(visitedBy(lists, () => one.set({ owner: 'nobody' }))).toEqual([0]);
    expect(visitedBy(lists, () => one.set({ score: 3 }))).toEqual([]);
    expect(lists[0]?.items).toEqual([]);
  });

  it('[C-17] what the provider gave stays without a value, until one that is known says otherwise', async () => {
    const { rows, DealsProvider } = dealServer();
    rows.set('4', deal('4', { stage: 'won', score: 5 }));
    const won = new Deals({ provider: DealsProvider });
    await won.load({ where: { stage: 'won', score: { gt: 1 } } });
    const [given] = won.items;
    given?.set({ owner: 'ann' });
    expect(won.items).toEqual([given]);
    given?.set({ stage: 'lost' });
    expect(won.items).toEqual([]);
  });
});

describe('the order of a collection', () => {
  it.each<[ListSpecs<IDeal>['orderBy'], string[]]>([
    [{ owner: 'asc' }, ['2', '4', '1', '3']],
    [{ owner: 'desc' }, ['1', '3', '4', '2']],
    [{ due: 'asc' }, ['3', '1', '2', '4']],
  ])('[C-1] has what is null or unknown last, and first where it is turned: %j', async (orderBy, ids) => {
    const deals = new Deals();
    await deals.load({ orderBy });
    new Deal({ id: '4', owner: 'bob' });
    new Deal(deal('3', { owner: null, due: new Date(1) }));
    new Deal(deal('2', { owner: 'ann' }));
    new Deal({ id: '1', stage: 'new', due: new Date(2) });
    expect(deals.mapItems(({ id }) => id)).toEqual(ids);
  });

  it('[C-1] does not depend on dates that somebody changes afterwards', async () => {
    const deals = new Deals();
    await deals.load({ orderBy: { due: 'asc' } });
    const made = [1, 2, 3, 4].map((time) => new Deal(deal(`${time}`, { due: new Date(time) })));
    Date.prototype.setTime.call(made[0]?.due, 99);
    made[1]?.set({ due: new Date(5) });
    made[0]?.set({ due: new Date(0) });
    expect(deals.mapItems(({ id }) => id)).toEqual(['1', '3', '4', '2']);
  });
});
