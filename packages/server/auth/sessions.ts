import type { AccountSession, ApiTokenCreate } from '@myapp/core/entities/account';
import type { IUser } from '@myapp/core/entities/user';
import type { Viewer } from '@myapp/core/policies';
import { makeSignature } from 'better-auth/crypto';
import { ConflictError, NotFoundError } from 'reactive/errors';
import { currentTransaction, prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import { type AccountReply, type Accounts, authOf } from './accounts';
import { type Caller, callerHeaders } from './caller';
import { accessEnded } from './endings';
import { accountError } from './errors';
import { findLiveSession } from './live-sessions';
import { signedToken } from './signed-token';
import { endSessions, holdBrowserSession, holdUser } from './turns';

/** Who is signed in, and by which session. */
export interface SignedIn {
  readonly viewer: Viewer;
  readonly sessionId: string;
}

/** Who has opened a session, as they are now. */
export interface CurrentSession {
  readonly viewer: Viewer;
  readonly name: string;
  readonly expiresAt: Date;
}

type CurrentRow = Viewer & Pick<CurrentSession, 'name' | 'expiresAt'>;

const DAY = 24 * 3600 * 1000;

/** Tokens that an account has at once: as many scripts as anybody looks after, and a list that can be read. */
const MOST_TOKENS = 50;

/** While the row of the user is held: of two who make the last one, one is refused. */
async function requireFewTokens(userId: string): Promise<void> {
  const live = { userId, name: { not: null }, expiresAt: { gt: new Date() } };
  if ((await prisma.session.count({ where: live })) < MOST_TOKENS) return;
  throw new ConflictError(
    `There are ${MOST_TOKENS} tokens, as many as an account may have: revoke one first`,
  );
}

/**
 * Where people are signed in: browsers, and scripts that hold a token. Each request asks the database, so that a
 * session that was ended is none at the very next one.
 *
 * @example
 * const sessions = new Sessions(accounts);
 * const { body } = await sessions.find({ headers: req.headers, ip: req.ip });
 * if (body) actAs(body.viewer);
 */
export class Sessions {
  readonly #accounts: Accounts;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Who calls, by cookie or bearer token; nobody when there is neither, or its session has ended. */
  async find(caller: Caller): Promise<AccountReply<SignedIn | undefined>> {
    const { cookie, authorization } = caller.headers;
    if (cookie === undefined && authorization === undefined) return { body: undefined, cookies: [] };
    const live = await this.#findLive(caller);
    if (live) return { body: live, cookies: [] };
    try {
      const { headers, response } = await authOf(this.#accounts).api.getSession({
        headers: callerHeaders(caller),
        returnHeaders: true,
      });
      const cookies = headers.getSetCookie();
      if (response?.user.status !== 'active') return { body: undefined, cookies };
      const { id, role, status } = response.user;
      const viewer = { id, role: role as Viewer['role'], status: status as Viewer['status'] };
      return { body: { viewer, sessionId: response.session.id }, cookies };
    } catch (error) {
      throw accountError(error);
    }
  }

  /** What nearly every request asks for, without what better-auth does for the others: it decides about all of those. */
  async #findLive({ headers }: Caller): Promise<SignedIn | undefined> {
    if (currentTransaction()) return undefined; // a unit of work shares its statements with nobody
    const { secret, authCookies } = await authOf(this.#accounts).$context;
    const [cookie, foreignCookie] = [authCookies.sessionToken.name, authCookies.sessionData.name];
    const token = signedToken(headers, { secret, cookie, foreignCookie });
    return token === undefined ? undefined : findLiveSession(token);
  }

  /**
   * Who has opened a session that has been found before, as they are now; nobody when it has ended since. For
   * connections that stay open longer than a request.
   */
  async current(sessionId: string): Promise<CurrentSession | undefined> {
    const [row] = await prisma.$queryRaw<CurrentRow[]>`
      SELECT u.id, u.role, u.status, u.name, s.expires_at AS "expiresAt"
      FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE s.id = ${sessionId} AND s.expires_at > now() AND u.status = 'active'`;
    if (!row) return undefined;
    const { name, expiresAt, ...viewer } = row;
    return { viewer, name, expiresAt };
  }

  /** Who calls and by which session, for a page to show; `null` when nobody is signed in. */
  async describe(caller: Caller): Promise<Described | null> {
    const { body } = await this.find(caller);
    if (!body) return null;
    const [session] = (await this.list(body.viewer.id, body.sessionId)).filter(({ current }) => current);
    return session ? { user: await this.#accounts.user(body.viewer.id), session } : null;
  }

  /** The sessions and tokens of a user that have not ended, the newest first. */
  async list(userId: string, currentId?: string): Promise<AccountSession[]> {
    const rows = await prisma.session.findMany({
      where: { userId, expiresAt: { gt: new Date() } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: { id: true, name: true, ipAddress: true, userAgent: true, createdAt: true, expiresAt: true },
    });
    return rows.map((row) => ({ ...row, current: row.id === currentId }));
  }

  /**
   * Ends one session of a user.
   *
   * @throws NotFoundError when the user has no such session
   */
  async end(userId: string, id: string): Promise<void> {
    const { count } = await prisma.session.deleteMany({ where: { id, userId } });
    if (count === 0) throw new NotFoundError();
    await accessEnded({ sessionId: id });
  }

  /** Ends the sessions and tokens of a user, but for the one that is to stay. */
  async endAll(userId: string, exceptId?: string): Promise<void> {
    await endSessions(userId, exceptId);
  }

  /**
   * Makes a token for a script of a user. It is shown this once: what the database keeps opens nothing by itself.
   *
   * @param by - the session by which it is asked for; the program itself needs none
   * @throws UnauthenticatedError when that session has ended
   * @throws ForbiddenError when that session is a token itself, or the user is not active
   * @throws ConflictError when there are as many as there may be
   */
  async createToken(
    userId: string,
    { name, expiresInDays }: ApiTokenCreate,
    by?: string,
  ): Promise<CreatedToken> {
    const { internalAdapter, secret } = await authOf(this.#accounts).$context;
    const expiresAt = new Date(Date.now() + expiresInDays * DAY);
    try {
      const session = await unitOfWork(async () => {
        await holdUser(userId);
        if (by !== undefined) {
          await holdBrowserSession(by, userId);
          await requireFewTokens(userId);
        }
        return internalAdapter.createSession(userId, false, { name, expiresAt }, true);
      });
      return {
        id: session.id,
        name,
        token: `${session.token}.${await makeSignature(session.token, secret)}`,
        expiresAt,
      };
    } catch (error) {
      throw accountError(error);
    }
  }
}

/** Who is signed in, as they see themselves, and the session by which. */
export interface Described {
  readonly user: IUser;
  readonly session: AccountSession;
}

/** A token as its owner sees it, once. */
export interface CreatedToken {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly expiresAt: Date;
}
