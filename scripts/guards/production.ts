import { change, type Guard } from './guard';

const CONFIG = 'apps/api/config.ts';
const OPEN = 'apps/api/accounts/open-accounts.ts';
const config = { project: 'unit', tests: ['apps/api/config.test.ts'] } as const;
const opened = { project: 'unit', tests: ['apps/api/accounts/open-accounts.test.ts'] } as const;

/** With what accounts are not opened where it matters: demo accounts, secrets that are none, plain HTTP. */
export const productionGuards: readonly Guard[] = [
  {
    ...config,
    name: 'no demo in production',
    changes: [change(CONFIG, 'demo && production,', 'false,')],
  },
  {
    ...config,
    name: 'no demo for other machines',
    changes: [change(CONFIG, 'demo && !isLoopback(HOST),', 'false,')],
  },
  {
    ...config,
    name: 'no production without a secret',
    changes: [change(CONFIG, 'production && AUTH_SECRET === undefined,', 'false,')],
  },
  {
    ...config,
    name: 'no production without https',
    changes: [change(CONFIG, "production && !PUBLIC_URL?.startsWith('https:'),", 'false,')],
  },
  {
    ...config,
    name: 'no secret that is guessed',
    changes: [change('apps/api/config-values.ts', 'text.length >= 32 && new Set(text).size >= 10', 'true')],
  },
  {
    ...opened,
    name: 'links that open accounts stand in no log of production',
    changes: [change(OPEN, 'production ? noMailer : consoleMailer()', 'consoleMailer()')],
  },
  {
    ...opened,
    name: 'no demo accounts in a production database',
    changes: [change(OPEN, 'else await refuseDemoAccounts(accounts, config);', '')],
  },
  {
    ...opened,
    name: 'the secret of a machine is for its owner alone',
    changes: [change('apps/api/accounts/secret.ts', ', mode: 0o600 }', ' }')],
  },
];
