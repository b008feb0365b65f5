import { z } from 'zod';
import { ReactiveModel } from './index';

export interface IAddress {
  street: string;
  zip: number;
  line: string;
}

/** A model with a computed property of its own, to be held by others. */
export class Address extends ReactiveModel<IAddress> {
  declare street: string;
  declare zip: number;
  declare readonly line: string;

  constructor(specs: Partial<Omit<IAddress, 'line'>> = {}) {
    super({
      properties: ['street', 'zip', 'line'],
      computed: [{ name: 'line', compute: ({ street, zip }) => `${street} ${zip}` }],
      ...specs,
    });
  }

  protected override get schema() {
    return z.object({
      street: z.string().max(3, 'Too long').toLowerCase(),
      zip: z.number().min(0, 'Too small'),
    });
  }
}

/** A model that nothing holds, and others compute from. */
export class Market extends ReactiveModel<{ rate: number }> {
  declare rate: number;

  constructor(specs: { rate?: number } = {}) {
    super({ properties: ['rate'], ...specs });
  }
}

export interface IAccount {
  owner: string;
  amount: number;
  limit: number;
  tags: unknown;
  home: Address | undefined;
  work: Address | undefined;
  market: Market | undefined;
  /** Of declared dependencies, one of them held. */
  label: string;
  /** Of what it reads, which depends on what it has read. */
  score: number;
}

export type AccountSpecs = Partial<Omit<IAccount, 'label' | 'score'>>;

/** Has a property of each kind, rules for one and for several of them, and what is computed in each way there is. */
export class Account extends ReactiveModel<IAccount> {
  declare owner: string;
  declare amount: number;
  declare limit: number;
  declare tags: unknown;
  declare home: Address | undefined;
  declare work: Address | undefined;
  declare market: Market | undefined;
  declare readonly label: string;
  declare readonly score: number;

  constructor(specs: AccountSpecs = {}) {
    super({
      properties: [
        'owner',
        'amount',
        'limit',
        'tags',
        { name: 'home', value: Address },
        { name: 'work', value: Address },
        'market',
        'label',
      ],
      computed: [
        {
          name: 'label',
          dependencies: ['owner', 'home'],
          compute: ({ owner, home }) => `${owner} of ${home?.street}`,
        },
        { name: 'score', compute: scoreOf },
      ],
      ...specs,
    });
  }

  protected override get schema() {
    return z
      .object({
        owner: z.string().min(1, 'Needed').toUpperCase(),
        amount: z.number().max(4, 'Too much'),
        limit: z.number().optional(),
      })
      .refine(({ amount, limit }) => limit === undefined || amount <= limit, {
        message: 'Past the limit',
        path: ['amount'],
      });
  }
}

/** Reads one thing or another, and may throw. */
const scoreOf = ({ amount, work, market }: AccountSpecs): number => {
  if (amount === 4) throw new RangeError('No score for 4');
  return amount === 3 ? (work?.zip ?? -1) : (amount ?? 0) * (market?.rate ?? 1);
};
