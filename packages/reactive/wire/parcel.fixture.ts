import { z } from 'zod';
import { Collection, type CollectionProvider } from '../entities/collection';
import { Item, type ItemProvider, type ProviderClass } from '../entities/item';
import { HttpCollectionProvider, HttpItemProvider } from '../http';
import { fieldsOf } from '../query';
import { decimal } from './index';

/** An amount of money: what a library's class would be, with its value behind its methods. */
export class Money {
  readonly #cents: bigint;

  constructor(cents: bigint) {
    this.#cents = cents;
  }

  get cents(): bigint {
    return this.#cents;
  }
}

const moneySchema = z.codec(z.bigint(), z.instanceof(Money), {
  decode: (cents) => new Money(cents),
  encode: ({ cents }) => cents,
});

/** An entity with a field of every kind that JSON lacks. */
export const parcelSchema = z.strictObject({
  id: z.string(),
  name: z.string().min(2).max(100),
  serial: z.bigint(),
  weight: decimal({ precision: 12, scale: 3 }),
  label: z.instanceof(Uint8Array),
  sentAt: z.date().nullable(),
  prices: z.map(z.string(), z.bigint()),
  tags: z.set(z.string()),
  toll: moneySchema,
  version: z.int().min(1),
});

export type ParcelRow = z.output<typeof parcelSchema>;

export const parcelJson = {
  id: 'a',
  name: 'Books',
  serial: '12345678901234567890',
  weight: '12.5',
  label: 'AP8=',
  sentAt: '2024-05-01T10:00:00.000Z',
  prices: [['EUR', '999']],
  tags: ['fragile', 'heavy'],
  toll: '250',
  version: 3,
};

export const parcelRow = (): ParcelRow => ({
  id: 'a',
  name: 'Books',
  serial: 12345678901234567890n,
  weight: '12.5',
  label: new Uint8Array([0, 255]),
  sentAt: new Date('2024-05-01T10:00:00Z'),
  prices: new Map([['EUR', 999n]]),
  tags: new Set(['fragile', 'heavy']),
  toll: new Money(250n),
  version: 3,
});

/** A row with money as its cents, which a test can compare. */
export const shown = ({ toll, ...row }: Partial<ParcelRow>): object => ({ ...row, cents: toll?.cents });

type Provider = ProviderClass<ItemProvider<ParcelRow>>;

export class Parcel extends Item<ParcelRow> {
  declare id: string;
  declare name: string;
  declare serial: bigint;
  declare weight: ParcelRow['weight'];
  declare label: Uint8Array;
  declare sentAt: Date | null;
  declare prices: Map<string, bigint>;
  declare tags: Set<string>;
  declare toll: Money;
  declare version: number;

  constructor(specs: Partial<ParcelRow> & { provider?: Provider } = {}) {
    super({
      entity: 'parcels',
      properties: ['id', 'name', 'serial', 'weight', 'label', 'sentAt', 'prices', 'tags', 'toll', 'version'],
      generated: ['id', 'version'],
      ...specs,
    });
  }

  protected override get schema() {
    return parcelSchema;
  }
}

export class Parcels extends Collection<Parcel, CollectionProvider<ParcelRow>> {
  constructor(specs: { provider?: ProviderClass<CollectionProvider<ParcelRow>> } = {}) {
    super({ entity: 'parcels', item: Parcel, ...specs });
  }
}

/** Providers of parcels over HTTP. */
export class ParcelProvider extends HttpItemProvider<ParcelRow> {
  protected override readonly path = '/parcels';
  protected override readonly schema = parcelSchema;
}

export class ParcelsProvider extends HttpCollectionProvider<ParcelRow> {
  protected override readonly path = '/parcels';
  protected override readonly schema = parcelSchema;
  protected override readonly item = ParcelProvider;
}

/** What the provider contract needs to know of parcels, wherever they are kept. */
export const parcelContract = {
  fields: fieldsOf(parcelSchema),
  draft: (n: number): Partial<ParcelRow> => ({ name: `Parcel ${n}`, sentAt: null, ...valuesOf(n) }),
  vary: ['name', 'sentAt'] as const,
  kinds: { schema: parcelSchema, values: valuesOf },
};

/** The nth values of the kinds that JSON lacks, no two alike, at their limits among them. */
function valuesOf(n: number): Partial<ParcelRow> {
  const serial = [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), BigInt(n)][n % 5] ?? 0n;
  return {
    serial: serial + BigInt(Math.floor(n / 5)),
    weight: (['0', '999999999.999', '-0.001', '100'] as const)[n % 4] ?? '1',
    label: Uint8Array.from({ length: n * 3 }, (_, index) => (index * 50 + n) % 256),
    prices: new Map(
      [
        ['EUR', serial],
        [`${n}`, 2n ** 64n],
      ].slice(n % 2) as [string, bigint][],
    ),
    tags: new Set(['', 'a', `${n}`].slice(n % 3)),
    toll: new Money(BigInt(n) * 10n ** 15n),
  };
}
