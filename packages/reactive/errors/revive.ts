import { classify } from './classify';
import type { ErrorCode } from './codes';
import {
  AbortedError,
  ConflictError,
  DefinitionError,
  ForbiddenError,
  InProgressError,
  KeyReusedError,
  MethodNotAllowedError,
  NotFoundError,
  PayloadTooLargeError,
  PreconditionFailedError,
  PreconditionRequiredError,
  RateLimitedError,
  ReactiveError,
  ScopeError,
  StateError,
  TimeoutError,
  UnauthenticatedError,
  UnavailableError,
  UnsupportedMediaTypeError,
  ValidationError,
} from './error';
import { type ErrorParts, readProblem } from './problem';

const classes = {
  validation: ValidationError,
  unauthenticated: UnauthenticatedError,
  forbidden: ForbiddenError,
  not_found: NotFoundError,
  method_not_allowed: MethodNotAllowedError,
  conflict: ConflictError,
  state: StateError,
  in_progress: InProgressError,
  precondition_failed: PreconditionFailedError,
  payload_too_large: PayloadTooLargeError,
  unsupported_media_type: UnsupportedMediaTypeError,
  key_reused: KeyReusedError,
  precondition_required: PreconditionRequiredError,
  rate_limited: RateLimitedError,
  aborted: AbortedError,
  internal: ReactiveError,
  scope: ScopeError,
  definition: DefinitionError,
  unavailable: UnavailableError,
  timeout: TimeoutError,
} satisfies { [Code in ErrorCode]: typeof ReactiveError };

function build({ code, message, ...options }: ErrorParts): ReactiveError {
  return new classes[code](message, options);
}

/**
 * Any thrown value as one of ours, the original kept as `cause`. What is ours already is returned as it is.
 *
 * @example
 * try { await user.publish(); } catch (thrown) {
 *   if (errorFrom(thrown).code === 'conflict') …
 * }
 */
export function errorFrom(thrown: unknown): ReactiveError {
  return thrown instanceof ReactiveError ? thrown : build(classify(thrown));
}

/**
 * The error that a problem+json body describes, of the class that was thrown on the other side.
 *
 * @param status - of the response; fills in for a body without a code
 * @example
 * throw errorFromProblem(await response.json(), response.status);
 */
export function errorFromProblem(body: unknown, status?: number): ReactiveError {
  return build(readProblem(body, status));
}
