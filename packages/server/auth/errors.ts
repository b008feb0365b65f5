import { APIError } from 'better-auth/api';
import {
  ConflictError,
  ForbiddenError,
  RateLimitedError,
  ReactiveError,
  UnauthenticatedError,
  ValidationError,
} from 'reactive/errors';
import { prismaError } from 'reactive/prisma';

/** What is said of better-auth's reasons, in our words and at the field that is to blame. */
const REASONS: Readonly<Record<string, () => ReactiveError>> = {
  INVALID_EMAIL_OR_PASSWORD: () => new UnauthenticatedError('The e-mail address or the password is wrong'),
  EMAIL_NOT_VERIFIED: () =>
    new ForbiddenError('The address is not confirmed yet: open the link in the message that was sent to it'),
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: () =>
    new ConflictError('There is an account for this address', { errors: { email: ['Is taken'] } }),
  EMAIL_PASSWORD_SIGN_UP_DISABLED: () =>
    new ForbiddenError('Accounts are opened by invitation only: ask an admin'),
  INVALID_PASSWORD: () =>
    new ValidationError('The password is wrong', { errors: { currentPassword: ['Is wrong'] } }),
  CREDENTIAL_ACCOUNT_NOT_FOUND: () =>
    new ValidationError('This account has no password yet: choose one by "Forgot password"'),
  INVALID_TOKEN: () => invalidToken(),
  TOKEN_EXPIRED: () => invalidToken(),
  USER_NOT_FOUND: () => invalidToken(),
  UNAUTHORIZED: () => new UnauthenticatedError(),
};

/** A link that nobody can use, whatever the reason. */
export function invalidToken(): ValidationError {
  return new ValidationError('The link is not valid any more: ask for a new one', {
    errors: { token: ['Is not valid, or not any more'] },
  });
}

function ofStatus(status: number, message: string, cause: unknown): ReactiveError {
  if (status === 401) return new UnauthenticatedError(undefined, { cause });
  if (status === 403) return new ForbiddenError(undefined, { cause });
  if (status === 429) return new RateLimitedError(undefined, { cause });
  if (status < 500) return new ValidationError(message, { cause });
  return new ReactiveError(undefined, { cause });
}

/** What better-auth threw, or our database through it, as an error of ours. */
export function accountError(thrown: unknown): ReactiveError {
  if (thrown instanceof ReactiveError) return thrown;
  if (!(thrown instanceof APIError)) return prismaError(thrown);
  if (thrown.cause !== undefined) return accountError(thrown.cause);
  const known = REASONS[thrown.body?.code ?? ''];
  return known?.() ?? ofStatus(thrown.statusCode, thrown.message, thrown);
}
