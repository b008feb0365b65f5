import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowsPage } from './rows.fixture';
import { tabsOf } from './tab.fixture';

declare const page: RowsPage;

describe('1,000 rows on the screen', () => {
  let tabs: Awaited<ReturnType<typeof tabsOf>>;

  beforeAll(async () => {
    tabs = await tabsOf(new URL('rows.fixture.tsx', import.meta.url), 'production');
  });
  afterAll(() => tabs.close());

  const open = async () => {
    const { tab } = await tabs.open();
    await tab.waitForSelector('#row-999', { timeout: 10_000 });
    return tab;
  };

  it('[V-20] renders exactly the row that shows the property that changed', async () => {
    const tab = await open();
    expect(await tab.evaluate(() => page.rename('500'))).toEqual(['500']);
    expect(await tab.textContent('#row-500')).toBe('Renamed 500user');
    expect(await tab.evaluate(() => page.promote('7'))).toEqual(['7']);
    expect(await tab.textContent('#row-7')).toBe('Member 7admin');
  });

  it('[V-20] renders nothing for a property that no row shows, and the list for another order', async () => {
    const tab = await open();
    expect(await tab.evaluate(() => page.score('500', 500.5))).toEqual([]);
    const rendered = await tab.evaluate(() => page.score('500', -1));
    expect(rendered).toContain('table');
    expect(await tab.getAttribute('tbody tr', 'id')).toBe('row-500');
  });
});
