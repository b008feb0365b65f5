import {
  Accounts,
  appointFirstAdmin,
  DEMO_ACCOUNTS,
  findDemoAccount,
  hasAdmin,
  Sessions,
  seedDemoAccounts,
} from '@myapp/server/auth';
import type { LimitStore } from '@myapp/server/limits';
import { consoleMailer, createOutbox, type Mailer, type Outbox, smtpMailer } from '@myapp/server/mail';
import { UserPrismaProvider } from '@myapp/server/providers/user';
import type { AccountParts } from '@myapp/server/routes/account';
import { accountLimits } from '@myapp/server/routes/account-limits';
import type { Logger } from 'pino';
import { type Config, ConfigError } from '../config';
import { machineSecret } from './secret';

/** Accounts that are kept until the process ends. */
export interface OpenAccounts extends AccountParts {
  readonly outbox: Outbox;
}

/** What accounts need of the process around them. */
export interface AccountSurroundings {
  readonly log: Logger;
  readonly store: LimitStore;
  /** Where people open the page, once it is served. */
  readonly pageUrl: () => string;
}

/** In production the log is kept: a link that opens an account must not stand in it. */
const noMailer: Mailer = {
  send: () => Promise.reject(new Error('No mail server is configured: set SMTP_URL and MAIL_FROM')),
};

function mailerOf({ mail, production }: Config): Mailer {
  if (mail) return smtpMailer(mail);
  return production ? noMailer : consoleMailer();
}

/**
 * To be called when the page is served, since the message links to it.
 *
 * @returns what is missing, where nobody could let others in
 */
export async function ensureAdmin({ accounts }: OpenAccounts, { adminEmail }: Config): Promise<string> {
  if (adminEmail !== undefined) await appointFirstAdmin(accounts, adminEmail);
  else if (!(await hasAdmin()))
    return 'There is no admin yet: start with ADMIN_EMAIL=your@address to become one.\n';
  return '';
}

/**
 * Opens the accounts of the open database; a demo gets its two.
 *
 * @throws ConfigError in production, when the database has an account whose password everybody knows
 */
export async function openAccounts(
  config: Config,
  { log, store, pageUrl }: AccountSurroundings,
): Promise<OpenAccounts> {
  const outbox = createOutbox(mailerOf(config), (err) => log.error({ err }, 'a message was not sent'));
  const proveAddresses = config.mail !== undefined;
  const accounts = new Accounts({
    secret: config.authSecret ?? (await machineSecret(config.dataDir)),
    https: config.publicUrl?.startsWith('https:') ?? false,
    pageUrl,
    outbox,
    proveAddresses,
    openSignUp: config.openSignUp,
  });
  if (config.demo) await seedDemoAccounts(accounts);
  else await refuseDemoAccounts(accounts, config);
  return {
    accounts,
    sessions: new Sessions(accounts),
    users: UserPrismaProvider,
    outbox,
    limits: accountLimits(store),
    options: {
      signUp: config.openSignUp ? 'open' : 'closed',
      proveAddresses,
      ...(config.demo && { demoAccounts: DEMO_ACCOUNTS.map(({ email, password }) => ({ email, password })) }),
    },
    report: (err) => log.error({ err }, 'work in the background failed'),
  };
}

async function refuseDemoAccounts(accounts: Accounts, { production }: Config): Promise<void> {
  const known = production ? await findDemoAccount(accounts) : undefined;
  if (known === undefined) return;
  throw new ConfigError(
    `The database has the demo account ${known}, whose password everybody knows: change its password or delete it ` +
      '(start with NODE_ENV=development DEMO_MODE=no, sign in and do so), then start again',
  );
}
