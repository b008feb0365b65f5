import type { Page } from 'playwright-core';
import { choose, formOf, type Site, seen } from './site.fixture';

/** By name: an address, and what leads from there to the state. */
export type States = Readonly<Record<string, readonly [string, (page: Page, site: Site) => Promise<void>]>>;

/** A list of some rows only: the long one is looked at once. */
const few = '/users?q=mar+example.org';

/** The states of the page, each after an address that leads to it. */
export const states: States = {
  'the list': ['/users', (page) => seen(page.locator('[data-user]'))],
  'an empty list': ['/users?q=nobody', (page) => seen(page.getByText('No user matches'))],
  'the audit log': ['/audit', (page) => seen(page.locator('.timeline-entry'))],
  'an audit log without anything': [
    '/audit?type=imported&from=2026-01-01',
    (page) => seen(page.getByText('Nothing matches')),
  ],
  'a history, and the user as of then': [
    few,
    async (page) => {
      await page
        .getByRole('button', { name: /^Actions for/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'History' }).click();
      await page
        .getByRole('button', { name: /as of version/ })
        .first()
        .click();
      await seen(page.getByRole('region', { name: /As of version/ }).getByText('Status'));
    },
  ],
  'the jobs': ['/jobs', (page) => seen(page.locator('.job-card'))],
  'no jobs': [
    '/jobs',
    async (page) => {
      await page.getByText('Failed', { exact: true }).click();
      await seen(page.getByText('No jobs here'));
    },
  ],
  'an import': [
    '/jobs',
    async (page) => {
      await page.getByRole('button', { name: 'Import users' }).first().click();
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('dialog').getByRole('button', { name: 'CSV file' }).click(),
      ]);
      const buffer = Buffer.from('name,mail\nAda,ada@example.net\n');
      await chooser.setFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
      await seen(page.getByRole('dialog').getByText('This file cannot be imported'));
    },
  ],
  'a menu': [
    few,
    async (page) => {
      await page
        .getByRole('button', { name: /^Actions for/ })
        .first()
        .click();
      await seen(page.getByRole('menuitem', { name: 'Delete…' }));
    },
  ],
  'the menu of colours': [
    few,
    async (page) => {
      await page.getByRole('button', { name: /^Colors/ }).click();
      await seen(page.getByRole('menuitemradio', { name: 'Dark' }));
    },
  ],
  'a toast': [
    few,
    async (page) => {
      const name = await page.locator('[data-user] .person-name').first().innerText();
      await choose(page, name, /^(Promote|Demote)/);
      await seen(page.getByRole('button', { name: 'Undo' }));
    },
  ],
  'a form with errors': [
    few,
    async (page) => {
      await page.getByRole('button', { name: 'New user' }).click();
      await formOf(page).save.click();
      await seen(page.getByText('Must be an e-mail address'));
    },
  ],
  'a form of a known user': [
    few,
    async (page) => {
      await page.locator('[data-user] a').first().click();
      await seen(formOf(page).name);
    },
  ],
  'a question': [
    few,
    async (page) => {
      const name = await page.locator('[data-user] .person-name').first().innerText();
      await choose(page, name, 'Delete…');
      await seen(page.getByRole('dialog', { name: `Delete ${name}?` }));
    },
  ],
  'a conflict': [
    few,
    async (page, site) => {
      const { id, name } = await site.create({ name: 'Ada', email: `${crypto.randomUUID()}@example.org` });
      await page.goto(`${site.url}/users/${id}`);
      await formOf(page).name.fill(`${name} Mine`);
      await site.change(id, { name: `${name} Theirs`, role: 'admin' });
      await formOf(page).save.click();
      await seen(page.getByRole('radio', { name: 'Theirs' }));
    },
  ],
  'the account': [
    '/account',
    async (page) => {
      await page.getByLabel('Name of the script').fill('backup');
      await page.getByRole('button', { name: 'Create token' }).click();
      await seen(page.getByLabel('Token', { exact: true }));
    },
  ],
  'the menu of the account': [
    '/account',
    async (page) => {
      await seen(page.getByRole('heading', { name: 'Account' }));
      await page.getByRole('button', { name: /^Account of/ }).click();
      await seen(page.getByRole('menuitem', { name: 'Sign out' }));
    },
  ],
  "one's own menu": [
    '/users?q=demo+admin',
    async (page) => {
      await page.getByRole('button', { name: 'Actions for Demo Admin' }).click();
      await seen(page.getByText('Nobody deletes themselves'));
    },
  ],
  'no page': ['/elsewhere', (page) => seen(page.getByText('Nothing here'))],
  'a lost connection': [
    few,
    async (page) => {
      await page.route('**/api/**', (route) => route.abort());
      await page.locator('.toolbar').getByText('Inactive').click();
      await seen(page.locator('.connection-banner'));
    },
  ],
  'the list while it loads': [
    '/elsewhere',
    async (page, site) => {
      await page.route('**/api/users?*', () => undefined);
      await page.goto(`${site.url}/users?q=waiting`);
      await seen(page.locator('.list[data-fetched="false"]'));
    },
  ],
};

/** Those of the pages for who is not signed in. */
export const strangerStates: States = {
  'signing in': ['/users', (page) => seen(page.getByRole('button', { name: 'Use user@example.com' }))],
  'a wrong password': [
    '/sign-in',
    async (page) => {
      await page.getByLabel('E-mail', { exact: true }).fill('nobody@example.org');
      await page.getByLabel('Password', { exact: true }).fill('guess');
      await page.keyboard.press('Enter');
      await seen(page.getByText('The e-mail address or the password is wrong'));
    },
  ],
  'signing up, wrongly': [
    '/sign-up',
    async (page) => {
      await page.getByRole('button', { name: 'Sign up' }).click();
      await seen(page.getByText('Must have at least 8 characters'));
    },
  ],
  'a forgotten password': ['/forgot-password', (page) => seen(page.getByText('Send the link'))],
  'a new password, by a link that is too old': [
    '/reset-password#token=old',
    async (page) => {
      await page.getByLabel('New password').fill('difference engine');
      await page.keyboard.press('Enter');
      await seen(page.getByRole('link', { name: 'Ask for a new link' }));
    },
  ],
  'a link that is cut off': ['/reset-password', (page) => seen(page.getByText('The link is incomplete.'))],
  'an address to confirm': [
    '/confirm-address#token=new',
    (page) => seen(page.getByRole('button', { name: 'Confirm and sign in' })),
  ],
};
