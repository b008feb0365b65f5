import { errorFromProblem, ReactiveError, UnavailableError } from '../errors';
import { addressOf, DEFAULT_TIMEOUT, type HttpConnection } from './connection';
import { withDeadline } from './deadline';

/** One request to an API. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** What an API answered: never an error, those are thrown. */
export interface HttpAnswer {
  readonly status: number;
  /** `undefined` for an answer without content. */
  readonly body: unknown;
}

/** What a proxy or a gateway says for itself, so that its meaning is known though it is not in our words. */
const SPOKEN_BY_PROXIES = new Set([401, 403, 408, 413, 429, 504]);

function isJson(response: Response): boolean {
  return /[/+]json\b/i.test(response.headers.get('Content-Type') ?? '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds. A date is counted from that of the answer, where it has one: the clock of the client may be wrong. */
function retryAfterOf({ headers }: Response): { retryAfter?: number } {
  const header = headers.get('Retry-After') ?? '';
  if (/^\d+$/.test(header)) return { retryAfter: Number(header) };
  if (!header.endsWith(' GMT')) return {};
  const answeredAt = Date.parse(headers.get('Date') ?? '') || Date.now();
  const seconds = Math.ceil((Date.parse(header) - answeredAt) / 1000);
  // What is no date is no number of seconds, which counts as left out.
  return { retryAfter: Math.max(0, seconds) };
}

function strange(address: string, { status }: Response): UnavailableError {
  return new UnavailableError(
    `${address} answered ${status} with something that is not JSON: check that the base URL is the API's, or try again later`,
  );
}

function errorOf(address: string, response: Response, body: unknown): ReactiveError {
  if (typeof body === 'object' && body !== null) {
    return errorFromProblem({ ...retryAfterOf(response), ...body }, response.status);
  }
  if (!SPOKEN_BY_PROXIES.has(response.status)) return strange(address, response);
  return errorFromProblem(retryAfterOf(response), response.status);
}

async function read(address: string, response: Response): Promise<HttpAnswer> {
  const { status, ok } = response;
  const text = await response.text();
  if (ok && text === '') return { status, body: undefined };
  const body = isJson(response) ? parseJson(text) : undefined;
  if (!ok) throw errorOf(address, response, body);
  if (body === undefined) throw strange(address, response);
  return { status, body };
}

function initOf({ method, headers, body }: HttpCall, { credentials }: HttpConnection): RequestInit {
  const type: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const init: RequestInit = { method, headers: { Accept: 'application/json', ...type, ...headers } };
  if (credentials !== undefined) init.credentials = credentials;
  if (body !== undefined) init.body = JSON.stringify(body);
  return init;
}

async function exchange(
  connection: HttpConnection,
  call: HttpCall,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { headers = {}, fetch = globalThis.fetch } = connection;
  const address = addressOf(connection, call.path);
  const own = typeof headers === 'function' ? await headers() : headers;
  const init = initOf({ ...call, headers: { ...own, ...call.headers } }, connection);
  try {
    return await read(address, await fetch(address, { ...init, signal }));
  } catch (thrown) {
    // What fetch throws for a broken network differs by runtime, and says nothing that helps.
    if (thrown instanceof ReactiveError) throw thrown;
    throw new UnavailableError(
      `${address} cannot be reached: check the connection and that the server runs, then try again`,
      {
        cause: thrown,
      },
    );
  }
}

/**
 * Sends one request and reads its JSON answer: for what is about no row, such as signing in. Rows have providers.
 *
 * @throws ReactiveError of the class and code that the server threw
 * @throws UnavailableError when the server cannot be reached or answers with something that is not JSON
 * @throws TimeoutError after the connection's timeout
 * @throws AbortedError when `signal` aborts
 * @example
 * await send({}, { method: 'POST', path: '/api/auth/sign-out', body: {} });
 */
export function send(connection: HttpConnection, call: HttpCall): Promise<HttpAnswer> {
  const { timeout = DEFAULT_TIMEOUT } = connection;
  return withDeadline({ timeout, signal: call.signal }, (signal) => exchange(connection, call, signal));
}
