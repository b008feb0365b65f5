import type { RequestListener, Server } from 'node:http';
import { basename, join } from 'node:path';
import { DEMO_ACCOUNTS, type Sessions } from '@myapp/server/auth';
import {
  type Database,
  DatabaseLockedError,
  idempotencyRecords,
  MigrationError,
  openDatabase,
  seedDemoUsers,
} from '@myapp/server/db';
import { accountActivity, accountHistories, kept, Projector } from '@myapp/server/events';
import { type OpenJobs, openJobs } from '@myapp/server/jobs';
import { jobHandlers } from '@myapp/server/jobs/handlers';
import { accountResource } from '@myapp/server/openapi/account';
import { historyResource } from '@myapp/server/openapi/history';
import { jobResource } from '@myapp/server/openapi/job';
import { userResource } from '@myapp/server/openapi/user';
import { HistoryPrismaProvider } from '@myapp/server/providers/history';
import { jobProviders } from '@myapp/server/providers/job';
import { UserPrismaProvider, UsersPrismaProvider } from '@myapp/server/providers/user';
import { openRealtime, type Realtime } from '@myapp/server/realtime';
import { accountRoutes } from '@myapp/server/routes/account';
import { authenticate } from '@myapp/server/routes/authenticate';
import { historyRoutes } from '@myapp/server/routes/history';
import { importRoutes, isUpload } from '@myapp/server/routes/import';
import { jobRoutes } from '@myapp/server/routes/job';
import { userRoutes } from '@myapp/server/routes/user';
import type { Logger } from 'pino';
import { UnavailableError } from 'reactive/errors';
import { idempotent } from 'reactive/express';
import { requireScope, scopeMiddleware } from 'reactive/node';
import { ensureAdmin, openAccounts } from './accounts/open-accounts';
import { createApp } from './app';
import { type Config, ConfigError, readConfig } from './config';
import { type OpenLimits, openLimits } from './limits/open-limits';
import { createLog } from './log';
import { repositoryFolder } from './repository-folder';
import { drain, ListenError, listen, urlOf } from './server';
import { socketGate } from './sockets';
import { type StopSignals, stopSignals } from './stop-signals';
import { readPage } from './web-app';

const HERE = import.meta.dirname;
const WEB_FOLDER = join(HERE, basename(HERE) === 'dist' ? '../..' : '..', 'web/dist');

/** Time for the database to close after the last request. */
const LAST_WORDS = 5_000;

const DEMO = [
  'This is a demo, for this machine only. Sign in as',
  ...DEMO_ACCOUNTS.map(({ email, password }) => `  ${email} / ${password}`),
  '',
].join('\n');

const NO_PAGE = 'The web page is not built: npx pnpm build makes it.\n';

function whereDataLives({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl === undefined) return `in ${dataDir} (embedded PostgreSQL)`;
  const { host, pathname } = new URL(databaseUrl);
  return `on the PostgreSQL server ${host}${pathname}`;
}

async function openWork(config: Config, database: Database, log: Logger): Promise<OpenJobs> {
  const report = (err: unknown, job?: string): void =>
    log.error({ err, job }, 'a job, or the work on jobs, failed');
  return openJobs({ database, handlers: jobHandlers, lease: config.jobs.lease, report });
}

interface SocketSurroundings {
  readonly config: Config;
  readonly database: Database;
  readonly log: Logger;
  readonly limits: OpenLimits;
  readonly stopping: () => boolean;
  readonly sessions: Sessions;
}

async function openSockets(
  server: Server,
  { config, database, log, limits, stopping, sessions }: SocketSurroundings,
): Promise<Realtime> {
  return openRealtime(server, {
    ...socketGate({ ...config, ...limits, origins: config, stopping }),
    sessions,
    database,
    perAccount: limits.perAccount,
    redisUrl: config.redisUrl,
    databaseUrl: config.databaseUrl,
    report: (err) => log.warn({ err }, 'the way to the sockets of other processes failed'),
    failed: (err, request) => log.error({ err, request }, 'a request over a socket failed'),
  });
}

function projectorOf(log: Logger): Projector {
  return new Projector([kept(accountActivity)], {
    report: ({ projection, error }) => log.error({ projection, err: error }, 'a projection does not go on'),
  });
}

/** What keeps the process from being torn off: its requests and its jobs end by themselves, or are cut off. */
async function finish(server: Server, jobs: OpenJobs, deadline: number): Promise<boolean> {
  const finished = await Promise.all([drain(server, deadline), jobs.close(deadline)]);
  return finished.every(Boolean);
}

/** Where it cannot listen, what asks the database by itself is closed, before that is. */
async function listenOrClose(
  app: RequestListener,
  config: Config,
  { jobs, limits }: { readonly jobs: OpenJobs; readonly limits: OpenLimits },
): Promise<Server> {
  try {
    return await listen(app, { ...config, maxBody: config.jobs.maxUpload });
  } catch (error) {
    await Promise.all([jobs.close(0), limits.close()]);
    throw error;
  }
}

async function serve(config: Config, database: Database, { asked, stopping }: StopSignals): Promise<number> {
  const log = createLog({ level: config.logLevel });
  if (config.demo) await seedDemoUsers();
  const limits = await openLimits(config, log);
  const page = { url: config.publicUrl ?? '' }; // without one, known when the system has chosen the port
  const accounts = await openAccounts(config, { log, store: limits.store, pageUrl: () => page.url });
  const projector = projectorOf(log);
  const jobs = await openWork(config, database, log);
  const jobParts = { queue: jobs.queue, jobs: jobProviders(jobs.queue) };
  const app = createApp({
    log,
    stopping,
    ping: () => database.ping(),
    scope: scopeMiddleware(),
    identity: authenticate(accounts.sessions),
    demo: config.demo,
    open: accountRoutes(accounts),
    streams: isUpload,
    api: [
      importRoutes({ ...jobParts, answers: idempotencyRecords, maxBytes: config.jobs.maxUpload }),
      idempotent(idempotencyRecords),
      historyRoutes({
        users: UserPrismaProvider,
        history: HistoryPrismaProvider,
        histories: accountHistories,
      }),
      jobRoutes(jobParts),
      userRoutes({ item: UserPrismaProvider, collection: UsersPrismaProvider }),
    ],
    resources: [accountResource, userResource, historyResource, jobResource],
    projections: () => projector.statuses,
    limits,
    origins: config,
    trustedProxies: config.trustedProxies,
    webFolder: WEB_FOLDER,
  });
  const server = await listenOrClose(app, config, { jobs, limits });
  const realtime = await openSockets(server, {
    config,
    database,
    log,
    limits,
    stopping,
    sessions: accounts.sessions,
  });
  projector.start();
  page.url ||= urlOf(server);
  if (config.jobs.works) await jobs.start();
  process.stdout.write(`Ready at ${page.url}, data ${whereDataLives(config)}.\n${config.demo ? DEMO : ''}`);
  process.stdout.write((await ensureAdmin(accounts, config)) + (readPage(WEB_FOLDER).built ? '' : NO_PAGE));
  const signal = await asked;
  log.info({ signal }, 'stopping: requests in flight may finish');
  setTimeout(() => process.exit(1), config.shutdownDeadline + LAST_WORDS).unref();
  await realtime.close(); // their pages connect again, to another process where there is one
  const finished = await finish(server, jobs, config.shutdownDeadline);
  await Promise.all([accounts.outbox.flush(), limits.close(), projector.stop()]);
  if (!finished) log.warn('stopped: requests or jobs that took too long were cut off');
  return finished ? 0 : 1;
}

async function main(): Promise<number> {
  const config = readConfig(process.env, repositoryFolder());
  const signals = stopSignals();
  requireScope();
  const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
  try {
    return await serve(config, database, signals);
  } finally {
    await database.close();
  }
}

function isExpected(error: unknown): error is Error {
  return [ConfigError, ListenError, DatabaseLockedError, MigrationError, UnavailableError].some(
    (kind) => error instanceof kind,
  );
}

// Not awaited: whoever imports this file gets the signal handlers at once, and the server when it is up.
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const text = isExpected(error) ? error.message.replaceAll(/\s*\n\s*/g, ' ') : error;
    process.stderr.write(`${text instanceof Error ? text.stack : String(text)}\n`);
    process.exit(1);
  },
);
