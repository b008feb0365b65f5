import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RegistryFactory } from '../entities/item';
import { encode } from '../wire';
import { Money, Parcel, parcelJson, parcelRow, parcelSchema, shown } from '../wire/parcel.fixture';
import {
  applyPatch,
  applySnapshot,
  encodePatches,
  onPatch,
  type Patch,
  parsePatches,
  snapshot,
} from './index';

beforeEach(() => RegistryFactory.clearAll());

/** What comes of patches that travel as text. */
const sent = (patches: readonly Patch[], schema?: z.ZodType): readonly Patch[] =>
  parsePatches(JSON.parse(JSON.stringify(encodePatches(patches, schema))), schema);

const changes = {
  serial: 7n,
  weight: '0.25',
  label: new Uint8Array([1]),
  sentAt: new Date(5),
  prices: new Map([['USD', 1n]]),
  tags: new Set(['new']),
} as const;

describe('patches and snapshots of values that JSON lacks', () => {
  it('[W-16] travel as JSON, and come back by the schema of the model', () => {
    const [here, there] = [new Parcel({ ...parcelRow(), id: 'a' }), new Parcel({ ...parcelRow(), id: 'b' })];
    onPatch(here, (patches) => applyPatch(there, sent(patches)));
    here.set({ ...changes });
    expect(snapshot(there)).toEqual({ ...snapshot(here), id: 'b' });
    expect(there.prices).toEqual(new Map([['USD', 1n]]));
  });

  it('[W-16] need the schema for what codecs hold', () => {
    const [here, there] = [new Parcel({ ...parcelRow(), id: 'a' }), new Parcel({ ...parcelRow(), id: 'b' })];
    const told: (readonly Patch[])[] = [];
    onPatch(here, (patches) => told.push(patches));
    here.set({ toll: new Money(99n), serial: 1n });
    const [patches = []] = told;
    expect(encodePatches(patches, parcelSchema)).toEqual([
      { op: 'replace', path: '/serial', value: '1' },
      { op: 'replace', path: '/toll', value: '99' },
    ]);
    applyPatch(there, sent(patches, parcelSchema));
    expect(shown(there.getProperties())).toEqual({ ...shown(here.getProperties()), id: 'b' });
    expect(() => applyPatch(there, [{ op: 'replace', path: '/toll', value: '1' }])).toThrow('expected Money');
  });

  it('[W-16] find the schema of a path in lists, records, tuples and wrappers', () => {
    const upper = z.codec(z.string(), z.string(), {
      decode: (text) => text.toUpperCase(),
      encode: (text) => text.toLowerCase(),
    });
    const schema = z.object({
      list: z.array(z.object({ code: upper })).optional(),
      named: z.record(z.string(), upper.nullable()).default({}),
      pair: z.tuple([z.string(), upper]).or(z.null()),
      late: z.lazy(() => z.object({ code: upper }).loose()),
      either: z.union([z.object({ code: upper }), z.object({ code: z.date() })]),
    });
    const paths = [
      '/list/0/code',
      '/list/-',
      '/named/a',
      '/pair/1',
      '/pair/0',
      '/late/code',
      '/late/x',
      '/either/code',
      '/none/x',
    ];
    const values = paths.map((path) => (path === '/list/-' ? { code: 'ABC' } : 'ABC'));
    const patches = paths.map((path, index): Patch => ({ op: 'add', path, value: values[index] }));
    expect(encodePatches(patches, schema).map((patch) => 'value' in patch && patch.value)).toEqual([
      'abc',
      { code: 'abc' },
      'abc',
      'abc',
      'ABC',
      'abc',
      'ABC',
      'ABC',
      'ABC',
    ]);
    const removal: Patch = { op: 'remove', path: '/list/0' };
    expect(encodePatches([removal], schema)).toEqual([removal]);
  });

  it('[W-16] test a value by its wire form too', () => {
    const parcel = new Parcel(parcelRow());
    const test = (path: string, value: unknown): boolean => applyPatch(parcel, [{ op: 'test', path, value }]);
    expect(test('/serial', parcelJson.serial)).toBe(false);
    expect(test('/label', parcelJson.label)).toBe(false);
    expect(test('/sentAt', parcelJson.sentAt)).toBe(false);
    expect(() => test('/serial', '1')).toThrow('is not the one');
    expect(() => test('/label', 'AA==')).toThrow('is not the one');
  });

  it('[W-16] are applied as snapshots that were written as JSON', () => {
    const parcel = new Parcel(parcelRow());
    const { toll: _, ...text } = JSON.parse(JSON.stringify(encode(parcelSchema, snapshot(parcel))));
    const other = new Parcel({ id: 'a' });
    other.set({ ...changes });
    expect(applySnapshot(other, { ...text, toll: parcel.toll })).toBe(true);
    expect(snapshot(other)).toEqual(snapshot(parcel));
  });
});
