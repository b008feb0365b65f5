import type { AccountSession, PasswordChange, SignIn, SignUp } from '@myapp/core/entities/account';
import { User } from '@myapp/core/entities/user';
import { actAs } from '@myapp/core/policies';
import { errorFrom, type ReactiveError } from 'reactive/errors';
import { ReactiveModel } from 'reactive/model';
import type { Scope } from 'reactive/registry';
import { AccountBrowserProvider, type SignedIn } from '../providers/account.provider';
import { onUnauthenticated } from '../providers/connection';
import { UserBrowserProvider } from '../providers/user.provider';
import { type News, OtherTabs } from './other-tabs';

interface ISession {
  /** Whether the server has said yet who is signed in. */
  known: boolean;
  /** By which session; `undefined` when nobody is signed in. */
  current: AccountSession | undefined;
  /** Whether nobody is signed in since the session has ended: it ran out, or was ended elsewhere. */
  ended: boolean;
  /** Why the server could not be asked. */
  error: ReactiveError | undefined;
}

interface SessionEvents {
  /** What the one before has seen was forgotten: whoever keeps more of it forgets that too. */
  forget: undefined;
}

/**
 * Who is signed in, in one scope: in a page, the person before it. What the policy answers there is about them, and
 * what they have loaded is forgotten when they sign out or somebody else signs in.
 *
 * When the session ends by itself, what is loaded stays until it is known who comes back: the same person goes on
 * where they were, and before anybody else everything is forgotten.
 *
 * @example
 * const session = sessionOf(currentScope());
 * await session.signIn({ email, password, rememberMe: true });
 * session.user?.name;
 */
export class Session extends ReactiveModel<ISession, SessionEvents> {
  declare known: boolean;
  declare current: AccountSession | undefined;
  declare ended: boolean;
  declare error: ReactiveError | undefined;

  /** The calls that are about accounts. */
  readonly accounts: AccountBrowserProvider;
  readonly #scope: Scope;
  readonly #tabs = new OtherTabs((news) => this.#hear(news));
  /** Who is signed in, or was until the session ended. */
  #user: User | undefined;
  /** Counts what was begun: an answer to anything but the last says nothing any more. */
  #turn = 0;
  #followers = 0;
  #stop: () => void = () => {};

  constructor(scope: Scope, accounts = new AccountBrowserProvider()) {
    super({ properties: ['known', 'current', 'ended', 'error'], known: false, ended: false });
    this.#scope = scope;
    this.accounts = accounts;
  }

  get state(): 'loading' | 'signedIn' | 'signedOut' {
    if (!this.known) return 'loading';
    return this.current === undefined ? 'signedOut' : 'signedIn';
  }

  /** Who is signed in: in step with every other `User` of that id. */
  get user(): User | undefined {
    return this.current && this.#user;
  }

  /**
   * Asks the server who is signed in.
   *
   * @throws ReactiveError which stands in `error` as well
   */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const found = await this.accounts.whoAmI();
      if (turn === this.#turn) this.#take(found);
    } catch (thrown) {
      const error = errorFrom(thrown);
      if (turn === this.#turn) this.error = error;
      throw error;
    }
  }

  /** @throws UnauthenticatedError when address or password are wrong; ForbiddenError when the account is not active */
  async signIn(values: SignIn): Promise<void> {
    await this.accounts.signIn(values);
    await this.#entered();
  }

  /**
   * Opens an account.
   *
   * @returns whether one is signed in now, or has to confirm the address first
   * @throws ConflictError, ValidationError with `errors` by field; ForbiddenError where accounts are for the invited
   */
  async signUp(values: SignUp): Promise<boolean> {
    const { signedIn } = await this.accounts.signUp(values);
    if (signedIn) await this.#entered();
    return signedIn;
  }

  /** Confirms an address by the token of a link, which signs its owner in. */
  async proveEmail(token: string): Promise<void> {
    await this.accounts.proveEmail(token);
    await this.#entered();
  }

  /** @throws ValidationError with `errors.currentPassword` when that is wrong */
  async changePassword(values: PasswordChange): Promise<void> {
    await this.accounts.changePassword(values);
    await this.load();
  }

  /** Signs out, and forgets everything that was loaded. */
  async signOut(): Promise<void> {
    await this.accounts.signOut();
    this.#left();
    this.#tabs.tell('signed out');
  }

  /** Signs out here and wherever else one is signed in; the tokens of scripts end too. */
  async signOutEverywhere(): Promise<void> {
    await this.accounts.endSessions();
    this.#left();
    this.#tabs.tell('signed out');
  }

  /**
   * Stays in step with the server until the returned function is called: asks who is signed in at first, when an answer
   * says that nobody is, when the page is looked at again, and when another tab signs in or out.
   */
  follow(): () => void {
    if (this.#followers++ === 0) this.#stop = this.#start();
    let isFollowing = true;
    return () => {
      if (!isFollowing) return;
      isFollowing = false;
      if (--this.#followers === 0) this.#stop();
    };
  }

  #start(): () => void {
    // A failure stands in `error`.
    const look = (): void => void this.load().catch(() => undefined);
    const onReturn = (): void => {
      if (document.visibilityState !== 'hidden') look();
    };
    const stop = onUnauthenticated(() => {
      if (this.current !== undefined) look();
    });
    document.addEventListener('visibilitychange', onReturn);
    this.#tabs.open();
    look();
    return () => {
      stop();
      document.removeEventListener('visibilitychange', onReturn);
      this.#tabs.close();
    };
  }

  async #entered(): Promise<void> {
    await this.load();
    this.#tabs.tell('signed in');
  }

  #left(): void {
    this.#turn++;
    this.#forget();
    this.set({ known: true, current: undefined, ended: false, error: undefined });
  }

  #hear(news: News): void {
    if (news === 'signed out') this.#left();
    else this.load().catch(() => undefined); // stands in `error`
  }

  #take(found: SignedIn | null): void {
    if (found === null) {
      const ended = this.ended || this.current !== undefined;
      this.#scope.run(() => actAs(undefined));
      this.set({ known: true, current: undefined, ended, error: undefined });
      return;
    }
    const { user, session } = found;
    // Who may do less than before is not to find what they have loaded then.
    const isSame = this.#user?.id === user.id && this.#user.role === user.role;
    if (!isSame) this.#forget();
    this.#user = this.#scope.run(() => {
      const known = new User({ ...user, provider: UserBrowserProvider });
      actAs(known);
      return known;
    });
    this.set({ known: true, current: session, ended: false, error: undefined });
  }

  #forget(): void {
    this.#user = undefined;
    this.#scope.run(() => actAs(undefined));
    this.#scope.clear();
    this.trigger('forget');
  }
}

const sessions = new WeakMap<Scope, Session>();

/** The session of a scope: always the same one. */
export function sessionOf(scope: Scope): Session {
  const known = sessions.get(scope);
  if (known !== undefined) return known;
  const made = new Session(scope);
  sessions.set(scope, made);
  return made;
}
