import { change, type Guard } from './guard';

const ROUTES = 'packages/server/routes/account.routes.ts';
const LIMIT = 'packages/server/limits/sign-in-limit.ts';
const limits = { project: 'unit', tests: ['packages/server/routes/account-limits.test.ts'] } as const;
const store = { project: 'unit', tests: ['packages/server/limits/limit-store.test.ts'] } as const;

/** How often somebody may try: a password, an address, a new account. */
export const guessGuards: readonly Guard[] = [
  {
    ...limits,
    name: 'guesses of a password are counted at the sign-in',
    only: 'guesses',
    changes: [
      change(ROUTES, 'await limits.signIn.attempt(attempt);\n      const signedIn', 'const signedIn'),
    ],
  },
  {
    ...limits,
    name: 'guesses of a password are counted where it is changed',
    only: 'guesses',
    changes: [
      change(ROUTES, 'await limits.signIn.attempt(attempt);\n      const { cookies }', 'const { cookies }'),
    ],
  },
  {
    ...limits,
    name: 'accounts that one network opens are counted',
    only: 'messages',
    changes: [change(ROUTES, 'await limits.network.consume(networkOf(req.ip));\n      reply(', 'reply(')],
  },
  {
    ...limits,
    name: 'messages to one address are counted',
    only: 'messages',
    changes: [
      change(ROUTES, 'await parts.limits.mail.consume(accountKey(email));', 'void accountKey(email);'),
    ],
  },
  {
    ...limits,
    name: 'the counts name no address of a person',
    only: 'messages',
    changes: [
      change(
        ROUTES,
        'await parts.limits.mail.consume(accountKey(email));',
        'await parts.limits.mail.consume(email);',
      ),
    ],
  },
  {
    ...store,
    name: 'guesses for one account from one network',
    changes: [change(LIMIT, 'await pair.consume(`${network} ${account}`);', '')],
  },
  {
    ...store,
    name: 'guesses for one account from everywhere',
    changes: [change(LIMIT, 'await perAccount.consume(account);', '')],
  },
  {
    ...store,
    name: 'guesses from one network for all accounts',
    changes: [change(LIMIT, 'await perNetwork.consume(network);', '')],
  },
];
