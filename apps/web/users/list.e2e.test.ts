import { describe, expect, it } from 'vitest';
import { gone, namesIn, rowOf, seen, useSite } from '../site.fixture';

const { site, open } = useSite({ demo: true });

const sorted = (names: readonly string[]): string[] => names.toSorted((a, b) => (a < b ? -1 : 1));

describe('finding users among many', () => {
  it('searches while typing, keeps it in the address, and goes back', async () => {
    const page = await open('/users');
    await seen(page.getByText('1–25 of 1,002'));
    await page.keyboard.press('/');
    await page.keyboard.type('mar example.org');
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('mar example.org');
    await expect
      .poll(async () => (await page.locator('.pager-range').innerText()).endsWith('of 1,002'))
      .toBe(false);
    const found = await page.locator('[data-user]').allInnerTexts();
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((text) => /mar/i.test(text) && text.includes('example.org'))).toBe(true);
    await page.reload();
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('mar example.org');
    await expect.poll(() => page.locator('[data-user]').count()).toBe(found.length);
    await page.goBack();
    await seen(page.getByText('1–25 of 1,002'));
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });

  it('filters by role and status, and takes all filters back at once', async () => {
    const page = await open('/users?q=a');
    await page.getByRole('radiogroup', { name: 'Role' }).getByText('Admins').click();
    await page.getByRole('radiogroup', { name: 'Status' }).getByText('Inactive').click();
    await expect.poll(() => page.url()).toContain('status=inactive');
    await expect
      .poll(async () => {
        const rows = await page.locator('[data-user]').allInnerTexts();
        return rows.length > 0 && rows.every((text) => /Admin/.test(text) && /Inactive/.test(text));
      })
      .toBe(true);
    await page.getByRole('searchbox').fill('nobody is called this');
    await seen(page.getByText('No user matches'));
    await page.getByRole('button', { name: 'Clear all filters' }).last().click();
    await seen(page.getByText('1–25 of 1,002'));
    expect(new URL(page.url()).search).toBe('');
    await page.goBack();
    await seen(page.getByText('No user matches'));
  });

  it('is gone back to from a history as it was left, and shows the head of the next page', async () => {
    const page = await open('/users?sort=-createdAt&size=50');
    const first = page.locator('[data-user]').first();
    await seen(first);
    const name = await page.locator('[data-user] .person-name').first().innerText();
    await page.getByRole('button', { name: 'Next' }).click();
    await seen(page.getByText('51–100 of 1,002'));
    await expect.poll(async () => (await namesIn(page))[0]).not.toBe(name);
    await expect.poll(async () => (await first.boundingBox())?.y ?? -1).toBeGreaterThan(0);
    await expect.poll(async () => (await first.boundingBox())?.y ?? 1_000).toBeLessThan(300);
    const search = new URL(page.url()).search;

    await page
      .getByRole('button', { name: /^Actions for/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'History' }).click();
    await page
      .getByRole('button', { name: /as of version/ })
      .first()
      .click();
    await page.reload();
    await page.getByRole('link', { name: 'User', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
    await page.waitForURL((url) => url.pathname === '/users');
    expect(new URL(page.url()).search).toBe(search);
    await page.getByRole('button', { name: 'Previous' }).click();
    await seen(page.getByText('1–50 of 1,002'));
  });

  it('sorts by a column, one way and the other', async () => {
    const page = await open('/users');
    const heading = page.getByRole('columnheader', { name: 'E-mail' });
    await heading.getByRole('button').click();
    await expect.poll(() => heading.getAttribute('aria-sort')).toBe('ascending');
    const mails = () => page.locator('[data-user] td:nth-child(2)').allTextContents();
    await expect.poll(async () => sorted(await mails()).join() === (await mails()).join()).toBe(true);
    await heading.getByRole('button').click();
    await expect.poll(() => heading.getAttribute('aria-sort')).toBe('descending');
    await expect
      .poll(
        async () =>
          sorted(await mails())
            .toReversed()
            .join() === (await mails()).join(),
      )
      .toBe(true);
    expect(new URL(page.url()).searchParams.get('sort')).toBe('-email');
  });
});

describe('paging', () => {
  it('leads forth and back, survives a reload, and shows no row twice', async () => {
    const page = await open('/users?size=50');
    await seen(page.getByText('1–50 of 1,002'));
    const pages = [await namesIn(page)];
    for (const range of ['51–100 of 1,002', '101–150 of 1,002']) {
      await page.getByRole('button', { name: 'Next' }).click();
      await seen(page.getByText(range));
      pages.push(await namesIn(page));
    }
    const all = pages.flat();
    expect(all).toHaveLength(150);
    expect(all).toEqual(sorted(all));
    await page.reload();
    await seen(page.getByText('101–150 of 1,002'));
    expect(await namesIn(page)).toEqual(pages[2]);
    await page.getByRole('button', { name: 'Previous' }).click();
    await seen(page.getByText('51–100 of 1,002'));
    await expect.poll(() => namesIn(page)).toEqual(pages[1]);
    await page.goBack();
    await seen(page.getByText('101–150 of 1,002'));
    await page.getByRole('button', { name: 'First' }).click();
    await seen(page.getByText('1–50 of 1,002'));
    expect(await page.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true);
  });

  it('turns one page at a time, however fast the clicks, and says which rows are there', async () => {
    const page = await open('/users');
    await seen(page.getByText('1–25 of 1,002'));
    const before = await namesIn(page);
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/users?*', async (route) => {
      await asked;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Next' }).dblclick();
    await expect.poll(() => new URL(page.url()).searchParams.get('page')).toBe('2');
    expect(await page.locator('.pager-range').innerText()).toBe('1–25 of 1,002');
    expect(await namesIn(page)).toEqual(before);
    answer();
    await seen(page.getByText('26–50 of 1,002'));
    expect((await namesIn(page)).filter((name) => before.includes(name))).toEqual([]);
    expect(new URL(page.url()).searchParams.get('page')).toBe('2');
  });

  it('gives way to the first page where the address names none', async () => {
    const page = await open('/users?page=7&after=not-a-cursor');
    await seen(page.getByText('1–25 of 1,002'));
    expect(new URL(page.url()).search).toBe('');
  });
});

describe('a live list', () => {
  it('moves a row where it belongs when it changes, and keeps its filter', async () => {
    const page = await open('/users?role=admin');
    await seen(page.locator('[data-user]'));
    const [first = ''] = await namesIn(page);
    await page.getByRole('link', { name: first }).click();
    const drawer = page.getByRole('dialog', { name: 'Edit user' });
    await drawer.getByRole('radiogroup', { name: 'Role' }).getByText('User', { exact: true }).click();
    await drawer.getByRole('button', { name: 'Save changes' }).click();
    await gone(drawer);
    await gone(rowOf(page, first));
    expect(await namesIn(page)).not.toContain(first);
  });

  it('shows the time of creation on hover, and opens a user in another tab by its link', async () => {
    const page = await open('/users');
    const time = page.locator('[data-user] time').first();
    expect(await time.getAttribute('title')).toMatch(/\d{4}.*\d:\d\d/);
    const link = page.locator('[data-user] a').first();
    const { pathname } = new URL((await link.getAttribute('href')) ?? '', site().url);
    expect(pathname).toMatch(/^\/users\/[0-9a-f-]{36}$/);
  });
});
