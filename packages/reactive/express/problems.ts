import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import {
  AbortedError,
  errorFrom,
  NotFoundError,
  PayloadTooLargeError,
  ReactiveError,
  UnsupportedMediaTypeError,
  ValidationError,
} from '../errors';

/** What is told about a request that failed through no fault of its sender. */
export interface Failure {
  readonly error: ReactiveError;
  readonly requestId: string;
  readonly req: Request;
}

/** Where failures go: a log, an error tracker. */
export interface ProblemOptions {
  readonly report?: (failure: Failure) => void;
}

/** Seconds after which it makes sense to ask again, where the error does not say. */
const RETRY_AFTER: Readonly<Record<number, number>> = { 429: 60, 503: 5 };

/** What Express and its body parser throw: `type` is the parser's stable name of the reason. */
interface HttpError {
  readonly status: number;
  readonly type?: unknown;
}

function isHttpError(thrown: unknown): thrown is HttpError & Error {
  return thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number';
}

function ofExpress(thrown: HttpError & Error): ReactiveError | undefined {
  const cause = { cause: thrown };
  switch (thrown.type) {
    case 'entity.too.large':
      return new PayloadTooLargeError('The body is larger than what is accepted', cause);
    case 'encoding.unsupported':
      return new UnsupportedMediaTypeError('The compression of the body is not supported', cause);
    case 'request.aborted':
      return new AbortedError('The client went away before its request was complete', cause);
  }
  if (thrown.status === 404) return new NotFoundError('There is nothing at this address', cause);
  if (thrown instanceof URIError)
    return new ValidationError('The address is not valid percent-encoding', cause);
  if (thrown.status >= 400 && thrown.status < 500)
    return new ValidationError('The request could not be read', cause);
  return undefined;
}

function errorOf(thrown: unknown): ReactiveError {
  const known = !(thrown instanceof ReactiveError) && isHttpError(thrown) ? ofExpress(thrown) : undefined;
  return known ?? errorFrom(thrown);
}

function requestIdOf(res: Response): string {
  const known = res.get('X-Request-Id');
  if (known) return known;
  const made = crypto.randomUUID();
  if (!res.headersSent) res.set('X-Request-Id', made);
  return made;
}

/**
 * The one place where an error becomes an HTTP answer: problem+json with a stable `code`, `errors` per field where
 * fields are to blame, never a stack or the text of an internal error. What is the server's own fault carries a
 * `requestId` (the `X-Request-Id` of the answer, made here unless somebody set it) and is reported under it.
 *
 * @example
 * app.use(problems({ report: ({ error, requestId }) => log.error({ err: error, requestId }) }));
 */
export function problems({ report }: ProblemOptions = {}): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  // oxlint-disable-next-line max-params
  return (thrown: unknown, req, res, _next) => {
    const error = errorOf(thrown);
    const requestId = requestIdOf(res);
    const own = error.status >= 500;
    if (own) report?.({ error, requestId, req });
    // Part of an answer is on its way: all that can be done is to cut it off.
    if (res.headersSent) return void res.destroy();
    const retryAfter = error.retryAfter ?? RETRY_AFTER[error.status];
    if (retryAfter !== undefined) res.set('Retry-After', String(Math.ceil(retryAfter)));
    res
      .status(error.status)
      .set('Cache-Control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify({ ...error.toProblem(), ...(own && { requestId }) }));
  };
}

/**
 * Answers whatever no route took with 404.
 *
 * @example
 * app.use('/api', userRoutes(providers), nothingHere());
 */
export function nothingHere(): RequestHandler {
  return () => {
    throw new NotFoundError('There is nothing at this address');
  };
}
