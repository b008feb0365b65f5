import { type Actor, actAs, type Viewer } from '@myapp/core/policies';
import { Accounts, Sessions } from '@myapp/server/auth';
import { type Database, idempotencyRecords, prisma } from '@myapp/server/db';
import { accountHistories } from '@myapp/server/events';
import { type OpenJobs, openJobs } from '@myapp/server/jobs';
import { jobHandlers } from '@myapp/server/jobs/handlers';
import { createOutbox } from '@myapp/server/mail';
import { accountResource } from '@myapp/server/openapi/account';
import { historyResource } from '@myapp/server/openapi/history';
import { jobResource } from '@myapp/server/openapi/job';
import { userResource } from '@myapp/server/openapi/user';
import { HistoryPrismaProvider } from '@myapp/server/providers/history';
import { jobProviders } from '@myapp/server/providers/job';
import { UserPrismaProvider, UsersPrismaProvider } from '@myapp/server/providers/user';
import { type AccountParts, accountRoutes } from '@myapp/server/routes/account';
import { historyRoutes } from '@myapp/server/routes/history';
import { importRoutes, isUpload } from '@myapp/server/routes/import';
import { jobRoutes } from '@myapp/server/routes/job';
import { userRoutes } from '@myapp/server/routes/user';
import type { Express, RequestHandler } from 'express';
import { idempotent } from 'reactive/express';
import { requireScope, scopeMiddleware } from 'reactive/node';
import { countless, startApp } from './app.fixture';

/** One request; `body` is sent as JSON, `raw` as it is. */
export interface ApiRequest {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, with its JSON read. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into it freely, and fail where it is not as expected
  readonly json: any;
}

/** The REST API, running over a real database and real sockets. */
export interface RunningApi {
  readonly url: string;
  readonly app: Express;
  /** Where people are signed in who are not just said to be somebody. */
  readonly sessions: Sessions;
  readonly log: Record<string, unknown>[];
  call(request: ApiRequest): Promise<ApiAnswer>;
  /** A fingerprint of everything that is stored. */
  digest(): Promise<unknown>;
  readonly close: () => Promise<void>;
}

async function send(
  url: string,
  { method = 'GET', path, body, raw, headers }: ApiRequest,
): Promise<ApiAnswer> {
  const type: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const init: RequestInit = { method, headers: { ...type, ...headers } };
  const sent = body === undefined ? raw : JSON.stringify(body);
  if (sent !== undefined) init.body = sent;
  const response = await fetch(url + path, init);
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}

/** Lets somebody act without signing in. */
function actingAs(actor: Actor): RequestHandler {
  return (_req, _res, next) => {
    actAs(actor);
    next();
  };
}

/** Whom requests are from, in tests that are not about who may do what. */
export const ADMIN: Viewer = { id: '0199c2f0-0000-7000-8000-000000000adf', role: 'admin', status: 'active' };

/** Accounts whose messages nobody gets, and of which strangers may try as many as they like. */
async function accountsOf(): Promise<AccountParts> {
  const outbox = createOutbox({ send: async () => {} }, () => {});
  const accounts = new Accounts({
    secret: 'a secret of at least thirty-two characters',
    https: false,
    pageUrl: () => 'http://127.0.0.1:3000',
    outbox,
    proveAddresses: false,
    openSignUp: true,
  });
  return {
    accounts,
    sessions: new Sessions(accounts),
    users: UserPrismaProvider,
    limits: {
      signIn: { attempt: async () => {}, succeeded: async () => {} },
      network: countless,
      mail: countless,
    },
    options: { signUp: 'open', proveAddresses: false },
    report: (error) => {
      throw error;
    },
  };
}

/** Bytes that a file may have. */
export const MAX_UPLOAD = 1_000_000;

/** What the composition root puts into the app, but for who asks. */
const servedWith = (jobs: OpenJobs) => {
  const parts = { queue: jobs.queue, jobs: jobProviders(jobs.queue) };
  return {
    streams: isUpload,
    api: [
      importRoutes({ ...parts, answers: idempotencyRecords, maxBytes: MAX_UPLOAD }),
      idempotent(idempotencyRecords),
      userRoutes({ item: UserPrismaProvider, collection: UsersPrismaProvider }),
      jobRoutes(parts),
      historyRoutes({
        users: UserPrismaProvider,
        history: HistoryPrismaProvider,
        histories: accountHistories,
      }),
    ],
    resources: [accountResource, userResource, historyResource, jobResource],
    scope: scopeMiddleware(),
  };
};

/** Serves the users of an open database, as the composition root does; requests are an admin's unless told. */
export async function runApi(
  database: Database,
  identity: (sessions: Sessions) => RequestHandler = () => actingAs(ADMIN),
  works = false,
): Promise<RunningApi> {
  const restore = requireScope();
  const jobs = await openJobs({
    database,
    handlers: jobHandlers,
    poll: 50,
    report: () => {}, // a job that fails tells it itself
  });
  if (works) await jobs.start();
  const accounts = await accountsOf();
  const { sessions } = accounts;
  const { url, lines, app, close } = await startApp({
    ...servedWith(jobs),
    open: accountRoutes(accounts),
    identity: identity(sessions),
    ping: () => database.ping(),
  });
  return {
    url,
    app,
    sessions,
    log: lines,
    call: (request) => send(url, request),
    digest: () =>
      prisma.$queryRaw`SELECT count(*)::int, md5(string_agg(u::text, '|' ORDER BY id)) FROM users u`,
    async close() {
      await close();
      await jobs.close(5000);
      await database.close();
      restore();
    },
  };
}
