import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ADMIN, formOf, rowOf, seen, USER, useSite } from './site.fixture';

const { site, open } = useSite();

/** By how much a text does not fit into its element. */
const cutOff = (locator: Locator): Promise<number> =>
  locator.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);

describe('the list', () => {
  it('shows a name in full on every screen', async () => {
    const name = 'Augusta Byron';
    await site().create({ name, email: 'augusta.ada.king.byron@analytical-engines.example.org' });
    const page = await open('/users?q=augusta');
    const link = rowOf(page, name).getByRole('link', { name });
    for (const width of [320, 390, 768, 834, 900, 960, 991, 992, 1024, 1280]) {
      await page.setViewportSize({ width, height: 700 });
      await seen(link);
      expect({ width, cutOff: await cutOff(link) }).toEqual({ width, cutOff: 0 });
    }
  });
});

const background = (locator: Locator, part?: '::before'): Promise<string> =>
  locator.first().evaluate((element, chosen) => getComputedStyle(element, chosen).backgroundColor, part);

describe('high contrast', () => {
  it('leaves visible what is chosen, and how somebody stands', async () => {
    const page = await open('/users?status=active', { forcedColors: 'active' });
    await seen(rowOf(page, 'Demo Admin'));
    const ground = await background(page.locator('body'));
    expect(await background(page.locator('.status'), '::before')).not.toBe(ground);
    expect(await background(page.locator('.app-navigation a[aria-current]'))).not.toBe(ground);
    await rowOf(page, 'Demo Admin').getByRole('link').click();
    for (const group of [page.getByRole('radiogroup', { name: 'Status' }).first(), formOf(page).role]) {
      const chosen = group.locator('.mantine-SegmentedControl-indicator');
      await expect.poll(() => background(chosen)).not.toBe(ground);
    }
  });

  it('shows where something is still to come', async () => {
    const page = await open('/account', { forcedColors: 'active' });
    await page.route('**/api/users?*', () => {});
    await page.goto(`${site().url}/users`);
    const waiting = page.locator('.mantine-Skeleton-root');
    await seen(waiting);
    // The page of the code that is still to come waits likewise, and is replaced.
    const border = () => waiting.first().evaluate((element) => getComputedStyle(element).borderTopStyle);
    await expect.poll(border).toBe('solid');
  });
});

describe('on the narrowest of phones', () => {
  it.each([ADMIN, USER])('no page of $name can be moved sideways', async (as) => {
    const page = await open('/account', { as, viewport: { width: 320, height: 640 } });
    const id = await page.evaluate(async () => {
      const { user } = await (await fetch('/api/auth/get-session')).json();
      return String(user.id);
    });
    for (const path of ['/users', `/users/${id}`, `/users/${id}/history`, '/rooms', '/jobs', '/account']) {
      await page.goto(site().url + path);
      await seen(page.locator('h1'));
      expect({ path, cutOff: await cutOff(page.locator('html')) }).toEqual({ path, cutOff: 0 });
      const menu = await page.getByRole('button', { name: /^Account of/ }).boundingBox();
      expect((menu?.x ?? 320) + (menu?.width ?? 0)).toBeLessThanOrEqual(320);
    }
  });

  it('the buttons of a form can be read, and nothing of it shows through them', async () => {
    const page = await open('/users?q=demo+user', { viewport: { width: 320, height: 430 } });
    await rowOf(page, USER.name).getByRole('link').click();
    const { drawer, name } = formOf(page);
    await name.fill('Another Name');
    const labels = await drawer.locator('.user-form-buttons .mantine-Button-label').all();
    expect(await Promise.all(labels.map(cutOff))).toEqual([0, 0, 0]);
    const covering = () =>
      drawer.locator('.user-form-buttons').evaluate((buttons) => {
        const { left, top, right, bottom } = buttons.getBoundingClientRect();
        const found = new Set<string>();
        for (let x = left + 1; x < right; x += 4)
          for (let y = top + 1; y < bottom; y += 4) {
            const element = document.elementFromPoint(x, y);
            if (!buttons.contains(element)) found.add(element?.outerHTML.slice(0, 80) ?? '');
          }
        return [...found];
      });
    await expect.poll(covering).toEqual([]);
  });
});
