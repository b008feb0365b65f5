import { agree } from '../errors/agree.fixture';
import { Account, Address, Market } from './account.fixture';
import { Ears } from './account-ears.fixture';
import {
  labelOf,
  lookAtAccount,
  lookAtAddress,
  newsOfAccount,
  newsOfAddress,
  scoreOf,
  THROWS,
  type Told,
} from './account-facts.fixture';
import {
  AccountReference,
  type Answer,
  type Given,
  type PlainWorld,
  SIDES,
} from './account-reference.fixture';
import { effect, type ReactiveModel, transaction } from './index';

class TakenBack extends Error {}

const read = (compute: () => unknown): unknown => {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return THROWS;
    throw error;
  }
};

const lookAt = (model: Account | Address) => ({
  isDraft: model.isDraft,
  ready: model.ready,
  changed: model.changedProperties,
  unpublished: model.unpublished,
  properties: model.getProperties(),
  saved: model.initialValues,
});

const start = (): PlainWorld => {
  const make = <T extends object>(values: T, isDraft = false) => ({ values, saved: { ...values }, isDraft });
  return {
    addresses: [
      make({ street: 'elm', zip: 1 }),
      make({ street: 'oak' }),
      make({}, true),
      make({}, true),
      make({}, true),
    ],
    accounts: [
      make({ owner: 'ANN', amount: 1, home: 0, work: 1, market: true }),
      make({ home: 3, work: 4 }, true),
    ],
    rate: 2,
  };
};

/** Two accounts, addresses that they may hold, and a market, beside the plain data that they must be like. */
export class AccountWorld {
  readonly market = new Market({ rate: 2 });
  readonly addresses: Address[];
  readonly accounts: readonly [Account, Account];
  readonly reference = new AccountReference(start());
  readonly ears: Ears;
  /** What a watched computed property had when it was told last. */
  readonly #watched = new Map<string, unknown>();
  #effects = 0;
  /** Whether somebody has looked in the middle of a transaction. */
  #looked = false;

  constructor() {
    const elm = new Address({ street: 'elm', zip: 1 });
    const oak = new Address({ street: 'oak' });
    this.accounts = [
      new Account({ owner: 'ANN', amount: 1, home: elm, work: oak, market: this.market }),
      new Account(),
    ];
    this.addresses = [elm, oak, new Address()];
    // Their values are of several types, none of which the listening is about.
    this.ears = new Ears(
      [...this.accounts, ...this.addresses] as unknown as ReactiveModel<object>[],
      this.#readable,
    );
    this.#meet(1, SIDES);
    effect(() => {
      this.#effects++;
      this.#readByEffect();
    });
  }

  /** A property, what is held, and a property of that. */
  #readByEffect(): unknown[] {
    const { home } = this.accounts[1];
    return [this.accounts[0].amount, home, home?.street];
  }

  /** Has something done to the models and to the plain data, and compares all that can be seen of it. */
  observe(act: () => void): void {
    const before = this.reference.copy;
    this.ears.forget();
    const [runs, seen] = [this.#effects, this.#readByEffect()];
    act();
    this.check();
    this.#checkNews(before);
    const isOther = this.#readByEffect().some((value, at) => value !== seen[at]);
    // What was written in a transaction, read there, and taken back may count as news.
    if (isOther || !this.#looked) agree(this.#effects - runs, isOther ? 1 : 0, 'runs of the effect');
    this.#looked = false;
  }

  set(at: 0 | 1, given: Given): Answer {
    const values = Object.entries(given).map(([name, value]) => [name, this.#real(name, value)]);
    const { updated, errors } = this.accounts[at].set(Object.fromEntries(values));
    this.#meet(at, Object.keys(given));
    return errors === undefined ? { updated } : { updated, wrong: Object.keys(errors).sort() };
  }

  /** What stands for a value in the plain data. */
  #real(name: string, value: unknown): unknown {
    if (name === 'market') return value === true ? this.market : undefined;
    return SIDES.some((side) => side === name) && typeof value === 'number' ? this.addresses[value] : value;
  }

  /** What stands for a value in the plain data, the other way round. */
  readonly #readable = (payload: unknown): object => {
    if (typeof payload !== 'object' || payload === null) return {};
    const entries = Object.entries(payload).map(([name, value]) => {
      if (value === this.market) return [name, true];
      // In the order in which they were written, which is not what is compared.
      if (name === 'paths') return [name, [...(value as string[])].sort()];
      return [name, value instanceof Address ? this.#numberOf(value) : (value as unknown)];
    });
    return Object.fromEntries(entries);
  };

  /** Takes note of the addresses that the library has made. */
  #meet(at: 0 | 1, names: readonly string[]): void {
    for (const name of names.filter((each) => SIDES.some((side) => side === each)))
      this.#numberOf(this.accounts[at][name as (typeof SIDES)[number]]);
  }

  #numberOf(address: Address | undefined): number | undefined {
    if (address === undefined) return undefined;
    if (!this.addresses.includes(address)) this.addresses.push(address);
    return this.addresses.indexOf(address);
  }

  transaction(act: () => void, fails: boolean): void {
    const before = this.reference.copy;
    try {
      transaction(() => {
        act();
        // Also what nobody has been told of yet.
        this.check();
        this.#looked = true;
        if (fails) throw new TakenBack();
      });
    } catch (error) {
      if (!(error instanceof TakenBack)) throw error;
      this.reference.world = before;
      this.addresses.length = before.addresses.length;
    }
  }

  /** Everything that can be asked of the models is what the plain data say. */
  check(): void {
    const { world } = this.reference;
    agree(this.addresses.map(lookAt), world.addresses.map(lookAtAddress));
    agree(
      this.accounts.map((account) => this.#lookAtAccount(account)),
      world.accounts.map((account) => lookAtAccount(world, account)),
    );
  }

  #lookAtAccount(account: Account): object {
    const held = SIDES.map((side) => account[side]);
    const looks = lookAt(account);
    return {
      ...looks,
      properties: this.#readable(looks.properties),
      saved: this.#readable(looks.saved),
      held: held.map((address) => this.#numberOf(address)),
      score: read(() => account.score),
      wrong: Object.keys(account.validate().errors ?? {}).sort(),
    };
  }

  #checkNews(before: PlainWorld): void {
    const after = this.reference.world;
    this.accounts.forEach((_, at) => {
      const [then, now] = [before.accounts[at], after.accounts[at]];
      if (then === undefined || now === undefined) throw new Error('two accounts');
      const told = newsOfAccount([before, then], [after, now], this.#computedNews(at));
      this.ears.check(at, told, ['label.changed', 'score.changed']);
    });
    for (const at of [0, 1, 2]) {
      const [then, now] = [before.addresses[at], after.addresses[at]];
      if (then === undefined || now === undefined) throw new Error('three addresses');
      this.ears.check(at + this.accounts.length, newsOfAddress(then, now), ['line.changed']);
    }
    this.#rewatch();
  }

  #computed(at: number): Record<'label' | 'score', unknown> {
    const { world } = this.reference;
    const { values } = world.accounts[at] ?? { values: {} };
    return { label: labelOf(world, values), score: scoreOf(world, values) };
  }

  #computedNews(at: number): Told[] {
    return Object.entries(this.#computed(at)).flatMap(([name, value]) => {
      const key = `${at} ${name}`;
      const previous = this.#watched.get(key);
      // While it throws there is nothing to tell: the value before that counts when it recovers.
      if (!this.#watched.has(key) || value === THROWS || value === previous) return [];
      this.#watched.set(key, value);
      return [{ event: `${name}.changed`, value, previous }];
    });
  }

  /** What is computed from whatever was read is watched for `change` as well. */
  #rewatch(): void {
    for (const at of this.accounts.keys()) {
      const { label, score } = this.#computed(at);
      this.#watch(`${at} label`, label, this.ears.hears(at, 'label.changed'));
      this.#watch(`${at} score`, score, this.ears.hears(at, 'score.changed', 'change'));
    }
  }

  #watch(key: string, value: unknown, isWanted: boolean): void {
    if (!isWanted) this.#watched.delete(key);
    else if (!this.#watched.has(key)) this.#watched.set(key, value === THROWS ? undefined : value);
  }
}
