import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IUser } from '@myapp/core/entities/user';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { launchChromium } from '../../scripts/chromium';
import { DEMO_ACCOUNTS } from '../api/accounts/accounts.fixture';
import { putDatabase } from '../api/databases.fixture';
import { type ApiProcess, askPatiently, spawnApi } from '../api/process.fixture';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The accounts that every site has. */
export const [ADMIN, USER] = DEMO_ACCOUNTS;

/** The built API with the built page on a database of its own. */
export class Site {
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string>>;
  #api: ApiProcess;
  #cookie = '';
  /** The same before and after a restart. */
  url = '';

  private constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#env = { ...env, DATA_DIR: folder };
    this.#api = spawnApi(this.#env);
  }

  /** With the two accounts of a demo, and 1,000 demo users besides or none. */
  static async start({ demo = false }: { readonly demo?: boolean } = {}): Promise<Site> {
    const folder = await mkdtemp(join(tmpdir(), 'site-'));
    await putDatabase(demo ? 'demo' : 'accounts', folder);
    const site = new Site(folder, { DEMO_MODE: demo ? 'yes' : 'no' });
    site.url = await site.#api.url;
    await site.renew();
    return site;
  }

  /** What the server wrote: the messages that it would send, too. */
  get output(): string {
    return this.#api.stdout();
  }

  /** Signs in as a browser does, and gives the cookie that it would keep. */
  async signIn({ email, password }: Credentials): Promise<string> {
    const response = await this.#post('/api/auth/sign-in/email', { email, password });
    if (response.status !== 200) throw new Error(await response.text());
    return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }

  /** The session of an account, for a browser that is to be signed in from the start. */
  async sessionOf(account: Credentials): Promise<{ name: string; value: string; url: string }> {
    const cookie = account === ADMIN ? this.#cookie : await this.signIn(account);
    const [name = '', value = ''] = cookie.split(/=(.*)/s);
    return { name, value, url: this.url };
  }

  /** Ends all sessions of an account, as its owner does elsewhere. */
  async endSessions(account: Credentials): Promise<void> {
    const response = await this.#post('/api/auth/revoke-sessions', {}, await this.signIn(account));
    if (response.status !== 204) throw new Error(await response.text());
  }

  /** Signs the admin in once more, after their sessions were ended. */
  async renew(): Promise<void> {
    this.#cookie = await this.signIn(ADMIN);
  }

  #post(path: string, body: object, cookie = ''): Promise<Response> {
    const headers = {
      'Content-Type': 'application/json',
      Origin: this.url,
      ...(cookie && { Cookie: cookie }),
    };
    return askPatiently(this.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** As a power cut for the server. */
  async crash(): Promise<void> {
    this.#api.kill('SIGKILL');
    await this.#api.ended;
  }

  /** @param env - what is different this time */
  async restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#api = spawnApi({ ...this.#env, PORT: new URL(this.url).port, ...env });
    await this.#api.url;
  }

  async close(): Promise<void> {
    await this.crash();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Asks the API as the admin. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    return askPatiently(`${this.url}/api/users${path}`, {
      ...init,
      headers: new Headers([
        ['Content-Type', 'application/json'],
        ['Cookie', this.#cookie],
        ['Origin', this.url],
        ...new Headers(init.headers),
      ]),
    });
  }

  /** Creates a user behind the page's back. */
  async create(values: Partial<IUser> & Pick<IUser, 'name' | 'email'>): Promise<IUser> {
    const response = await this.request('', { method: 'POST', body: JSON.stringify(values) });
    if (response.status !== 201) throw new Error(await response.text());
    return response.json();
  }

  async read(id: string): Promise<IUser> {
    return (await this.request(`/${id}`)).json();
  }

  /** Changes a user behind the page's back, as it is now. */
  async change(id: string, values: Partial<IUser>): Promise<void> {
    const { version } = await this.read(id);
    const headers = { 'If-Match': `"${version}"` };
    const response = await this.request(`/${id}`, { method: 'PATCH', headers, body: JSON.stringify(values) });
    if (response.status !== 200) throw new Error(await response.text());
  }
}

/** How an address is opened. */
export interface OpenOptions extends BrowserContextOptions {
  readonly as?: Credentials | null;
  readonly expected?: string[];
  /** Without, the page hears of nothing that happens elsewhere, as where sockets are kept out. */
  readonly live?: boolean;
}

/** Runs in the page. */
const tellViolations = (): void => {
  const { tellViolation } = window as unknown as { tellViolation: (text: string) => void };
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    tellViolation(`${effectiveDirective} kept out ${blockedURI}`),
  );
};

/** A running site and a browser for the tests of a file. */
export const useSite = (options: { readonly demo?: boolean } = {}) => {
  let site: Site;
  let browser: Browser;
  beforeAll(async () => {
    [site, browser] = await Promise.all([Site.start(options), launchChromium()]);
  });
  afterAll(async () => {
    await Promise.all([site.close(), browser.close()]);
  });
  return {
    site: (): Site => site,
    /**
     * Opens an address of the page in a browser session of its own, until the test ends: signed in as the admin, as
     * somebody else, or as nobody (`null`). Scripts that fail and what the policy keeps out fail the test, unless it
     * expects them: then they are put into `expected`.
     */
    async open(
      path: string,
      { as = ADMIN, expected, live = true, ...context }: OpenOptions = {},
    ): Promise<Page> {
      const session = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context });
      if (as !== null) await session.addCookies([await site.sessionOf(as)]);
      const page = await session.newPage();
      const failures = expected ?? [];
      page.setDefaultTimeout(10_000);
      page.on('pageerror', (error) => failures.push(String(error)));
      // What the Content-Security-Policy keeps from running is told there, and nowhere else; what it keeps from being
      // loaded, by an event too.
      page.on('console', (message) => {
        if (/Content.Security.Policy/i.test(message.text())) failures.push(message.text());
      });
      await page.exposeFunction('tellViolation', (text: string) => failures.push(text));
      await page.addInitScript(tellViolations);
      if (!live) await page.routeWebSocket(/./, (socket) => void socket.close());
      onTestFinished(async () => {
        await session.close();
        if (expected === undefined) expect(failures).toEqual([]);
      });
      await page.goto(site.url + path);
      return page;
    },
  };
};

/** The row (or card) of a user. */
export const rowOf = (page: Page, name: string): Locator =>
  page.locator('[data-user]').filter({ hasText: name });

/** Chooses from the menu of a user's row. */
export const choose = async (page: Page, name: string, item: string | RegExp): Promise<void> => {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

/** The form in the drawer. */
export const formOf = (page: Page) => {
  const drawer = page.getByRole('dialog', { name: /^(New|Edit) user$/ });
  return {
    drawer,
    name: drawer.getByRole('textbox', { name: 'Name' }),
    email: drawer.getByRole('textbox', { name: 'E-mail' }),
    role: drawer.getByRole('radiogroup', { name: 'Role' }),
    status: drawer.getByRole('radiogroup', { name: 'Status' }),
    save: drawer.getByRole('button', { name: /^(Create user|Save changes)$/ }),
  };
};

/** The names in the list, from top to bottom. */
export const namesIn = (page: Page): Promise<string[]> =>
  page.locator('[data-user] .person-name').allTextContents();

/** Waits until a locator is seen. */
export const seen = (locator: Locator): Promise<void> => locator.first().waitFor({ state: 'visible' });

/** Waits until a locator is gone. */
export const gone = (locator: Locator): Promise<void> => locator.first().waitFor({ state: 'hidden' });
