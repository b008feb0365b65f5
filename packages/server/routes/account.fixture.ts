import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { jsonBody, nothingHere, problems } from 'reactive/express';
import { requireScope, scopeMiddleware } from 'reactive/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { Accounts } from '../auth/accounts';
import type { AccountOptions } from '../auth/options';
import { Sessions } from '../auth/sessions';
import { emptyUsers, openTestDatabase } from '../database/testing';
import type { Database } from '../db';
import { openLimitStore } from '../limits/limit-store';
import type { Mail } from '../mail/mail';
import { createOutbox } from '../mail/outbox';
import { UserPrismaProvider } from '../providers/user.provider';
import { accountRoutes } from './account.routes';
import { accountLimits } from './account-limits';
import { authenticate } from './authenticate';

/** An answer, with its JSON read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into it freely, and fail where it is not as expected
  readonly json: any;
}

/** A browser: it keeps the cookies that it was given. */
export class Browser {
  readonly #jar = new Map<string, string>();
  constructor(
    private readonly url: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The cookies as they are sent. */
  get cookie(): string {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Another one that has the same cookies: what a thief would have. */
  copy(): Browser {
    const other = new Browser(this.url, this.headers);
    for (const [name, value] of this.#jar) other.#jar.set(name, value);
    return other;
  }

  get(path: string): Promise<Answer> {
    return this.#send(path, 'GET');
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.#send(path, 'POST', body);
  }

  delete(path: string): Promise<Answer> {
    return this.#send(path, 'DELETE');
  }

  async #send(path: string, method: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = { ...this.headers };
    if (this.#jar.size > 0) headers['Cookie'] = this.cookie;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const init: RequestInit = { method, headers };
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await fetch(`${this.url}/api${path}`, init);
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: text ? JSON.parse(text) : undefined };
  }

  #keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split('; ');
    const at = pair.indexOf('=');
    if (attributes.some((each) => /^max-age=0$/i.test(each))) this.#jar.delete(pair.slice(0, at));
    else this.#jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** The routes of accounts, served over the open database. */
export interface ServedAccounts {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  /** What was sent. */
  readonly mails: Mail[];
  /** What failed in the background. */
  readonly reported: unknown[];
  browser(headers?: Readonly<Record<string, string>>): Browser;
  /** The token in the last message, once all are sent. */
  lastToken(): Promise<string>;
  close(): Promise<void>;
}

/** Serves accounts on a free port until closed. */
export async function serveAccounts(options: Partial<AccountOptions> = {}): Promise<ServedAccounts> {
  const [mails, reported]: [Mail[], unknown[]] = [[], []];
  const report = (error: unknown) => void reported.push(error);
  const outbox = createOutbox({ send: async (mail) => void mails.push(mail) }, report);
  const accounts = new Accounts({
    secret: 'a secret of at least thirty-two characters',
    https: false,
    pageUrl: () => 'http://127.0.0.1:3000',
    outbox,
    proveAddresses: false,
    openSignUp: true,
    ...options,
  });
  const sessions = new Sessions(accounts);
  const store = await openLimitStore({});
  const parts = {
    accounts,
    sessions,
    users: UserPrismaProvider,
    report,
    limits: accountLimits(store),
    options: { signUp: 'open', proveAddresses: false } as const,
  };
  const app = express();
  const restore = requireScope();
  app.use('/api', jsonBody(), scopeMiddleware(), authenticate(sessions));
  app.use('/api', accountRoutes(parts), nothingHere(), problems({ report: ({ error }) => report(error) }));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    accounts,
    sessions,
    mails,
    reported,
    browser: (headers) => new Browser(url, headers),
    async lastToken() {
      await expect.poll(() => mails.length).toBeGreaterThan(0);
      return /#token=(\S+)/.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
    },
    async close() {
      await new Promise((resolve) => server.close(resolve));
      restore();
    },
  };
}

/** Somebody who signs up. */
export const ada = { name: 'Ada Lovelace', email: 'ada@example.org', password: 'difference engine' };

export const signIn = '/auth/sign-in/email';

/** Serves accounts anew for each test of a file, on one database, and hands them to `take`. */
export function useAccounts(take: (served: ServedAccounts) => void): void {
  let database: Database;
  let served: ServedAccounts;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    served = await serveAccounts();
    take(served);
  });
  afterEach(async () => {
    await served.close();
    await emptyUsers();
  });
}

/** The browser in which {@link ada} has signed up. */
export async function signUp(served: ServedAccounts): Promise<Browser> {
  const browser = served.browser();
  expect(await browser.post('/auth/sign-up/email', ada)).toMatchObject({ status: 201 });
  return browser;
}

/** The address of who is signed in there. */
export const who = async (browser: Browser): Promise<string | undefined> =>
  (await browser.get('/auth/get-session')).json?.user.email;
