import {
  addressSchema,
  apiTokenCreateSchema,
  emailProofSchema,
  passwordChangeSchema,
  passwordResetSchema,
  sessionChoiceSchema,
  sessionSchema,
  signInSchema,
  signUpSchema,
} from '@myapp/core/entities/account';
import { type IUserProvider, User } from '@myapp/core/entities/user';
import { userPolicy } from '@myapp/core/policies';
import type { Response, Router } from 'express';
import type { ProviderClass } from 'reactive/entities/item';
import { apiRouter, parseBody, sendList } from 'reactive/express';
import type { AccountReply, Accounts } from '../auth/accounts';
import type { Sessions } from '../auth/sessions';
import { networkOf } from '../limits/client-network';
import type { RateLimiter } from '../limits/rate-limiter';
import { accountKey, type SignInLimit } from '../limits/sign-in-limit';
import { requireViewer, sessionIdOf, setCookies } from './authenticate';

/** What the routes of accounts work with. */
export interface AccountParts {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  /** Where users are kept. */
  readonly users: ProviderClass<IUserProvider>;
  readonly limits: AccountLimits;
  /** What a page has to know before anybody is signed in. */
  readonly options: AccountPageOptions;
  /** Told what failed in the background. */
  readonly report: (error: unknown) => void;
}

/** How often strangers may try. */
export interface AccountLimits {
  /** Guesses of a password. */
  readonly signIn: SignInLimit;
  /** Accounts that are opened, and messages that are asked for, from one network. */
  readonly network: RateLimiter;
  /** Messages to one address. */
  readonly mail: RateLimiter;
}

/** What the pages for signing in and up show. */
export interface AccountPageOptions {
  readonly signUp: 'open' | 'closed';
  /** Whether an address has to be proven before its owner can sign in. */
  readonly proveAddresses: boolean;
  /** Accounts that everybody knows, in a demo. */
  readonly demoAccounts?: readonly { readonly email: string; readonly password: string }[] | undefined;
}

/**
 * Only who may decide about the role of a user decides about their sessions.
 *
 * @throws NotFoundError when there is no such user for who asks
 * @throws ForbiddenError when there is, for others to decide about
 */
async function requireManaged(id: string, { users: provider }: AccountParts): Promise<void> {
  const user = new User({ id, provider });
  await user.load();
  userPolicy.authorize(requireViewer(), 'update', { row: user.getProperties(), fields: ['role'] });
}

function reply<Body extends object>(res: Response, { body, cookies }: AccountReply<Body>): void {
  setCookies(res, cookies);
  res.set('Cache-Control', 'no-store').json(body);
}

/** Answers before it begins: neither the answer nor its time tells whether there is such an account. */
function inBackground(res: Response, work: () => Promise<void>, { report }: AccountParts): void {
  res.status(202).json({ accepted: true });
  work().catch(report);
}

/** Counts for known and unknown addresses alike. */
async function limitMail(
  { ip }: { ip?: string | undefined },
  email: string,
  parts: AccountParts,
): Promise<void> {
  await parts.limits.network.consume(networkOf(ip));
  await parts.limits.mail.consume(accountKey(email));
}

function noContent(res: Response, cookies: readonly string[] = []): void {
  setCookies(res, cookies);
  res.status(204).end();
}

function signingRoutes({ accounts, limits, options }: AccountParts): Router {
  return apiRouter((router) => {
    router.get('/auth/options', (_req, res) => {
      res.set('Cache-Control', 'no-store').json(options);
    });

    router.post('/auth/sign-up/email', async (req, res) => {
      const values = parseBody(req, signUpSchema);
      await limits.network.consume(networkOf(req.ip));
      reply(res.status(201), await accounts.signUp(values, req));
    });

    router.post('/auth/sign-in/email', async (req, res) => {
      const values = parseBody(req, signInSchema);
      const attempt = { address: req.ip, account: values.email };
      await limits.signIn.attempt(attempt);
      const signedIn = await accounts.signIn(values, req);
      await limits.signIn.succeeded(attempt);
      reply(res, signedIn);
    });

    router.post('/auth/sign-out', async (req, res) => {
      const { cookies } = await accounts.signOut(req, sessionIdOf(res));
      noContent(res, cookies);
    });
  });
}

function passwordRoutes(parts: AccountParts): Router {
  const { accounts, limits } = parts;
  return apiRouter((router) => {
    router.post('/auth/request-password-reset', async (req, res) => {
      const { email } = parseBody(req, addressSchema);
      await limitMail(req, email, parts);
      inBackground(res, () => accounts.forgotPassword(email), parts);
    });

    router.post('/auth/reset-password', async (req, res) => {
      await accounts.resetPassword(parseBody(req, passwordResetSchema));
      noContent(res);
    });

    router.post('/auth/change-password', async (req, res) => {
      const session = { userId: requireViewer().id, sessionId: sessionIdOf(res) };
      const attempt = { address: req.ip, account: session.userId };
      const values = parseBody(req, passwordChangeSchema);
      await limits.signIn.attempt(attempt);
      const { cookies } = await accounts.changePassword(values, req, session);
      await limits.signIn.succeeded(attempt);
      noContent(res, cookies);
    });

    router.post('/auth/send-verification-email', async (req, res) => {
      const { email } = parseBody(req, addressSchema);
      await limitMail(req, email, parts);
      inBackground(res, () => accounts.sendEmailProof(email), parts);
    });

    router.post('/auth/verify-email', async (req, res) => {
      const { cookies } = await accounts.proveEmail(parseBody(req, emailProofSchema).token, req);
      noContent(res, cookies);
    });
  });
}

function sessionRoutes({ sessions }: AccountParts): Router {
  return apiRouter((router) => {
    router.get('/auth/get-session', async (req, res) => {
      res.set('Cache-Control', 'no-store').json(await sessions.describe(req));
    });

    router.get('/auth/list-sessions', async (_req, res) => {
      const items = await sessions.list(requireViewer().id, sessionIdOf(res));
      sendList(res, { items, total: items.length, next: null }, sessionSchema);
    });

    router.post('/auth/revoke-session', async (req, res) => {
      await sessions.end(requireViewer().id, parseBody(req, sessionChoiceSchema).id);
      noContent(res);
    });

    router.post('/auth/revoke-sessions', async (_req, res) => {
      await sessions.endAll(requireViewer().id);
      noContent(res);
    });

    router.post('/auth/revoke-other-sessions', async (_req, res) => {
      await sessions.endAll(requireViewer().id, sessionIdOf(res));
      noContent(res);
    });

    router.post('/auth/tokens', async (req, res) => {
      const { id } = requireViewer();
      const values = parseBody(req, apiTokenCreateSchema);
      const token = await sessions.createToken(id, values, sessionIdOf(res));
      res.status(201).set('Cache-Control', 'no-store').json(token);
    });
  });
}

/** What an admin does for the accounts of others. */
function managedRoutes(parts: AccountParts): Router {
  const { accounts, sessions } = parts;
  return apiRouter((router) => {
    router.post('/users/:id/invitation', async (req, res) => {
      await requireManaged(req.params.id, parts);
      await accounts.invite(req.params.id);
      res.status(202).json({ accepted: true });
    });

    router.delete('/users/:id/sessions', async (req, res) => {
      await requireManaged(req.params.id, parts);
      await sessions.endAll(req.params.id);
      noContent(res);
    });
  });
}

/**
 * Signing up, in and out, passwords, sessions and tokens, to be mounted under `/api` behind `authenticate()`. Paths
 * have better-auth's names where it has the function.
 *
 * @example
 * app.use('/api', jsonBody(), scopeMiddleware(), authenticate(sessions), accountRoutes({ accounts, sessions, report }));
 */
export function accountRoutes(parts: AccountParts): Router[] {
  return [signingRoutes, passwordRoutes, sessionRoutes, managedRoutes].map((routes) => routes(parts));
}
