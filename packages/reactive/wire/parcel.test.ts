import { beforeEach, describe, expect, it } from 'vitest';
import { RegistryFactory } from '../entities/item';
import { answer, answering } from '../http/reply.fixture';
import { memoryProvider, providerContract } from '../testing';
import {
  Money,
  Parcel,
  ParcelProvider,
  type ParcelRow,
  ParcelsProvider,
  parcelContract,
  parcelJson,
  parcelRow,
  parcelSchema,
  shown,
} from './parcel.fixture';

beforeEach(() => RegistryFactory.clearAll());

describe('a model with values that JSON lacks', () => {
  it('[W-11] is written by JSON.stringify', () => {
    const parcel = new Parcel(parcelRow());
    expect(JSON.parse(JSON.stringify({ parcel }))).toEqual({ parcel: parcelJson });
    expect(parcel.serialize().serial).toBe(parcelJson.serial === String(parcel.serial) ? parcel.serial : 0n);
    expect(Object(parcel.toJSON()).sentAt).toEqual(new Date(parcelJson.sentAt));
  });

  it('[W-11] is written by JSON.stringify also where JSON has nothing for a value', () => {
    const parcel = new Parcel({ ...parcelRow(), sentAt: new Date(Number.NaN) });
    expect(JSON.parse(JSON.stringify(parcel))).toMatchObject({ sentAt: null, serial: parcelJson.serial });
  });

  it('[W-12] holds what its codecs decode to, checked in that form', () => {
    const parcel = new Parcel(parcelRow());
    const toll = new Money(5n);
    expect(parcel.set({ toll })).toEqual({ updated: true });
    expect(parcel.toll).toBe(toll);
    expect(parcel.validate()).toEqual({ valid: true });
    expect(parcel.set({ toll: 5n as never }).errors).toEqual({
      toll: [expect.stringContaining('expected Money')],
    });
    expect(() => (parcel.weight = '1.23456')).toThrow('after it');
    parcel.weight = '007.50';
    expect(parcel.weight).toBe('7.5');
  });
});

describe('rows with values that JSON lacks, over HTTP', () => {
  it('[H-1] are decoded when they are loaded, listed and published', async () => {
    const one = await answering(answer(200, parcelJson));
    const provider = new (ParcelProvider.using({ baseUrl: one.baseUrl }))();
    expect(shown(await provider.load('a'))).toEqual(shown(parcelRow()));
    const published = await provider.publish({ id: 'a', weight: '1' }, { isNew: false, version: 3 });
    expect(shown(published.data)).toEqual(shown(parcelRow()));
    const all = await answering(answer(200, { items: [parcelJson], total: 1, next: null }));
    const { items } = await new (ParcelsProvider.using({ baseUrl: all.baseUrl }))().list({});
    expect(items.map(shown)).toEqual([shown(parcelRow())]);
  });

  it('[W-13] are encoded when they are published, an emptied codec as null', async () => {
    const { baseUrl, seen } = await answering(answer(200, parcelJson));
    const provider = new (ParcelProvider.using({ baseUrl }))();
    await provider.publish(parcelRow(), { isNew: true });
    const { id: _, ...changes } = parcelRow();
    await provider.publish({ id: 'a', ...changes, toll: undefined as never }, { isNew: false, version: 3 });
    const bodies = (await seen()).map(({ body }): unknown => JSON.parse(body));
    const { id, ...rest } = parcelJson;
    expect(bodies).toEqual([
      { id, ...rest },
      { ...rest, toll: null },
    ]);
  });

  it('[W-13] are refused before they are sent where JSON would change them', async () => {
    const { baseUrl, seen } = await answering(answer(200, parcelJson));
    const provider = new (ParcelProvider.using({ baseUrl }))();
    const publishing = provider.publish({ id: 'a', version: Number.NaN }, { isNew: false, version: 3 });
    await expect(publishing).rejects.toMatchObject({
      code: 'validation',
      errors: { version: [expect.any(String)] },
    });
    expect(await seen()).toEqual([]);
  });
});

providerContract<ParcelRow>({
  name: 'memory, values that JSON lacks',
  runner: { describe, it, expect },
  setup() {
    const { ItemProvider, CollectionProvider } = memoryProvider<ParcelRow>({ schema: parcelSchema });
    return { items: new ItemProvider(undefined), collection: new CollectionProvider(undefined) };
  },
  ...parcelContract,
});
