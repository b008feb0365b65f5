import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IUser } from '@myapp/core/entities/user';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { launchChromium } from '../../scripts/chromium';
import { type ApiProcess, spawnApi } from '../api/process.fixture';

/** The built API with the built page on a database of its own. */
export class Site {
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string>>;
  #api: ApiProcess;
  /** The same before and after a restart. */
  url = '';

  private constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#env = { ...env, DATA_DIR: folder };
    this.#api = spawnApi(this.#env);
  }

  /** With 1,000 demo users, or with none. */
  static async start({ demo = false }: { readonly demo?: boolean } = {}): Promise<Site> {
    const folder = await mkdtemp(join(tmpdir(), 'site-'));
    const site = new Site(folder, { DEMO_DATA: demo ? 'yes' : 'no' });
    site.url = await site.#api.url;
    return site;
  }

  /** As a power cut for the server. */
  async crash(): Promise<void> {
    this.#api.kill('SIGKILL');
    await this.#api.ended;
  }

  async restart(): Promise<void> {
    this.#api = spawnApi({ ...this.#env, PORT: new URL(this.url).port });
    await this.#api.url;
  }

  async close(): Promise<void> {
    await this.crash();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}/api/users${path}`, {
      ...init,
      headers: new Headers([['Content-Type', 'application/json'], ...new Headers(init.headers)]),
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
    /** Opens an address of the page in a browser session of its own, until the test ends. */
    async open(path: string, context: BrowserContextOptions = {}): Promise<Page> {
      const session = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context });
      const page = await session.newPage();
      const failures: string[] = [];
      page.setDefaultTimeout(10_000);
      page.on('pageerror', (error) => failures.push(String(error)));
      onTestFinished(async () => {
        await session.close();
        expect(failures).toEqual([]);
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
