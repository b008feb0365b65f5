import { describe, expect, it } from 'vitest';
import { Scope } from '../registry';
import { Parcel, parcelRow, parcelSchema, shown } from '../wire/parcel.fixture';
import { dehydrate, hydrate } from './index';

describe('a state with values that JSON lacks', () => {
  it('[W-17] is JSON on the server, and the same values in the browser', () => {
    const [server, browser] = [new Scope(), new Scope()];
    const parcel = server.run(() => new Parcel(parcelRow()));
    const text = JSON.stringify(dehydrate(server, { read: { parcels: parcelSchema } }));
    hydrate(browser, JSON.parse(text), { entities: { parcels: { item: Parcel, read: parcelSchema } } });
    const known = browser.run(() => new Parcel({ id: 'a' }));
    expect(shown(known.getProperties())).toEqual(shown(parcel.getProperties()));
  });
});
