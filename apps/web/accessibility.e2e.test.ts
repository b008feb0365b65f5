import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { choose, formOf, rowOf, seen, useSite } from './site.fixture';

const { site, open } = useSite({ demo: true });

/** What axe finds wrong on the page as it is now, best practices included, and whether it can be moved sideways. */
const violations = async (page: Page): Promise<string[]> => {
  // What is fading in has not its colours yet; what moves for ever is not waited for.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === 1);
    return Promise.all(ending.map(({ finished }) => finished.catch(() => undefined)));
  });
  const { found, overflow } = await page.evaluate(async () => {
    const { documentElement: root } = document;
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({
      resultTypes: ['violations'],
    });
    return { found: violations, overflow: root.scrollWidth - root.clientWidth };
  });
  const told = found.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`);
  return overflow === 0 ? told : [...told, `sticks out by ${overflow} px`];
};

/** Until no color is on its way to another one; what moves for ever is not waited for. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const passing = () =>
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    do {
      // The page hears of other colors, shows them in the next frame, and begins to pass to them in the one after it.
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      await Promise.allSettled(passing().map(({ finished }) => finished));
    } while (passing().length > 0);
  });

/** The page follows the system, so that each state need be reached once. */
const SCHEMES = ['light', 'dark'] as const;

/** What is wrong in each of some states, in light and in dark colours. */
const walk = async (page: Page, through: States): Promise<Record<string, string[]>> => {
  await page.addInitScript(axe.source);
  const found: Record<string, string[]> = {};
  for (const [name, [address, reach]] of Object.entries(through)) {
    // From one address to the same with another fragment no page is loaded.
    await page.goto('about:blank');
    await page.goto(site().url + address);
    await reach(page);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      found[`${name}, ${colorScheme}`] = await violations(page);
    }
    await page.unrouteAll();
  }
  return found;
};

const clean = (through: States) =>
  Object.fromEntries(
    Object.keys(through).flatMap((name) => SCHEMES.map((scheme) => [`${name}, ${scheme}`, []])),
  );

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['a window', {}],
  ['a phone', { viewport: { width: 390, height: 844 } }],
];

/** A list of some rows only: the long one is looked at once. */
const few = '/users?q=mar+example.org';

type States = Readonly<Record<string, readonly [string, (page: Page) => Promise<void>]>>;

/** The states of the page, each after an address that leads to it. */
const states: States = {
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
    async (page) => {
      const { id, name } = await site().create({ name: 'Ada', email: `${crypto.randomUUID()}@example.org` });
      await page.goto(`${site().url}/users/${id}`);
      await formOf(page).name.fill(`${name} Mine`);
      await site().change(id, { name: `${name} Theirs`, role: 'admin' });
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
    async (page) => {
      await page.route('**/api/users?*', () => undefined);
      await page.goto(`${site().url}/users?q=waiting`);
      await seen(page.locator('.list[data-fetched="false"]'));
    },
  ],
};

/** Those of the pages for who is not signed in. */
const strangerStates: States = {
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

describe('every state of the page', () => {
  // They are many, and a busy machine takes its time with each.
  it.each(looks)(
    'has no violation, and nothing sticks out at the side, in %s',
    {
      timeout: 180_000,
    },
    async (_, context) => {
      const page = await open('/users', context);
      expect(await walk(page, states)).toEqual(clean(states));
    },
  );

  it.each(looks)('so it is for who is not signed in, in %s', async (_, context) => {
    const page = await open('/elsewhere', { ...context, as: null });
    expect(await walk(page, strangerStates)).toEqual(clean(strangerStates));
  });
});

describe('colours', () => {
  it('follow the system until a choice is made, which is remembered', async () => {
    const page = await open('/users', { colorScheme: 'dark' });
    const scheme = () => page.evaluate(() => document.documentElement.dataset['mantineColorScheme']);
    expect(await scheme()).toBe('dark');
    await page.getByRole('button', { name: 'Colors: As the system' }).click();
    await page.getByRole('menuitemradio', { name: 'Light' }).click();
    await expect.poll(scheme).toBe('light');
    await page.reload();
    expect(await scheme()).toBe('light');
  });
});

describe('what a screen reader hears', () => {
  it('is what the list shows and what was done', async () => {
    const page = await open('/users');
    const region = page.locator('output[aria-live="polite"]');
    await expect.poll(() => region.textContent()).toMatch(/^Users 1–25 of /);
    await page.getByRole('searchbox').fill('nobody at all');
    await expect.poll(() => region.textContent()).toBe('No users found.');
    await page.goto(`${site().url}/users`);
    const name = await page.locator('[data-user] .person-name').first().innerText();
    await choose(page, name, /^(Deactivate|Activate)$/);
    await expect.poll(() => region.textContent()).toMatch(new RegExp(`^${name} is (in)?active`));
    expect(await rowOf(page, name).count()).toBeGreaterThan(0);
  });
});
