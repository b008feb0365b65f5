import fc from 'fast-check';
import { describe, it } from 'vitest';
import { ValidationError } from '../errors';
import { agree } from '../errors/agree.fixture';
import { runs } from '../errors/runs.fixture';
import type { Way } from './account-ears.fixture';
import type { Given, PlainWorld } from './account-reference.fixture';
import { AccountWorld } from './account-world.fixture';

/** Something that is done to the models and to the plain data alike. */
interface Step {
  readonly text: string;
  readonly take: (world: AccountWorld) => void;
}

/** Whether it throws because a value is wrong. */
const refused = (act: () => unknown): boolean => {
  try {
    act();
    return false;
  } catch (error) {
    if (error instanceof ValidationError) return true;
    throw error;
  }
};

const account = fc.constantFrom(0 as const, 1 as const);
const address = fc.nat(2);
const addressData = fc.record(
  { street: fc.constantFrom('elm', 'OAK', 'too long', 'oak'), zip: fc.constantFrom(0, 1, -1) },
  { requiredKeys: [] },
);
const place = fc.oneof(address, addressData, fc.constant(undefined));
const values: fc.Arbitrary<Given> = fc.record(
  {
    owner: fc.constantFrom('ann', 'Bob', ''),
    amount: fc.oneof(
      { weight: 8, arbitrary: fc.nat(4) },
      { weight: 1, arbitrary: fc.constantFrom(5, undefined) },
    ),
    limit: fc.constantFrom(0, 3, undefined),
    tags: fc.constantFrom([1], [2], null, undefined, { a: 1 }),
    home: place,
    work: place,
    market: fc.boolean().map((has) => has || undefined),
  },
  { requiredKeys: [] },
);
const strange: fc.Arbitrary<Given> = fc.constantFrom(
  { nope: 1 },
  { label: 'x', amount: 2 },
  { home: { line: 'x' } },
);

const show = (value: unknown): string => fc.stringify(value);

const set = fc
  .tuple(account, fc.oneof({ weight: 9, arbitrary: values }, { weight: 1, arbitrary: strange }))
  .map(
    ([at, given]): Step => ({
      text: `account ${at} set ${show(given)}`,
      take: (world) => agree(world.set(at, given), world.reference.setAccount(at, given)),
    }),
  );

const setAddress = fc.tuple(address, addressData).map(
  ([at, given]): Step => ({
    text: `address ${at} set ${show(given)}`,
    take: (world) => {
      const { updated, wrong } = world.reference.setAddress(at, given);
      const answer = world.addresses[at]?.set(given);
      agree(answer?.updated, updated);
      agree(Object.keys(answer?.errors ?? {}).sort(), wrong ?? []);
    },
  }),
);

const assign = fc
  .tuple(account, fc.constantFrom('owner', 'amount', 'limit'), fc.constantFrom('cyd', 2, 4, 5))
  .map(
    ([at, name, value]): Step => ({
      text: `account ${at}.${name} = ${show(value)}`,
      take: (world) => {
        const { wrong } = world.reference.setAccount(at, { [name]: value });
        agree(
          refused(() => Reflect.set(world.accounts[at], name, value)),
          wrong !== undefined,
        );
      },
    }),
  );

const rate = fc.nat(2).map(
  (value): Step => ({
    text: `market.rate = ${value}`,
    take: (world) => {
      world.market.rate = value;
      world.reference.world.rate = value;
    },
  }),
);

const life = fc.tuple(account, address, fc.constantFrom('revert', 'save'), fc.boolean()).map(
  ([at, of, what, isAccount]): Step => ({
    text: `${isAccount ? `account ${at}` : `address ${of}`} ${what}`,
    take: (world) => {
      const { reference, accounts, addresses } = world;
      const model = isAccount ? accounts[at] : addresses[of];
      if (what === 'revert') model?.revert();
      else model?.saveChanges();
      if (what === 'revert' && isAccount) reference.revertAccount(at);
      else if (what === 'revert') reference.revertAddress(of);
      else if (isAccount) reference.saveAccount(at);
      else reference.saveAddress(of);
    },
  }),
);

const EVENTS = {
  account: ['owner', 'amount', 'tags', 'home', 'work', 'label', 'score'].map((name) => `${name}.changed`),
  address: ['street.changed', 'zip.changed', 'line.changed'],
  any: ['*', 'change', 'meta:changed'],
};

const model = fc.oneof(
  fc.tuple(account, fc.constantFrom(...EVENTS.account, ...EVENTS.any)),
  fc.tuple(
    address.map((at) => at + 2),
    fc.constantFrom(...EVENTS.address, ...EVENTS.any),
  ),
);

const listen = fc.tuple(model, fc.constantFrom<Way>('on', 'once', 'off', 'signal')).map(
  ([[at, event], way]): Step => ({
    text: `listen to ${event} of model ${at}: ${way}`,
    take: ({ ears }) => ears.listen(at, event, way),
  }),
);

const unlisten = fc
  .nat(20)
  .map((at): Step => ({ text: `end listening ${at}`, take: ({ ears }) => ears.end(at) }));

const { step } = fc.letrec<{ step: Step; transaction: Step }>((tie) => ({
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    set,
    setAddress,
    assign,
    rate,
    life,
    tie('transaction'),
  ),
  transaction: fc.tuple(fc.array(tie('step'), { maxLength: 4 }), fc.boolean()).map(
    ([steps, fails]): Step => ({
      text: `transaction(${steps.map(({ text }) => text).join('; ')}${fails ? '; throw' : ''})`,
      take: (world) => world.transaction(() => steps.forEach((each) => each.take(world)), fails),
    }),
  ),
}));

/** The state that a run is judged by is the world's own: nothing decides about a step beforehand. */
const command = (each: Step): fc.Command<PlainWorld, AccountWorld> => ({
  check: () => true,
  run: (_, world) => world.observe(() => each.take(world)),
  toString: () => each.text,
});

const commands = fc.commands(
  [step.map(command), listen.map(command), unlisten.map(command), set.map(command)],
  { maxCommands: 30, size: 'max' },
);

describe('whatever is done to models that hold models', () => {
  it('[M-87] they have, and tell, just what plain data that are computed anew say', () => {
    fc.assert(
      fc.property(commands, (commands) => {
        const world = new AccountWorld();
        fc.modelRun(() => ({ model: world.reference.world, real: world }), commands);
      }),
      runs(100),
    );
  }, 60_000);
});
