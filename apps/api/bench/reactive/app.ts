import { Accounts, Sessions } from '@myapp/server/auth';
import { idempotencyRecords, openDatabase } from '@myapp/server/db';
import { accountHistories } from '@myapp/server/events';
import { openLimitStore } from '@myapp/server/limits';
import { createOutbox } from '@myapp/server/mail';
import { HistoryPrismaProvider } from '@myapp/server/providers/history';
import { UserPrismaProvider, UsersPrismaProvider } from '@myapp/server/providers/user';
import { accountRoutes } from '@myapp/server/routes/account';
import { accountLimits } from '@myapp/server/routes/account-limits';
import { authenticate } from '@myapp/server/routes/authenticate';
import { historyRoutes } from '@myapp/server/routes/history';
import { userRoutes } from '@myapp/server/routes/user';
import type { Express } from 'express';
import { idempotent } from 'reactive/express';
import { requireScope, scopeMiddleware } from 'reactive/node';
import { createApp } from '../../app';
import { createLog } from '../../log';
import type { Surroundings } from '../contenders';
import { openLimits } from '../limits';

/** Accounts by which tokens are recognized. */
export function accountsOf(secret: string): { accounts: Accounts; sessions: Sessions } {
  const accounts = new Accounts({
    secret,
    https: false,
    pageUrl: () => 'http://127.0.0.1:3000',
    outbox: createOutbox({ send: async () => {} }, () => {}),
    proveAddresses: false,
    openSignUp: true,
  });
  return { accounts, sessions: new Sessions(accounts) };
}

/** Our own app as it is served, but for jobs, projections and sockets, which would work beside the requests. */
export async function reactive({ databaseUrl, secret }: Surroundings): Promise<Express> {
  requireScope();
  const database = await openDatabase({ url: databaseUrl, migrate: false });
  const { accounts, sessions } = accountsOf(secret);
  return createApp({
    log: createLog({ level: 'info' }),
    stopping: () => false,
    ping: () => database.ping(),
    scope: scopeMiddleware(),
    identity: authenticate(sessions),
    demo: false,
    open: accountRoutes({
      accounts,
      sessions,
      users: UserPrismaProvider,
      limits: accountLimits(await openLimitStore({})),
      options: { signUp: 'open', proveAddresses: false },
      report: (error) => process.stderr.write(`${String(error)}\n`),
    }),
    api: [
      idempotent(idempotencyRecords),
      historyRoutes({
        users: UserPrismaProvider,
        history: HistoryPrismaProvider,
        histories: accountHistories,
      }),
      userRoutes({ item: UserPrismaProvider, collection: UsersPrismaProvider }),
    ],
    resources: [],
    limits: await openLimits(),
    origins: {},
    trustedProxies: [],
    webFolder: '/nowhere',
  });
}
