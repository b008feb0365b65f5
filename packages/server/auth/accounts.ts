import type { PasswordChange, PasswordReset, SignIn, SignUp } from '@myapp/core/entities/account';
import { type IUser, userSchema } from '@myapp/core/entities/user';
import { account } from '@myapp/core/events';
import { NotFoundError, StateError } from 'reactive/errors';
import { prisma } from '../database/current';
import { type UnitOptions, unitOfWork } from '../database/unit-of-work';
import { EventStore } from '../events/event-store';
import { invitationMail } from '../mail/messages';
import { type Auth, createAuth } from './auth';
import { type Caller, callerHeaders } from './caller';
import { accessEnded } from './endings';
import { accountError, invalidToken } from './errors';
import { type AccountOptions, LIFETIMES, linkTo } from './options';
import { endSessions, holdUser } from './turns';
import { withPassword } from './verified-password';

const histories = new EventStore(account);

/** What an answer holds, and the cookies that it sets. */
export interface AccountReply<Body> {
  readonly body: Body;
  readonly cookies: readonly string[];
}

interface Replied<Body> {
  readonly headers: Headers;
  readonly response: Body;
}

async function replied<Body>(call: Promise<Replied<Body>>): Promise<AccountReply<Body>> {
  const { headers, response } = await asked(call);
  return { body: response, cookies: headers.getSetCookie() };
}

/** Milliseconds. Making the digest of a password takes long on purpose, and longer on a machine that is busy. */
const WITH_A_HASH = { timeout: 15_000 };

/** As {@link replied}, with all that is written committed together: an account has its password, or there is none. */
async function repliedWhole<Body>(call: () => Promise<Replied<Body>>): Promise<AccountReply<Body>> {
  return replied(unitOfWork(call, WITH_A_HASH));
}

async function asked<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw accountError(error);
  }
}

/** Whether somebody who opened an account is signed in, or has to prove the address first. */
export interface SignedUp {
  readonly signedIn: boolean;
}

const engines = new WeakMap<Accounts, Auth>();

/**
 * What better-auth does for the sessions beside this. No member of the class: its types, which need those of Bun and
 * of newer Nodes, would become a part of what this package declares.
 */
export function authOf(accounts: Accounts): Auth {
  const engine = engines.get(accounts);
  if (!engine) throw new StateError('Accounts are made by their constructor only');
  return engine;
}

/**
 * Opens accounts, signs people in and out, and changes passwords. Each call may throw what its name lets expect, and
 * `UnavailableError` when the database is away.
 *
 * @example
 * const accounts = new Accounts({ secret, https: true, pageUrl, outbox, proveAddresses: false, openSignUp: true });
 * const { cookies } = await accounts.signIn({ email, password, rememberMe: true }, { headers: req.headers, ip: req.ip });
 */
export class Accounts {
  readonly #auth: Auth;
  readonly #options: AccountOptions;

  constructor(options: AccountOptions) {
    this.#options = options;
    this.#auth = createAuth(options);
    engines.set(this, this.#auth);
  }

  /**
   * Opens an account. Where addresses are proven first, one that is taken gets the same answer, and a message.
   *
   * @throws ConflictError with `errors.email` when the address is taken and need not be proven
   * @throws ForbiddenError when accounts are opened by invitation only
   */
  async signUp(values: SignUp, caller: Caller): Promise<AccountReply<SignedUp>> {
    const headers = callerHeaders(caller);
    const { body, cookies } = await repliedWhole(() =>
      this.#auth.api.signUpEmail({ body: values, headers, returnHeaders: true }),
    );
    return { body: { signedIn: body.token !== null }, cookies };
  }

  /**
   * @throws UnauthenticatedError when the address or the password is wrong, whichever it is
   * @throws ForbiddenError when the account is not active, or its address not proven
   */
  async signIn(values: SignIn, caller: Caller): Promise<AccountReply<{ user: IUser }>> {
    const headers = callerHeaders(caller);
    const { body, cookies } = await replied(
      withPassword(() => this.#auth.api.signInEmail({ body: values, headers, returnHeaders: true })),
    );
    return { body: { user: await this.user(body.user.id) }, cookies };
  }

  /** Ends the session of the caller, if there is one. */
  async signOut(caller: Caller, sessionId?: string): Promise<AccountReply<unknown>> {
    if (sessionId !== undefined) {
      // better-auth, which only takes the cookie back, says that it has signed out where ending the session fails too.
      await asked(prisma.session.deleteMany({ where: { id: sessionId } }));
      await accessEnded({ sessionId });
    }
    return replied(this.#auth.api.signOut({ headers: callerHeaders(caller), returnHeaders: true }));
  }

  /**
   * Sends a link by which a new password can be chosen, if there is such an account, which is active; what it answers does
   * not tell.
   */
  async forgotPassword(email: string): Promise<void> {
    const user = await asked(prisma.user.findUnique({ where: { email }, select: { status: true } }));
    if (user?.status !== 'active') return;
    await asked(this.#auth.api.requestPasswordReset({ body: { email } }));
  }

  /**
   * Sets the password of whom the token was sent to, and ends all of their sessions, and their other links.
   *
   * @throws ValidationError with `errors.token` when it is not valid, or not any more, or its owner is not active
   */
  async resetPassword(values: PasswordReset): Promise<void> {
    const { internalAdapter } = await this.#auth.$context;
    const reset = async (): Promise<void> => {
      const link = await internalAdapter.findVerificationValue(`reset-password:${values.token}`);
      if (link && !(await holdUser(link.value))) throw invalidToken();
      await this.#auth.api.resetPassword({ body: values });
    };
    await asked(unitOfWork(reset, WITH_A_HASH));
  }

  /**
   * Changes the caller's own password, and ends their links, and their other sessions if they want that.
   *
   * @throws ValidationError with `errors.currentPassword` when that is wrong
   * @throws UnauthenticatedError when nobody is signed in
   */
  async changePassword(
    { currentPassword, newPassword, revokeOtherSessions }: PasswordChange,
    caller: Caller,
    { userId, sessionId }: { readonly userId: string; readonly sessionId: string | undefined },
  ): Promise<AccountReply<unknown>> {
    const [headers, body] = [callerHeaders(caller), { currentPassword, newPassword }];
    return repliedWhole(async () => {
      await holdUser(userId);
      const changed = await this.#auth.api.changePassword({ body, headers, returnHeaders: true });
      if (revokeOtherSessions) await endSessions(userId, sessionId);
      return changed;
    });
  }

  /** Sends the link that proves an address again, if there is an account that waits for it. */
  async sendEmailProof(email: string): Promise<void> {
    await asked(this.#auth.api.sendVerificationEmail({ body: { email } }));
  }

  /**
   * Takes the proof of an address, and signs its owner in.
   *
   * @throws ValidationError with `errors.token` when it is not valid, or not any more
   */
  async proveEmail(token: string, caller: Caller): Promise<AccountReply<unknown>> {
    const headers = callerHeaders(caller);
    return repliedWhole(() => this.#auth.api.verifyEmail({ query: { token }, headers, returnHeaders: true }));
  }

  /**
   * Sends somebody who was given an account the link by which a first password is chosen.
   *
   * @param by - who invites, where no scope says it
   * @throws NotFoundError when there is no such active user
   */
  async invite(userId: string, by: Pick<UnitOptions, 'actor'> = {}): Promise<void> {
    const user = await asked(prisma.user.findUnique({ where: { id: userId } }));
    if (user?.status !== 'active') throw new NotFoundError();
    const token = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
    const { internalAdapter } = await this.#auth.$context;
    const invited = async (): Promise<void> => {
      await histories.execute(user.id, { type: 'invite' });
      await internalAdapter.createVerificationValue({
        identifier: `reset-password:${token}`,
        value: user.id,
        expiresAt: new Date(Date.now() + LIFETIMES.invitation * 1000),
      });
    };
    await asked(unitOfWork(invited, by));
    const link = linkTo(this.#options, '/reset-password', token);
    this.#options.outbox.post(invitationMail({ to: user.email, link }));
  }

  /** The row of somebody who is signed in. */
  async user(id: string): Promise<IUser> {
    const select = Object.fromEntries(Object.keys(userSchema.shape).map((name) => [name, true]));
    return userSchema.parse(await asked(prisma.user.findUniqueOrThrow({ where: { id }, select })));
  }
}
