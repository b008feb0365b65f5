import { type ErrorCode, errorStatus, type FieldErrors, titleOf } from './codes';
import { type Problem, problemOf } from './problem';

/** Where an error has the code of its class, for other copies of this module. */
const KIND: unique symbol = Symbol.for('reactive.error');

/** What an error may carry besides its message. */
export interface ReactiveErrorOptions {
  readonly errors?: FieldErrors | undefined;
  /** Seconds to wait before trying again. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

function messageOf(code: ErrorCode, message: string | undefined, errors: FieldErrors | undefined): string {
  if (message) return message;
  const fields = Object.entries(errors ?? {}).map(
    ([field, texts]) => (field ? `${field}: ` : '') + texts.join(', '),
  );
  return fields.length ? fields.join('; ') : titleOf(code);
}

/**
 * The root of every error of this library; on its own it is an internal error. An error thrown on a server is the
 * same class with the same `code` in the browser.
 *
 * @example
 * try { await user.publish(); } catch (thrown) {
 *   const error = errorFrom(thrown);
 *   if (error.code === 'conflict') …
 * }
 */
export class ReactiveError extends Error {
  /** The code of this class; `null` on the root, which every other class belongs to. */
  static readonly code: ErrorCode | null = null;

  readonly code: ErrorCode;
  /** The HTTP status of the code. */
  readonly status: number;
  readonly errors?: FieldErrors;
  readonly retryAfter?: number;

  constructor(message?: string, { errors, retryAfter, ...cause }: ReactiveErrorOptions = {}) {
    const code = new.target.code ?? 'internal';
    super(messageOf(code, message, errors), cause);
    Object.defineProperty(this, KIND, { value: code });
    Object.defineProperty(this, 'name', {
      value: nameOf(new.target.code),
      configurable: true,
      writable: true,
    });
    this.code = code;
    this.status = errorStatus[code];
    if (errors) this.errors = errors;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }

  /** Compares kinds, not prototypes: an error made by another copy of this module (a frame, a bundle) counts too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // A class that somebody derived from ours has no kind of its own.
    if (!Object.hasOwn(this, 'code')) return Function.prototype[Symbol.hasInstance].call(this, value);
    if (typeof value !== 'object' || value === null || !(KIND in value)) return false;
    return this.code === null || this.code === value[KIND];
  }

  /** The wire form. A server's own fault tells its code, never its message. */
  toProblem(): Problem {
    return problemOf(this);
  }

  /** So that an error put into JSON by accident leaks nothing either. */
  toJSON(): Problem {
    return this.toProblem();
  }
}

function nameOf(code: ErrorCode | null): string {
  const words = code ? `_${code}` : '_reactive';
  return `${words.replace(/_./g, (start) => start.charAt(1).toUpperCase())}Error`;
}

/** A value was refused; `errors` says which fields and why. */
export class ValidationError extends ReactiveError {
  static override readonly code = 'validation';
  declare readonly code: 'validation';
}

/** Nobody is signed in. */
export class UnauthenticatedError extends ReactiveError {
  static override readonly code = 'unauthenticated';
  declare readonly code: 'unauthenticated';
}

/** Whoever is signed in may not do this. */
export class ForbiddenError extends ReactiveError {
  static override readonly code = 'forbidden';
  declare readonly code: 'forbidden';
}

/** There is no such entity, or none that the caller may see. */
export class NotFoundError extends ReactiveError {
  static override readonly code = 'not_found';
  declare readonly code: 'not_found';
}

/** What is at this address does not know this method. */
export class MethodNotAllowedError extends ReactiveError {
  static override readonly code = 'method_not_allowed';
  declare readonly code: 'method_not_allowed';
}

/** The change collides with what is stored: an id or a unique value that is taken. */
export class ConflictError extends ReactiveError {
  static override readonly code = 'conflict';
  declare readonly code: 'conflict';
}

/** The operation is impossible in the state this object is in, such as publishing what was deleted. */
export class StateError extends ReactiveError {
  static override readonly code = 'state';
  declare readonly code: 'state';
}

/** The same request, under the same idempotency key, is being dealt with at this moment. */
export class InProgressError extends ReactiveError {
  static override readonly code = 'in_progress';
  declare readonly code: 'in_progress';
}

/** The idempotency key has named another request before: a new request needs a new key. */
export class KeyReusedError extends ReactiveError {
  static override readonly code = 'key_reused';
  declare readonly code: 'key_reused';
}

/** The entity changed since the version this change was based on. */
export class PreconditionFailedError extends ReactiveError {
  static override readonly code = 'precondition_failed';
  declare readonly code: 'precondition_failed';
}

/** A change must say which version it is based on, and did not. */
export class PreconditionRequiredError extends ReactiveError {
  static override readonly code = 'precondition_required';
  declare readonly code: 'precondition_required';
}

/** The request is larger than what is accepted. */
export class PayloadTooLargeError extends ReactiveError {
  static override readonly code = 'payload_too_large';
  declare readonly code: 'payload_too_large';
}

/** The body is of a media type or an encoding that is not accepted. */
export class UnsupportedMediaTypeError extends ReactiveError {
  static override readonly code = 'unsupported_media_type';
  declare readonly code: 'unsupported_media_type';
}

/** Too many requests; `retryAfter` says for how many seconds. */
export class RateLimitedError extends ReactiveError {
  static override readonly code = 'rate_limited';
  declare readonly code: 'rate_limited';
}

/** Something that is needed is down: the network, the server, the database. */
export class UnavailableError extends ReactiveError {
  static override readonly code = 'unavailable';
  declare readonly code: 'unavailable';
}

/** No answer in time; whether the operation took effect is unknown. */
export class TimeoutError extends ReactiveError {
  static override readonly code = 'timeout';
  declare readonly code: 'timeout';
}

/** The caller gave up through its AbortSignal. */
export class AbortedError extends ReactiveError {
  static override readonly code = 'aborted';
  declare readonly code: 'aborted';
}

/** Entities were touched outside of a scope where one is required. */
export class ScopeError extends ReactiveError {
  static override readonly code = 'scope';
  declare readonly code: 'scope';
}

/** A class is defined wrongly; the message says the remedy. */
export class DefinitionError extends ReactiveError {
  static override readonly code = 'definition';
  declare readonly code: 'definition';
}
