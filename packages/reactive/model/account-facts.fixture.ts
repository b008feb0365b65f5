import {
  equal,
  type Plain,
  type PlainAccount,
  type PlainAddress,
  type PlainWorld,
  SIDES,
  sorted,
} from './account-reference.fixture';

/** What a computed property throws instead of having a value. */
export const THROWS = 'throws';

/** A name with what it has before and after: what has to be told of a model. */
export interface Told {
  readonly event: string;
  readonly value?: unknown;
  readonly previous?: unknown;
  /** What was written in what is held; sorted. */
  readonly paths?: readonly string[];
}

const known = (values: object): Record<string, unknown> => Object.fromEntries(sorted(values));

const isDefined = <V>(value: V | undefined): value is V => value !== undefined;

const lineOf = ({ street, zip }: PlainAddress): string => `${street} ${zip}`;

const addressAt = ({ addresses }: PlainWorld, at: number | undefined): Plain<PlainAddress> | undefined =>
  at === undefined ? undefined : addresses[at];

export const labelOf = (world: PlainWorld, { owner, home }: PlainAccount): string =>
  `${owner} of ${addressAt(world, home)?.values.street}`;

export const scoreOf = (world: PlainWorld, { amount, work, market }: PlainAccount): unknown => {
  if (amount === 4) return THROWS;
  if (amount === 3) return addressAt(world, work)?.values.zip ?? -1;
  return (amount ?? 0) * (market ? world.rate : 1);
};

const changedIn = ({ values, saved }: Plain<object>, names: readonly string[]): string[] =>
  names.filter((name) => !equal(Reflect.get(values, name), Reflect.get(saved, name)));

const addressFacts = (address: Plain<PlainAddress>) => {
  const changed = changedIn(address, ['street', 'zip']);
  return { isDraft: address.isDraft, ready: true, changed, unpublished: changed.length > 0 };
};

const NAMES = ['owner', 'amount', 'limit', 'tags', 'home', 'work', 'market'] as const;

const accountFacts = (world: PlainWorld, account: Plain<PlainAccount>) => {
  const own = changedIn(account, NAMES);
  const isEditedInside = (name: string): boolean =>
    (name === 'home' || name === 'work') &&
    [addressAt(world, account.values[name])].filter(isDefined).some((held) => addressFacts(held).unpublished);
  const changed = NAMES.filter((name) => own.includes(name) || isEditedInside(name));
  return { isDraft: account.isDraft, ready: true, changed, unpublished: changed.length > 0 };
};

/** Everything that can be asked of an address. */
export const lookAtAddress = (address: Plain<PlainAddress>) => ({
  properties: known({ ...address.values, line: lineOf(address.values) }),
  saved: known(address.saved),
  ...addressFacts(address),
});

/** Everything that can be asked of an account. */
export const lookAtAccount = (world: PlainWorld, account: Plain<PlainAccount>) => {
  const { values, saved } = account;
  const inside = (at: number | undefined, of: 'properties' | 'saved'): object | undefined => {
    const address = addressAt(world, at);
    return address && lookAtAddress(address)[of];
  };
  return {
    held: SIDES.map((side) => values[side]),
    properties: known({
      ...values,
      label: labelOf(world, values),
      home: inside(values.home, 'properties'),
      work: inside(values.work, 'properties'),
    }),
    saved: known({ ...saved, home: inside(saved.home, 'saved'), work: inside(saved.work, 'saved') }),
    score: scoreOf(world, values),
    wrong: wrongIn(values),
    ...accountFacts(world, account),
  };
};

/** Rules over several properties are asked when each property is right. */
const wrongIn = ({ owner, amount, limit }: PlainAccount): string[] => {
  const missing = Object.entries({ amount, owner }).flatMap(([name, value]) =>
    value === undefined ? [name] : [],
  );
  if (missing.length > 0) return missing;
  return limit !== undefined && (amount ?? 0) > limit ? ['amount'] : [];
};

const differences = (before: object, after: object, names: readonly string[]): Told[] =>
  names
    .map((name) => ({
      event: `${name}.changed`,
      value: Reflect.get(after, name) as unknown,
      previous: Reflect.get(before, name) as unknown,
    }))
    .filter(({ value, previous }) => !equal(value, previous));

const withChange = (told: readonly Told[], isOtherLife: boolean): Told[] => [
  ...told,
  ...(isOtherLife ? [{ event: 'meta:changed' }] : []),
  ...(told.length > 0 ? [{ event: 'change' }] : []),
];

/** What has to be told of an address. */
export const newsOfAddress = (before: Plain<PlainAddress>, after: Plain<PlainAddress>): Told[] => {
  const told = differences(before.values, after.values, ['street', 'zip']);
  const line = differences({ line: lineOf(before.values) }, { line: lineOf(after.values) }, ['line']);
  return withChange([...told, ...line], !equal(addressFacts(before), addressFacts(after)));
};

/** What has to be told of an account but for its computed properties. */
export const newsOfAccount = (
  [before, then]: readonly [PlainWorld, Plain<PlainAccount>],
  [after, now]: readonly [PlainWorld, Plain<PlainAccount>],
  computed: readonly Told[],
): Told[] => {
  const own = differences(then.values, now.values, NAMES);
  const inside = SIDES.flatMap((side): Told[] => {
    const at = now.values[side];
    if (at === undefined || at !== then.values[side]) return [];
    const values = [before, after].map(({ addresses }) => addresses[at]?.values ?? {}) as [object, object];
    const paths = differences(...values, ['street', 'zip']).map(
      ({ event }) => `${side}.${event.replace('.changed', '')}`,
    );
    return paths.length === 0 ? [] : [{ event: `${side}.changed`, value: at, previous: at, paths }];
  });
  return withChange(
    [...own, ...inside, ...computed],
    !equal(accountFacts(before, then), accountFacts(after, now)),
  );
};
