/**
 * Every error code, with the HTTP status it travels under. The union is closed: a client can switch over it.
 *
 * `aborted` uses 499 ("client closed request"), which no client ever sees but a log does.
 */
export const errorStatus = {
  validation: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  state: 409,
  in_progress: 409,
  precondition_failed: 412,
  payload_too_large: 413,
  unsupported_media_type: 415,
  key_reused: 422,
  precondition_required: 428,
  rate_limited: 429,
  aborted: 499,
  internal: 500,
  scope: 500,
  definition: 500,
  unavailable: 503,
  timeout: 504,
} as const;

/** A stable, machine-readable reason; see {@link errorStatus} for all of them. */
export type ErrorCode = keyof typeof errorStatus;

/** Messages per field. A nested field is addressed by its dotted path (`address.city`). */
export type FieldErrors = Record<string, string[]>;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorStatus, value);
}

/** The sentence for a code when nobody gave a better one: `not_found` → `Not found`. */
export function titleOf(code: ErrorCode): string {
  const words = code === 'internal' ? 'internal error' : code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The code for an answer that carries none of ours (a proxy's, say), by the rules of RFC 9110 §15. */
export function codeOfStatus(status: number): ErrorCode {
  if (status === 408) return 'timeout';
  if (status === 410) return 'not_found';
  if (status === 502) return 'unavailable';
  for (const code of Object.keys(errorStatus)) {
    if (isErrorCode(code) && errorStatus[code] === status) return code;
  }
  return status >= 400 && status < 500 ? 'validation' : 'internal';
}
