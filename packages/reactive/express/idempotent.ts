import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { DefinitionError } from '../errors';
import { idempotencyKey } from './conditional';

/** A request that came with an idempotency key, as far as two of them are the same. */
export interface KeyedRequest {
  readonly key: string;
  /** Method and address: `POST /api/users`. */
  readonly request: string;
  /** SHA-256 of the body, in hexadecimal. */
  readonly digest: string;
}

/** An answer, to be given again. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What was answered, and whether that was to an earlier request. */
export interface OnceAnswer {
  readonly answer: KeptAnswer;
  readonly replayed: boolean;
}

/** Remembers answers for {@link idempotent}. */
export interface IdempotencyStore {
  /**
   * Does `work` and keeps its answer, both or neither; to a request that was answered before, gives the first answer
   * and does nothing. Where `work` fails, nothing is kept, and its error is thrown.
   *
   * @throws KeyReusedError when the key has named another request
   * @throws InProgressError while the first request under the key is not finished
   */
  once(request: KeyedRequest, work: () => Promise<KeptAnswer>): Promise<OnceAnswer>;
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const KEPT_HEADERS = ['Content-Type', 'Cache-Control', 'ETag', 'Location'];

/** An answer that says that nothing was done: thrown, so that nothing is. */
class Refused {
  constructor(readonly body: string) {}
}

async function keyedRequest({ method, originalUrl, body }: Request, key: string): Promise<KeyedRequest> {
  const sent = new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', sent));
  return {
    key,
    request: `${method} ${originalUrl}`,
    digest: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}

/** The answer that whatever follows gives, instead of its being sent. */
function answerOf(res: Response, next: NextFunction): Promise<KeptAnswer> {
  // oxlint-disable-next-line typescript/unbound-method -- they are not called, but put back where they were
  const { write, end } = res;
  return new Promise<KeptAnswer>((resolve, reject) => {
    const held: { write: Response['write']; end: unknown } = res;
    held.write = () => {
      throw new DefinitionError(
        'The answer to a request with an Idempotency-Key has to be sent in one piece',
      );
    };
    held.end = (chunk?: string | Uint8Array) => {
      Object.assign(res, { write, end });
      const body = typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
      const headers = KEPT_HEADERS.flatMap((name) => {
        const value = res.get(name);
        return value === undefined ? [] : [[name, value]];
      });
      if (res.statusCode >= 400) reject(new Refused(body));
      else resolve({ status: res.statusCode, headers: Object.fromEntries(headers), body });
      return res;
    };
    next();
  });
}

function send(res: Response, { answer, replayed }: OnceAnswer): void {
  res.status(answer.status).set(answer.headers);
  if (replayed) res.set('Idempotency-Replayed', 'true');
  if (answer.body === '') res.end();
  else {
    const bytes = new TextEncoder().encode(answer.body);
    res.set('Content-Length', String(bytes.length)).end(bytes);
  }
}

/** What the answer that could not be kept has left behind. */
function forget(res: Response, before: readonly string[]): void {
  for (const name of res.getHeaderNames()) if (!before.includes(name)) res.removeHeader(name);
}

/**
 * Does what an unsafe request with an `Idempotency-Key` asks for once, however often it is sent: a repetition gets
 * the first answer, whatever has become of the row, with `Idempotency-Replayed: true`. Another request under the same
 * key is 422, one that comes before the first is finished 409. An answer is sent when it is kept, and one that says
 * that nothing was done (4xx, 5xx) is not kept: the request may be sent again when its cause is gone.
 *
 * Put it behind what reads bodies and says who asks, and before the routes. Not before those that answer with
 * credentials: the store keeps bodies.
 *
 * @throws ValidationError for a malformed key
 * @example
 * app.use('/api', jsonBody(), scopeMiddleware(), idempotent(store), userRoutes(providers));
 */
export function idempotent(store: IdempotencyStore): RequestHandler {
  return async (req, res, next) => {
    const key = UNSAFE.has(req.method) ? idempotencyKey(req) : undefined;
    if (key === undefined) return next();
    const before = res.getHeaderNames();
    try {
      const request = await keyedRequest(req, key);
      send(res, await store.once(request, () => answerOf(res, next)));
    } catch (thrown) {
      if (thrown instanceof Refused) res.end(thrown.body);
      else {
        forget(res, before);
        next(thrown);
      }
    }
  };
}
