import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { formOf, rowOf, seen, useSite } from './site.fixture';

const { site, open } = useSite();

describe('the list', () => {
  it('shows a name in full on every screen', async () => {
    const name = 'Augusta Byron';
    await site().create({ name, email: 'augusta.ada.king.byron@analytical-engines.example.org' });
    const page = await open('/users?q=augusta');
    const link = rowOf(page, name).getByRole('link', { name });
    for (const width of [320, 390, 768, 834, 900, 960, 991, 992, 1024, 1280]) {
      await page.setViewportSize({ width, height: 700 });
      await seen(link);
      const cutOff = await link.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect({ width, cutOff }).toEqual({ width, cutOff: 0 });
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
});
