import { describe, expect, it, vi } from 'vitest';
import {
  Money,
  type ParcelRow,
  parcelContract,
  parcelJson,
  parcelRow,
  parcelSchema,
  shown,
} from '../wire/parcel.fixture';
import { PrismaCollectionProvider, PrismaItemProvider, storedRows } from './index';

/** As Prisma hands rows out: decimals as objects of a class of its own. */
const stored = {
  ...parcelRow(),
  weight: { toFixed: () => '12.5' },
  prices: parcelJson.prices,
  tags: parcelJson.tags,
  toll: 250n,
};

function table() {
  const create = vi.fn(async (_args: object): Promise<object> => stored);
  const updateManyAndReturn = vi.fn(async (_args: object): Promise<object[]> => [stored]);
  const findMany = vi.fn(async (_args: object): Promise<object[]> => [stored]);
  const entity = {
    delegate: () => ({
      create,
      updateManyAndReturn,
      findMany,
      findFirst: async () => stored,
      count: async () => 1,
      deleteMany: async () => ({ count: 1 }),
    }),
    ...storedRows<ParcelRow>(parcelSchema),
    fields: parcelContract.fields,
    create: parcelSchema.omit({ version: true }),
    patch: parcelSchema.omit({ id: true, version: true }).partial(),
  };
  return { create, updateManyAndReturn, findMany, entity };
}

describe('rows with values that JSON lacks, in Prisma', () => {
  it('[W-18] are read of the columns that keep them, in items and lists', async () => {
    const { entity, findMany } = table();
    expect(shown(await new PrismaItemProvider(entity).load('a'))).toEqual(shown(parcelRow()));
    const { items } = await new PrismaCollectionProvider(entity).list();
    expect(items.map(shown)).toEqual([shown(parcelRow())]);
    const select = Object.fromEntries(Object.keys(parcelSchema.shape).map((name) => [name, true]));
    expect(findMany).toHaveBeenCalledWith(expect.objectContaining({ select }));
  });

  it('[W-18] are written as the columns take them', async () => {
    const { entity, create, updateManyAndReturn } = table();
    const provider = new PrismaItemProvider(entity);
    const { version: _, ...draft } = parcelRow();
    await provider.publish(draft, { isNew: true });
    const { toll, prices, tags } = { toll: 250n, prices: parcelJson.prices, tags: parcelJson.tags };
    expect(create).toHaveBeenCalledWith(
      expect.objectContaining({ data: expect.objectContaining({ ...draft, toll, prices, tags }) }),
    );
    await provider.publish({ id: 'a', toll: new Money(1n), sentAt: null }, { isNew: false, version: 3 });
    expect(updateManyAndReturn).toHaveBeenCalledWith(
      expect.objectContaining({ data: { toll: 1n, sentAt: null, version: { increment: 1 } } }),
    );
    await expect(
      provider.publish({ id: 'a', toll: 1n as never }, { isNew: false, version: 3 }),
    ).rejects.toMatchObject({
      errors: { toll: [expect.stringContaining('expected Money')] },
    });
  });
});
