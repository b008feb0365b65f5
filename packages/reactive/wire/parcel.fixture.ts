import { z } from 'zod';
import { Item } from '../entities/item';
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

export class Parcel extends Item<ParcelRow> {
  declare id: string;
  declare serial: bigint;
  declare weight: ParcelRow['weight'];
  declare label: Uint8Array;
  declare sentAt: Date | null;
  declare prices: Map<string, bigint>;
  declare tags: Set<string>;
  declare toll: Money;
  declare version: number;

  constructor(specs: Partial<ParcelRow> = {}) {
    super({
      entity: 'parcels',
      properties: ['id', 'serial', 'weight', 'label', 'sentAt', 'prices', 'tags', 'toll', 'version'],
      generated: ['id', 'version'],
      ...specs,
    });
  }

  protected override get schema() {
    return parcelSchema;
  }
}
