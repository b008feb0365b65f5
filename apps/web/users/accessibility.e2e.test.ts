import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { choose, formOf, rowOf, seen, useSite } from '../site.fixture';

const { site, open } = useSite({ demo: true });

/** What axe finds wrong on the page as it is now, best practices included. */
const violations = async (page: Page): Promise<string[]> => {
  // What is fading in has not its colours yet; what moves for ever is not waited for.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === 1);
    return Promise.all(ending.map(({ finished }) => finished.catch(() => undefined)));
  });
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return found.violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`);
};

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['a phone, light', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ['a phone, dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
];

const states: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'the list': (page) => seen(page.locator('[data-user]')),
  'the list while it loads': async (page) => {
    await page.route('**/api/users?*', () => undefined);
    await page.goto(`${site().url}/users?q=waiting`);
    await seen(page.locator('.list[data-fetched="false"]'));
  },
  'an empty list': async (page) => {
    await page.goto(`${site().url}/users?q=nobody`);
    await seen(page.getByText('No user matches'));
  },
  'a menu': async (page) => {
    await page
      .getByRole('button', { name: /^Actions for/ })
      .first()
      .click();
    await seen(page.getByRole('menuitem', { name: 'Delete…' }));
  },
  'a toast': async (page) => {
    const name = await page.locator('[data-user] .person-name').first().innerText();
    await choose(page, name, /^(Promote|Demote)/);
    await seen(page.getByRole('button', { name: 'Undo' }));
  },
  'a form with errors': async (page) => {
    await page.getByRole('button', { name: 'New user' }).click();
    await formOf(page).save.click();
    await seen(page.getByText('Must be an e-mail address'));
  },
  'a form of a known user': async (page) => {
    await page.locator('[data-user] a').first().click();
    await seen(formOf(page).name);
  },
  'a question': async (page) => {
    const name = await page.locator('[data-user] .person-name').first().innerText();
    await choose(page, name, 'Delete…');
    await seen(page.getByRole('dialog', { name: `Delete ${name}?` }));
  },
  'a conflict': async (page) => {
    const { id, name } = await site().create({ name: 'Ada', email: `${crypto.randomUUID()}@example.org` });
    await page.goto(`${site().url}/users/${id}`);
    await formOf(page).name.fill(`${name} Mine`);
    await site().change(id, { name: `${name} Theirs`, role: 'admin' });
    await formOf(page).save.click();
    await seen(page.getByRole('radio', { name: 'Theirs' }));
  },
  'a lost connection': async (page) => {
    await page.route('**/api/**', (route) => route.abort());
    await page.locator('.toolbar').getByText('Inactive').click();
    await seen(page.locator('.connection-banner'));
  },
  'no page': async (page) => {
    await page.goto(`${site().url}/elsewhere`);
    await seen(page.getByText('Nothing here'));
  },
};

describe.each(looks)('seen in %s', (_, context) => {
  it.each(Object.keys(states))('%s has no violation, and nothing sticks out at the side', async (name) => {
    const page = await open('/users', context);
    await seen(page.locator('[data-user]'));
    await states[name]?.(page);
    expect(await violations(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
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
