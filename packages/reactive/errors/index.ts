export { type ErrorCode, errorStatus, type FieldErrors } from './codes';
export {
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
  type ReactiveErrorOptions,
  ScopeError,
  StateError,
  TimeoutError,
  UnauthenticatedError,
  UnavailableError,
  UnsupportedMediaTypeError,
  ValidationError,
} from './error';
export { fieldErrorsOf, type SchemaIssue } from './field-errors';
export type { Problem } from './problem';
export { type ErrorReporter, reportError, setErrorReporter } from './report';
export { errorFrom, errorFromProblem } from './revive';
