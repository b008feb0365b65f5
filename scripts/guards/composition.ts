import { change, type Guard } from './guard';

const MAIN = 'apps/api/main.ts';
const composition = { project: 'e2e', tests: ['apps/api/composition.e2e.test.ts'] } as const;

/** That what guards is put in its place. */
export const compositionGuards: readonly Guard[] = [
  {
    ...composition,
    name: 'composition: somebody has to be there',
    changes: [
      change(MAIN, 'identity: authenticate(accounts.sessions),', 'identity: (_req, _res, next) => next(),'),
    ],
  },
  {
    // Requests and messages have scopes of their own all the same: what is refused is to begin without.
    project: 'e2e',
    tests: ['apps/api/process.e2e.test.ts'],
    only: 'the process says where it listens',
    name: 'composition: a scope is required',
    changes: [change(MAIN, '  requireScope();\n', '')],
  },
  {
    ...composition,
    name: 'composition: idempotency',
    changes: [change(MAIN, 'idempotent(idempotencyRecords),', '')],
  },
  {
    ...composition,
    name: 'composition: whose pages, and which names',
    changes: [change(MAIN, 'origins: config,\n    trustedProxies', 'origins: {},\n    trustedProxies')],
  },
  {
    ...composition,
    name: 'composition: the limit of an account',
    changes: [change('apps/api/limits/open-limits.ts', 'points: rateLimits.account,', 'points: 1_000_000,')],
  },
];
