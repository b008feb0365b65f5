import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { choose, formOf, gone, rowOf, seen, useSite } from '../site.fixture';

const { site, open } = useSite();

/** What has the focus: its label or text. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });

const tabTo = async (page: Page, name: string | RegExp): Promise<void> => {
  const isThere = async (): Promise<boolean> => {
    const now = await focused(page);
    return typeof name === 'string' ? now === name : name.test(now);
  };
  for (let press = 0; press < 40 && !(await isThere()); press++) await page.keyboard.press('Tab');
  expect(await isThere()).toBe(true);
};

describe('without a mouse', () => {
  it('the skip link leads past the header, and the search box is one key away', async () => {
    const page = await open('/users');
    await seen(page.getByRole('heading', { name: 'Users' }));
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to content');
    expect(
      await page.locator('.skip-link').evaluate((link) => link.getBoundingClientRect().top),
    ).toBeGreaterThan(0);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatch(/^Export/);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('New user');
    await page.keyboard.press('/');
    expect(await focused(page)).toBe('Search by name or e-mail');
    await page.keyboard.type('a/b');
    expect(await page.getByRole('searchbox').inputValue()).toBe('a/b');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
    expect(await focused(page)).toBe('Search by name or e-mail');
  });

  it('a user is created, changed and deleted, and the focus is never lost', async () => {
    const page = await open('/users');
    await seen(rowOf(page, 'Demo Admin'));
    await tabTo(page, 'New user');
    await page.keyboard.press('Enter');
    const form = formOf(page);
    await expect.poll(() => form.name.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.type('Ada Lovelace');
    await page.keyboard.press('Tab');
    await page.keyboard.type('ada@example.org');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await gone(form.drawer);
    await expect.poll(() => focused(page)).toBe('New user');
    await seen(rowOf(page, 'Ada Lovelace').getByText('Admin'));

    await tabTo(page, 'Ada Lovelace');
    await page.keyboard.press('Enter');
    await expect.poll(() => form.name.inputValue()).toBe('Ada Lovelace');
    await page.keyboard.press('End');
    await page.keyboard.type('!');
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('Keep editing');
    await page.keyboard.press('Escape');
    await gone(page.getByRole('dialog', { name: 'Discard your changes?' }));
    await form.name.press('Enter');
    await gone(form.drawer);
    await expect.poll(() => focused(page)).toBe('Ada Lovelace!');

    await tabTo(page, 'Actions for Ada Lovelace!');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Edit');
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toBe('Delete…');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Cancel');
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('Actions for Ada Lovelace!');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Edit');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Cancel');
    // A dialog asks for the focus twice, a frame apart: a key between the two is faster than any person.
    await tabTo(page, 'Delete');
    await page.keyboard.press('Enter');
    await gone(rowOf(page, 'Ada Lovelace'));
    await expect.poll(() => focused(page)).toMatch(/^Users/);
    expect((await (await site().request('')).json()).total).toBe(2);
  });

  it('the focus stays on the page when what had it goes or is disabled', async () => {
    await site().create({ name: 'Grace Hopper', email: 'grace@example.org' });
    const page = await open('/users?q=grace');
    await seen(rowOf(page, 'Grace Hopper'));
    await tabTo(page, 'Clear all filters');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toMatch(/^Users/);

    await choose(page, 'Grace Hopper', 'Deactivate');
    await page.getByRole('button', { name: 'Dismiss' }).press('Enter');
    await gone(page.getByRole('group', { name: 'Notification' }));
    await expect.poll(() => focused(page)).toMatch(/^Users/);

    await page.getByRole('link', { name: 'Grace Hopper' }).press('Enter');
    const form = formOf(page);
    await expect.poll(() => form.name.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.type('x');
    await page.route('**/api/users/*', (route) => route.abort());
    await form.save.press('Enter');
    await seen(form.drawer.getByText('What you typed is kept'));
    const isInside = () => form.drawer.evaluate((drawer) => drawer.contains(document.activeElement));
    await expect.poll(isInside).toBe(true);
    await page.unrouteAll();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard' }).press('Enter');
    await gone(form.drawer);
    await expect.poll(() => focused(page)).toBe('Grace Hopper');
  });
});
