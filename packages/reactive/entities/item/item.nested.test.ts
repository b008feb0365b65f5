import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ReactiveModel } from '../../model';
import { Item, type ItemProvider, type ProviderClass, RegistryFactory } from './index';
import { scripted, Task } from './task.fixture';

interface IAddress {
  city: string;
  zip: string;
}

class Address extends ReactiveModel<IAddress> {
  declare city: string;
  declare zip: string;
  constructor(specs: Partial<IAddress> = {}) {
    super({ properties: ['city', 'zip'], ...specs });
  }
  protected override get schema() {
    return z.object({ city: z.string().min(1, 'Needed') });
  }
}

interface IOrder {
  id: string;
  address: Address;
  task: Task;
}

type OrderSpecs = {
  id?: string;
  address?: object;
  task?: object;
  provider?: ProviderClass<ItemProvider<IOrder>>;
};

class Order extends Item<IOrder> {
  declare id: string;
  declare address: Address;
  declare task: Task;
  constructor(specs: OrderSpecs = {}) {
    super({
      entity: 'orders',
      properties: ['id', { name: 'address', value: Address }, { name: 'task', value: Task }],
      ...(specs as object),
    });
  }
}

beforeEach(() => RegistryFactory.clearAll());

const open = (values: OrderSpecs = { id: '1', address: { city: 'Rome', zip: '1' } }) => {
  const { Provider, ...script } = scripted();
  return { ...script, order: new Order({ ...values, provider: Provider }) };
};

describe('an item that holds models', () => {
  it('[I-80] loads what is in them: it counts as saved, and edits inside stay', async () => {
    const { order, last } = open();
    const { address } = order;
    address.zip = 'edited';
    const loading = order.load();
    last().answer({ id: '1', address: { city: 'Pisa', zip: '2' }, task: { title: 'pack' } });
    await loading;
    expect(order.address).toBe(address);
    expect([address.city, address.zip, order.task.title]).toEqual(['Pisa', 'edited', 'pack']);
    expect(order.changedProperties).toEqual(['address']);
    order.revert();
    expect(address.getProperties()).toEqual({ city: 'Pisa', zip: '2' });
  });

  it('[I-80] an item in it is the one of the id that the data have', async () => {
    const { order, last } = open({ id: '1', task: { id: '7', title: 'pack' } });
    expect(new Task({ id: '7' }).title).toBe('pack');
    const known = new Task({ id: '8', title: 'ship' });
    const first = order.load();
    last().answer({ id: '1', task: { id: '8', done: true } });
    await first;
    expect([order.task.id, order.task.title, known.done, order.unpublished]).toEqual([
      '8',
      'ship',
      true,
      false,
    ]);
    const second = order.load();
    last().answer({ id: '1', task: null });
    await second;
    expect([order.task, order.unpublished]).toEqual([undefined, false]);
    expect(order.set({ task: { id: '7' } as Task })).toEqual({ updated: true });
    expect(order.task.title).toBe('pack');
  });

  it('[I-81] publishes the changed ones whole, and saves just what was sent', async () => {
    const { order, last } = open();
    order.address.city = 'Pisa';
    const publishing = order.publish();
    expect(last().args[0]).toEqual({ id: '1', address: { city: 'Pisa', zip: '1' } });
    order.address.zip = 'edited meanwhile';
    last().answer({ status: 200, data: {} });
    await publishing;
    expect(order.changedProperties).toEqual(['address']);
    expect(order.address.changedProperties).toEqual(['zip']);
    order.revert();
    expect(order.address.getProperties()).toEqual({ city: 'Pisa', zip: '1' });
  });

  it('[I-81] leaves the edits inside unpublished when that fails', async () => {
    const { order, last } = open();
    order.address.city = 'Pisa';
    const publishing = order.publish();
    last().fail(new Error('no'));
    await expect(publishing).rejects.toThrow('no');
    expect([order.unpublished, order.address.unpublished]).toEqual([true, true]);
  });

  it('[I-81] checks what is in them before a draft is sent', async () => {
    const { order, calls } = open({ address: { city: '' } });
    await expect(order.publish()).rejects.toMatchObject({ errors: { 'address.city': ['Needed'] } });
    expect(calls).toEqual([]);
  });

  it('[I-82] a draft in it does not make it unpublished, and stays a draft when it is saved', async () => {
    const { order, last } = open({ id: '1', task: { title: 'pack' } });
    expect([order.unpublished, order.task.isDraft]).toEqual([false, true]);
    const publishing = order.publish({ task: { title: 'ship' } as Task });
    last().answer({ status: 200, data: null });
    await publishing;
    expect([order.unpublished, order.task.isDraft, order.task.unpublished]).toEqual([false, true, true]);
  });
});
