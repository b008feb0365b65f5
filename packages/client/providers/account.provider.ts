import {
  type AccountSession,
  type ApiTokenCreate,
  type PasswordChange,
  type PasswordReset,
  type SignIn,
  type SignUp,
  sessionSchema,
} from '@myapp/core/entities/account';
import { type IUser, userSchema } from '@myapp/core/entities/user';
import { type HttpConnection, send } from 'reactive/http';
import { decode } from 'reactive/wire';
import { z } from 'zod';
import { apiConnection } from './connection';

const whoAmISchema = z.object({ user: userSchema, session: sessionSchema }).nullable();

const createdTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** What a script sends as `Authorization: Bearer`. It is told this once. */
  token: z.string(),
  expiresAt: z.date(),
});

/** A token for a script, as its owner sees it once. */
export type CreatedToken = z.output<typeof createdTokenSchema>;

/** What the sign-in page has to know before anybody is signed in. */
export interface AccountOptions {
  /** Whether anybody may open an account, or only who was invited. */
  readonly signUp: 'open' | 'closed';
  /** Whether an address is to be confirmed before its owner can sign in. */
  readonly proveAddresses: boolean;
  /** Accounts that everybody may use: of a demo, and nowhere else. */
  readonly demoAccounts?: readonly { readonly email: string; readonly password: string }[];
}

/** Who is signed in, and by which session. */
export interface SignedIn {
  readonly user: IUser;
  readonly session: AccountSession;
}

/**
 * The accounts behind the REST API of this origin: each call is one of its endpoints, and throws the error that the
 * server threw. In a page, sign in and out by its {@link Session}, which forgets what others have seen.
 *
 * @example
 * const accounts = new AccountBrowserProvider();
 * await accounts.requestPasswordReset('ada@example.org');
 */
export class AccountBrowserProvider {
  readonly #connection: HttpConnection;

  constructor(connection: HttpConnection = apiConnection) {
    this.#connection = connection;
  }

  async options(): Promise<AccountOptions> {
    return (await this.#send('GET', '/auth/options')) as AccountOptions; // the server's own shape
  }

  /** Nobody is `null`. */
  async whoAmI(): Promise<SignedIn | null> {
    return decode(whoAmISchema, await this.#send('GET', '/auth/get-session'));
  }

  /**
   * @throws ConflictError, ValidationError with `errors` by field; ForbiddenError where accounts are for the invited
   * @returns whether one is signed in now, or has to confirm the address first
   */
  async signUp(values: SignUp): Promise<{ readonly signedIn: boolean }> {
    const body = await this.#send('POST', '/auth/sign-up/email', values);
    return body as { signedIn: boolean }; // the server's own shape
  }

  /** @throws UnauthenticatedError when address or password are wrong; ForbiddenError when the account is not active */
  async signIn(values: SignIn): Promise<void> {
    await this.#send('POST', '/auth/sign-in/email', values);
  }

  async signOut(): Promise<void> {
    await this.#send('POST', '/auth/sign-out');
  }

  /** Has a link sent, if there is such an account: the answer does not tell. */
  async requestPasswordReset(email: string): Promise<void> {
    await this.#send('POST', '/auth/request-password-reset', { email });
  }

  /** @throws ValidationError with `errors.token` when the link is not valid any more */
  async resetPassword(values: PasswordReset): Promise<void> {
    await this.#send('POST', '/auth/reset-password', values);
  }

  /** @throws ValidationError with `errors.currentPassword` when that is wrong */
  async changePassword(values: PasswordChange): Promise<void> {
    await this.#send('POST', '/auth/change-password', values);
  }

  /** Has the link that confirms an address sent again, if an account waits for it. */
  async sendEmailProof(email: string): Promise<void> {
    await this.#send('POST', '/auth/send-verification-email', { email });
  }

  /** @throws ValidationError with `errors.token` when the link is not valid any more */
  async proveEmail(token: string): Promise<void> {
    await this.#send('POST', '/auth/verify-email', { token });
  }

  async createToken(values: ApiTokenCreate): Promise<CreatedToken> {
    return decode(createdTokenSchema, await this.#send('POST', '/auth/tokens', values));
  }

  /** Ends all of one's own sessions and tokens, this one too. */
  async endSessions(): Promise<void> {
    await this.#send('POST', '/auth/revoke-sessions');
  }

  /** Ends all of one's own sessions and tokens but this one. */
  async endOtherSessions(): Promise<void> {
    await this.#send('POST', '/auth/revoke-other-sessions');
  }

  /** Sends somebody the link by which a first password is chosen; for admins. */
  async invite(userId: string): Promise<void> {
    await this.#send('POST', `/users/${encodeURIComponent(userId)}/invitation`);
  }

  /** Ends all sessions and tokens of somebody; for admins. */
  async endSessionsOf(userId: string): Promise<void> {
    await this.#send('DELETE', `/users/${encodeURIComponent(userId)}/sessions`);
  }

  async #send(method: 'GET' | 'POST' | 'DELETE', path: string, values: object = {}): Promise<unknown> {
    const body = method === 'POST' ? { body: values } : {};
    return (await send(this.#connection, { method, path: `/api${path}`, ...body })).body;
  }
}
