import { beforeEach, describe, expect, it } from 'vitest';
import { ReactiveModel, transaction } from '../../model';
import { Item, RegistryFactory } from '../item';
import { Collection } from './collection';

class Address extends ReactiveModel<{ city: string }> {
  declare city: string;

  constructor(specs: { city?: string } = {}) {
    super({ properties: ['city'], ...specs });
  }
}

interface IOrder {
  id: string;
  address: Address;
}

class Order extends Item<IOrder> {
  declare id: string;
  declare address: Address;

  constructor(specs: { id?: string; address?: object } = {}) {
    super({
      entity: 'orders',
      properties: ['id', { name: 'address', value: Address }],
      ...(specs as object),
    });
  }

  /** What it is sorted by. */
  get city(): string {
    return this.address.city;
  }
}

class Orders extends Collection<Order> {
  constructor() {
    super({ entity: 'orders', item: Order });
  }
}

class Tour extends ReactiveModel<{ day: string; stops: Orders }> {
  declare day: string;
  declare stops: Orders;

  constructor(specs: { day?: string; stops?: Orders } = {}) {
    super({ properties: ['day', { name: 'stops', value: Orders }], ...specs });
  }
}

beforeEach(() => RegistryFactory.clearAll());

const open = () => {
  const orders = new Orders();
  orders.setItems([
    { id: '1', address: { city: 'Turin' } },
    { id: '2', address: { city: 'Rome' } },
  ] as never);
  const log: string[] = [];
  for (const event of ['items.changed', 'change'] as const) orders.on(event, () => log.push(event));
  return { orders, log };
};

/** A tour with two stops, and the paths that are told of it. */
const onTour = () => {
  const { orders } = open();
  const tour = new Tour({ day: 'monday', stops: orders });
  const told: (readonly string[] | undefined)[] = [];
  tour.on('stops.changed', ({ paths }) => told.push(paths));
  return { orders, tour, told };
};

describe('a change in a model that an item holds', () => {
  it('[C-15] is one `change` of the collection', () => {
    const { orders, log } = open();
    orders.get('1')?.address.set({ city: 'Pisa' });
    expect(log).toEqual(['change']);
    transaction(() => {
      for (const { address } of orders) address.city += '!';
    });
    expect(log).toEqual(['change', 'change']);
    expect(() =>
      transaction(() => {
        for (const { address } of orders) address.city += '!';
        throw new RangeError('taken back');
      }),
    ).toThrow('taken back');
    expect(log).toEqual(['change', 'change']);
  });

  it('[C-15] is none of a collection that does not have the item', () => {
    const { orders, log } = open();
    const [first] = orders.items as [Order];
    orders.remove('1');
    log.length = 0;
    first.address.city = 'Pisa';
    expect(log).toEqual([]);
  });

  it('[C-14] moves an item that is sorted by it', async () => {
    const { orders, log } = open();
    await orders.load({ orderBy: { city: 'asc' } } as never);
    expect([...orders].map(({ id }) => id)).toEqual(['2', '1']);
    log.length = 0;
    orders.get('1')?.address.set({ city: 'Bari' });
    expect([...orders].map(({ id }) => id)).toEqual(['1', '2']);
    expect(log).toEqual(['items.changed', 'change']);
  });

  it('[C-41] moves it by a computed property at once, and by what that reads elsewhere with its next change', async () => {
    const base = new Address({ city: 'Rome' });
    class Parcel extends Item<{ id: string; address: Address; rank: string }> {
      declare id: string;
      declare address: Address;
      declare readonly rank: string;
      constructor(specs: { id?: string; address?: object } = {}) {
        const rank = ({ address }: { address: Address }) => (address.city === base.city ? 'first' : 'later');
        super({
          entity: 'parcels',
          properties: ['id', { name: 'address', value: Address }],
          computed: [{ name: 'rank', compute: rank }],
          ...(specs as object),
        });
      }
    }
    const parcels = new Collection<Parcel>({ entity: 'parcels', item: Parcel });
    parcels.setItems(['Rome', 'Turin'].map((city) => ({ id: city, address: { city } })) as never);
    const order = () => [...parcels].map(({ id }) => id);
    await parcels.load({ orderBy: { rank: 'asc' } } as never);
    expect(order()).toEqual(['Rome', 'Turin']);
    parcels.get('Rome')?.address.set({ city: 'Venice' });
    parcels.get('Turin')?.address.set({ city: 'Rome' });
    expect(order()).toEqual(['Turin', 'Rome']);
    base.city = 'Venice';
    expect(parcels.items.map(({ rank }) => rank)).toEqual(['later', 'first']);
    parcels.get('Turin')?.address.set({ city: 'Pisa' });
    parcels.get('Rome')?.address.set({ city: 'Venice!' });
    parcels.get('Rome')?.address.set({ city: 'Venice' });
    expect(order()).toEqual(['Rome', 'Turin']);
  });
});

describe('a change in a collection that a model holds', () => {
  it('[C-27] names each item by its place, and what was written in it', () => {
    const { orders, told } = onTour();
    transaction(() => {
      orders.get('1')?.address.set({ city: 'Pisa' });
      orders.get('2')?.address.set({ city: 'Bari' });
    });
    orders.get('2')?.set({ address: new Address({ city: 'Rome' }) });
    expect(told).toEqual([['stops.0.address.city', 'stops.1.address.city'], ['stops.1.address']]);
  });

  it('[C-27] names the property where other items come or go', () => {
    const { orders, told } = onTour();
    orders.addItems([{ id: '3' }] as never);
    transaction(() => {
      orders.get('1')?.set({ address: new Address({ city: 'Pisa' }) });
      orders.remove('2');
    });
    expect(told).toEqual([['stops'], ['stops']]);
  });

  it('[C-27] makes its holder unpublished, and no longer when the item is saved by itself', () => {
    const { orders, tour } = onTour();
    tour.saveChanges();
    const facts: boolean[] = [];
    tour.on('meta:changed', () => facts.push(tour.unpublished));
    orders.get('1')?.address.set({ city: 'Pisa' });
    orders.get('1')?.saveChanges();
    expect([facts.splice(0), tour.unpublished]).toEqual([[true, false], false]);
    // Of a value of the item itself as well, which nobody else hears of.
    orders.get('2')?.set({ address: new Address({ city: 'Bari' }) });
    orders.get('2')?.saveChanges();
    expect([facts, tour.unpublished]).toEqual([[true, false], false]);
  });
});

/** Each has its own list of all there are: everything holds everything. */
class Guest extends Item<{ id: string; name: string; party: Party }> {
  declare id: string;
  declare name: string;
  declare party: Party;

  constructor(specs: { id?: string; name?: string; party?: Party } = {}) {
    const party = { name: 'party', value: Party } as const;
    super({ entity: 'guests', properties: ['id', 'name', party], ...specs });
  }
}

class Guests extends Collection<Guest> {
  constructor() {
    super({ entity: 'guests', item: Guest });
  }
}

class Party extends ReactiveModel<{ day: string; guests: Guests }> {
  declare day: string;
  declare guests: Guests;

  constructor(specs: { day?: string; guests?: Guests } = {}) {
    super({ properties: ['day', { name: 'guests', value: Guests }], ...specs });
  }
}

describe('collections of items that hold them', () => {
  it('[M-79] hear of each change once, however many there are', () => {
    const party = new Party({ day: 'monday' });
    const { guests } = party;
    guests.setItems(Array.from({ length: 20 }, (_, at) => ({ id: `${at}`, name: 'x' })) as never);
    guests.get('7')?.set({ party });
    const log: string[] = [];
    party.on('*', ({ event }) => log.push(event));
    guests.on('change', () => log.push('guests'));
    guests.get('3')?.set({ name: 'Ann' });
    expect(log.splice(0).sort()).toEqual(['change', 'guests', 'guests.changed']);
    party.day = 'tuesday';
    expect(log.filter((event) => !event.startsWith('guests'))).toEqual([
      'day.changed',
      'meta:changed',
      'change',
    ]);
    expect(guests.get('7')?.party.day).toBe('tuesday');
  });
});
