import { codeOfStatus, type ErrorCode, errorStatus, type FieldErrors, isErrorCode, titleOf } from './codes';

/** An error as it travels: RFC 9457 `application/problem+json`, with `error` for people and `errors` for forms. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly error: string;
  readonly errors?: FieldErrors;
  /** Seconds to wait before trying again. */
  readonly retryAfter?: number;
}

/** What an error is made of, before it has a class. */
export interface ErrorParts {
  readonly code: ErrorCode;
  readonly message: string;
  readonly errors?: FieldErrors | undefined;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** A server's own fault: its message may name internals, so only its title travels. */
function isInternal(code: ErrorCode): boolean {
  return errorStatus[code] === 500;
}

export function problemOf({ code, message, errors, retryAfter }: ErrorParts): Problem {
  const title = titleOf(code);
  const detail = isInternal(code) ? title : message;
  return {
    type: 'about:blank',
    title,
    status: errorStatus[code],
    detail,
    code,
    error: detail,
    ...(errors && !isInternal(code) && { errors }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

function readErrors(value: unknown): FieldErrors | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value).flatMap(([field, messages]): [string, string[]][] => {
    const texts = Array.isArray(messages) ? messages.filter((text) => typeof text === 'string') : [];
    return texts.length ? [[field, texts]] : [];
  });
  return entries.length ? Object.fromEntries(entries) : undefined;
}

/** Reads a body that claims to be a problem; whatever it lacks is taken from the HTTP status. */
export function readProblem(body: unknown, httpStatus?: number): ErrorParts {
  const problem: Partial<Record<keyof Problem, unknown>> =
    typeof body === 'object' && body !== null ? body : {};
  const status = httpStatus ?? (typeof problem.status === 'number' ? problem.status : 500);
  const code = isErrorCode(problem.code) ? problem.code : codeOfStatus(status);
  const message = [problem.error, problem.detail, problem.title].find(
    (text) => typeof text === 'string' && text,
  );
  const { retryAfter } = problem;
  return {
    code,
    message: typeof message === 'string' ? message : titleOf(code),
    errors: readErrors(problem.errors),
    retryAfter: typeof retryAfter === 'number' && retryAfter >= 0 ? retryAfter : undefined,
  };
}
