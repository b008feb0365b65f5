import type { Page, Route } from 'playwright-core';
import { UnavailableError } from 'reactive/errors';
import { describe, expect, it } from 'vitest';
import { formOf, gone, rowOf, seen, useSite } from '../site.fixture';

const { site, open } = useSite();

const bannerOf = (page: Page) => page.locator('.connection-banner');

describe('the server going away', () => {
  it('keeps what was typed, says so, comes back by itself, and then saves', async () => {
    const { id } = await site().create({ name: 'Ada Lovelace', email: 'ada@example.org' });
    const page = await open('/users');
    await page.getByRole('link', { name: 'Ada Lovelace' }).click();
    const form = formOf(page);
    await form.name.fill('Ada King');
    await site().crash();
    await form.save.click();
    await seen(form.drawer.getByText('What you typed is kept'));
    await seen(bannerOf(page));
    expect(await form.name.inputValue()).toBe('Ada King');

    await site().restart();
    await gone(bannerOf(page));
    await gone(form.drawer.getByText('What you typed is kept'));
    expect(await form.name.inputValue()).toBe('Ada King');
    await form.save.click();
    await gone(form.drawer);
    await seen(rowOf(page, 'Ada King'));
    expect(await site().read(id)).toMatchObject({ name: 'Ada King', version: 2 });
  });

  it('is bridged by the list: it shows what it knew, and what is new as soon as it can', async () => {
    await site().create({ name: 'Grace Hopper', email: 'grace@example.org' });
    const page = await open('/users');
    await seen(rowOf(page, 'Grace Hopper'));
    await site().crash();
    await page.getByRole('radiogroup', { name: 'Status' }).getByText('Inactive').click();
    await seen(bannerOf(page));
    await seen(rowOf(page, 'Grace Hopper'));
    await site().restart();
    await gone(bannerOf(page));
    await seen(page.getByText('No user matches'));
    expect(await rowOf(page, 'Grace Hopper').count()).toBe(0);
  });

  it('at the first visit too: the list appears when the server does', async () => {
    const page = await open('/users');
    await seen(rowOf(page, 'Grace Hopper'));
    await page.route('**/api/**', (route) => route.abort());
    await page.reload();
    await seen(bannerOf(page));
    await page.unroute('**/api/**');
    await page.getByRole('button', { name: 'Try now' }).click();
    await seen(rowOf(page, 'Grace Hopper'));
    await gone(bannerOf(page));
    expect(await bannerOf(page).count()).toBe(0);
  });

  it('in the middle of opening a user: the form appears when the server does', async () => {
    const { id } = await site().create({ name: 'Alan Turing', email: 'alan@example.org' });
    const page = await open('/users?q=nobody');
    await seen(page.getByText('No user matches'));
    await page.route('**/api/users/*', (route) => route.abort());
    await page.goto(`${site().url}/users/${id}?q=nobody`);
    await seen(page.getByText('The user could not be loaded'));
    await page.unroute('**/api/users/*');
    await expect.poll(() => formOf(page).name.inputValue(), { timeout: 10_000 }).toBe('Alan Turing');
  });
});

const putOff = (route: Route): Promise<void> =>
  route.fulfill({
    status: 503,
    json: new UnavailableError('The server is busy', { retryAfter: 1 }).toProblem(),
  });

describe('a server that is busy', () => {
  it('is not taken for one that is gone: what it says is told, and it is asked again', async () => {
    await site().create({ name: 'Edsger Dijkstra', email: 'edsger@example.org' });
    const page = await open('/users');
    await page.getByRole('link', { name: 'Edsger Dijkstra' }).click();
    const form = formOf(page);
    await form.name.fill('Edsger W. Dijkstra');
    await page.route('**/api/users/*', putOff);
    await page.route('**/api/users?*', putOff);
    await form.save.click();
    await seen(form.drawer.getByText('The server is busy'));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard' }).click();
    await gone(form.drawer);
    await page.getByRole('radiogroup', { name: 'Status' }).getByText('Inactive').click();
    await page.waitForResponse((response) => response.status() === 503);
    await page.waitForResponse((response) => response.status() === 503);
    await seen(rowOf(page, 'Edsger Dijkstra'));
    expect(await bannerOf(page).count()).toBe(0);
    await page.unroute('**/api/users?*');
    await seen(page.getByText('No user matches'));
  });
});
