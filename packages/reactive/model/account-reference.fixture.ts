/** What a model has, and had when it was last saved. What it holds stands here by its number. */
export interface Plain<T> {
  values: T;
  saved: T;
  isDraft: boolean;
}

export interface PlainAddress {
  street?: string | undefined;
  zip?: number | undefined;
}

export interface PlainAccount {
  owner?: string | undefined;
  amount?: number | undefined;
  limit?: number | undefined;
  tags?: unknown;
  home?: number | undefined;
  work?: number | undefined;
  /** Whether it has the market. */
  market?: boolean | undefined;
}

export interface PlainWorld {
  addresses: Plain<PlainAddress>[];
  accounts: Plain<PlainAccount>[];
  rate: number;
}

/** What a `set` is given: data for what is held, the number of a model, or nothing. */
export type Given = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly updated: boolean;
  readonly wrong?: readonly string[];
}

export const SIDES = ['home', 'work'] as const;

/** Nothing in an object is no entry; in a list it is one of its own, and not null. */
const write = (value: unknown): string =>
  JSON.stringify([value], function (this: unknown, _key, each: unknown) {
    if (each === undefined && Array.isArray(this)) return 'nothing';
    return typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(sorted(each))
      : each;
  });

export const equal = (a: unknown, b: unknown): boolean => write(a) === write(b);

const ADDRESS_RULES: Record<string, (value: unknown) => unknown> = {
  street: (value) => (typeof value === 'string' && value.length <= 3 ? value.toLowerCase() : WRONG),
  zip: (value) => (typeof value === 'number' && value >= 0 ? value : WRONG),
};

const ACCOUNT_RULES: Record<string, (value: unknown) => unknown> = {
  owner: (value) => (typeof value === 'string' && value !== '' ? value.toUpperCase() : WRONG),
  amount: (value) => (typeof value === 'number' && value <= 4 ? value : WRONG),
  limit: (value) => (value === undefined || typeof value === 'number' ? value : WRONG),
  tags: (value) => value,
  market: (value) => value,
};

const WRONG = Symbol('wrong');

/** What the rules make of values, or the names of those that they refuse. */
const parse = (rules: typeof ADDRESS_RULES, given: Given): { values: Given; wrong: string[] } => {
  const entries = Object.entries(given).map(
    ([name, value]) => [name, rules[name]?.(value) ?? value] as const,
  );
  const wrong = entries.flatMap(([name, value]) =>
    value === WRONG || rules[name] === undefined ? [name] : [],
  );
  return { values: Object.fromEntries(entries), wrong };
};

const isData = (value: unknown): value is Given => typeof value === 'object' && value !== null;

/** The accounts, addresses and the market once more, as plain data that is copied, compared and computed anew. */
export class AccountReference {
  world: PlainWorld;

  constructor(world: PlainWorld) {
    this.world = world;
  }

  get copy(): PlainWorld {
    return structuredClone(this.world);
  }

  setAccount(at: number, given: Given): Answer {
    const account = this.world.accounts[at] as Plain<PlainAccount>;
    const { home, work, ...others } = given;
    const { values, wrong } = parse(ACCOUNT_RULES, others);
    const held = Object.entries({ home, work }).filter(([side]) => Object.hasOwn(given, side));
    for (const [side, value] of held) {
      if (isData(value)) wrong.push(...parse(ADDRESS_RULES, value).wrong.map((name) => `${side}.${name}`));
    }
    if (wrong.length > 0) return { updated: false, wrong: wrong.sort() };
    const writes = [
      () => void Object.assign(account.values, values),
      // In the order in which they were given, since both may be about one address.
      ...held
        .sort(([a], [b]) => order(given, a) - order(given, b))
        .map(
          ([side, value]) =>
            () =>
              this.#hold(account.values, side as 'home' | 'work', value),
        ),
    ];
    return { updated: writes.map((each) => this.#changes(each)).includes(true) };
  }

  #changes(write: () => void): boolean {
    const before = this.copy;
    write();
    return !equal(before, this.world);
  }

  #hold(values: PlainAccount, side: 'home' | 'work', value: unknown): void {
    const known = values[side];
    if (!isData(value)) values[side] = value as number | undefined;
    else if (known !== undefined) this.setAddress(known, value);
    else {
      // As a constructor takes them: what rules make of values is for what is there already.
      const made = { values: { ...value }, saved: { ...value }, isDraft: Object.keys(value).length === 0 };
      values[side] = this.world.addresses.push(made) - 1;
    }
  }

  setAddress(at: number, given: Given): Answer {
    const address = this.world.addresses[at] as Plain<PlainAddress>;
    const { values, wrong } = parse(ADDRESS_RULES, given);
    if (wrong.length > 0) return { updated: false, wrong: wrong.sort() };
    return { updated: this.#changes(() => void Object.assign(address.values, values)) };
  }

  revertAccount(at: number): void {
    const account = this.world.accounts[at] as Plain<PlainAccount>;
    account.values = { ...account.saved };
    for (const side of SIDES) this.revertAddress(account.values[side]);
  }

  revertAddress(at: number | undefined): void {
    const address = this.world.addresses[at ?? -1];
    if (address !== undefined) address.values = { ...address.saved };
  }

  saveAccount(at: number): void {
    const account = this.world.accounts[at] as Plain<PlainAccount>;
    account.saved = { ...account.values };
    account.isDraft = false;
    for (const side of SIDES) this.saveAddress(account.values[side]);
  }

  saveAddress(at: number | undefined): void {
    const address = this.world.addresses[at ?? -1];
    if (address === undefined) return;
    address.saved = { ...address.values };
    address.isDraft = false;
  }
}

const order = (given: Given, name: string): number => Object.keys(given).indexOf(name);

export const sorted = (values: object): [string, unknown][] =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
