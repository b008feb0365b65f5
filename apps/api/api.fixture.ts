import { type Database, prisma } from '@myapp/server/db';
import { userResource } from '@myapp/server/openapi/user';
import { UserPrismaProvider, UsersPrismaProvider } from '@myapp/server/providers/user';
import { userRoutes } from '@myapp/server/routes/user';
import { requireScope, scopeMiddleware } from 'reactive/node';
import { startApp } from './app.fixture';

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

/** Serves the users of an open database, as the composition root does. */
export async function runApi(database: Database): Promise<RunningApi> {
  const restore = requireScope();
  const { url, lines, close } = await startApp({
    api: [userRoutes({ item: UserPrismaProvider, collection: UsersPrismaProvider })],
    resources: [userResource],
    scope: scopeMiddleware(),
    ping: () => database.ping(),
  });
  return {
    url,
    log: lines,
    call: (request) => send(url, request),
    digest: () =>
      prisma.$queryRaw`SELECT count(*)::int, md5(string_agg(u::text, '|' ORDER BY id)) FROM users u`,
    async close() {
      await close();
      await database.close();
      restore();
    },
  };
}
