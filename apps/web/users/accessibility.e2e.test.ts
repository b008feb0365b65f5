import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { choose, formOf, rowOf, seen, useSite } from '../site.fixture';

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

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['a phone, light', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ['a phone, dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
];

/** A list of some rows only: the long one is looked at once. */
const few = '/users?q=mar+example.org';

/** The states of the page, each after an address that leads to it. */
const states: Readonly<Record<string, readonly [string, (page: Page) => Promise<void>]>> = {
  'the list': ['/users', (page) => seen(page.locator('[data-user]'))],
  'an empty list': ['/users?q=nobody', (page) => seen(page.getByText('No user matches'))],
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

describe('every state of the page', () => {
  it.each(looks)('has no violation, and nothing sticks out at the side, in %s', async (_, context) => {
    const page = await open('/users', context);
    await page.addInitScript(axe.source);
    const found: Record<string, string[]> = {};
    for (const [name, [address, reach]] of Object.entries(states)) {
      await page.goto(site().url + address);
      await reach(page);
      found[name] = await violations(page);
      await page.unrouteAll();
    }
    expect(found).toEqual(Object.fromEntries(Object.keys(states).map((name) => [name, []])));
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
