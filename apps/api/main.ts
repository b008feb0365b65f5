import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  type Database,
  DatabaseLockedError,
  MigrationError,
  openDatabase,
  seedDemoUsers,
} from '@myapp/server/db';
import { userResource } from '@myapp/server/openapi/user';
import { UserPrismaProvider, UsersPrismaProvider } from '@myapp/server/providers/user';
import { userRoutes } from '@myapp/server/routes/user';
import pino from 'pino';
import { UnavailableError } from 'reactive/errors';
import { requireScope, scopeMiddleware } from 'reactive/node';
import { createApp } from './app';
import { type Config, ConfigError, readConfig } from './config';
import { drain, ListenError, listen, urlOf } from './server';
import { type StopSignals, stopSignals } from './stop-signals';
import { readPage } from './web-app';

const HERE = import.meta.dirname;
const WEB_FOLDER = join(HERE, basename(HERE) === 'dist' ? '../..' : '..', 'web/dist');

/** Time for the database to close after the last request. */
const LAST_WORDS = 5_000;

/** Relative folders are meant from the repository, wherever in it the process was started. */
function repository(folder: string): string | undefined {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repository(above);
}

function whereDataLives({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl === undefined) return `in ${dataDir} (embedded PostgreSQL)`;
  const { host, pathname } = new URL(databaseUrl);
  return `on the PostgreSQL server ${host}${pathname}`;
}

async function serve(config: Config, database: Database, { asked, stopping }: StopSignals): Promise<number> {
  const log = pino({ level: config.logLevel, base: null });
  if (config.demoData) await seedDemoUsers();
  const app = createApp({
    log,
    stopping,
    ping: () => database.ping(),
    scope: scopeMiddleware(),
    api: [userRoutes({ item: UserPrismaProvider, collection: UsersPrismaProvider })],
    resources: [userResource],
    webFolder: WEB_FOLDER,
  });
  const server = await listen(app, config);
  process.stdout.write(
    `Ready at ${urlOf(server)}, data ${whereDataLives(config)}. ` +
      'There are no accounts yet, so only this machine is answered.\n',
  );
  if (!readPage(WEB_FOLDER).built)
    process.stdout.write('The web page is not built: npx pnpm build makes it.\n');
  const signal = await asked;
  log.info({ signal }, 'stopping: requests in flight may finish');
  setTimeout(() => process.exit(1), config.shutdownDeadline + LAST_WORDS).unref();
  const finished = await drain(server, config.shutdownDeadline);
  if (!finished) log.warn('stopped: requests that took too long were cut off');
  return finished ? 0 : 1;
}

async function main(): Promise<number> {
  const config = readConfig(process.env, repository(process.cwd()));
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
