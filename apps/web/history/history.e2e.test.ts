import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seen, USER, useSite } from '../site.fixture';

const { site, open } = useSite();

const titles = (page: Page): Promise<string[]> => page.locator('.timeline-title strong').allTextContents();

async function makeUser(name: string): Promise<string> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
  const response = await site().request('', { method: 'POST', body: JSON.stringify({ name, email }) });
  return ((await response.json()) as { id: string }).id;
}

describe('the history of a user', () => {
  it('is found from the user’s menu, shows what others do meanwhile, and leads back in time by the keyboard', async () => {
    const id = await makeUser('Grace Hopper');
    const page = await open('/users?q=Grace');
    await page.getByRole('button', { name: 'Actions for Grace Hopper' }).click();
    await page.getByRole('menuitem', { name: 'History' }).click();
    await seen(page.getByRole('heading', { name: 'History of Grace Hopper' }));
    expect(await titles(page)).toEqual(['Registered']);
    await site().change(id, { role: 'admin' });
    await site().change(id, { name: 'Rear Admiral Hopper' });
    // Nobody touches the page: it hears of it.
    await seen(page.getByText('Grace Hopper → Rear Admiral Hopper'));
    expect(await titles(page)).toEqual(['Renamed', 'Made an admin', 'Registered']);

    await page.getByRole('button', { name: /as of version 1/ }).focus();
    await page.keyboard.press('Enter');
    const past = page.getByRole('region', { name: /As of version 1/ });
    await seen(past.getByText('Grace Hopper'));
    expect(await past.innerText()).toMatch(/User\b/);
    await past.getByRole('button', { name: 'After' }).click();
    await seen(page.getByRole('region', { name: /As of version 2/ }).getByText('Admin', { exact: true }));
    await page.reload();
    await seen(page.getByRole('heading', { name: /As of version 2/ }));
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByRole('heading', { name: /As of version/ }).waitFor({ state: 'hidden' });
  });

  it('is one’s own for who is no admin', async () => {
    const page = await open('/users', { as: USER });
    await page.getByRole('button', { name: /^Account of/ }).click();
    expect(await page.getByRole('menuitem', { name: 'Audit' }).count()).toBe(0);
    await page.getByRole('menuitem', { name: 'Your history' }).click();
    await seen(page.locator('.timeline-title').getByText('Signed in'));
    const id = await makeUser('Somebody Else');
    await page.goto(`${site().url}/users/${id}/history`);
    await seen(page.getByText('Only an admin may read what happened to others'));
    await page.goto(`${site().url}/audit`);
    await seen(page.getByRole('alert').getByText('Only an admin'));
  });
});

describe('the audit page', () => {
  it('is filtered by what happened, by whom, to whom and when, all in the address', async () => {
    const id = await makeUser('Edsger Dijkstra');
    await site().change(id, { status: 'inactive' });
    const page = await open('/audit');
    await page.getByLabel('What happened').first().selectOption('Deactivated');
    await seen(page.getByRole('link', { name: 'Edsger Dijkstra' }));
    // Theirs stands in the list of everything too, until that of what was chosen has come.
    await expect.poll(() => titles(page), { timeout: 15_000 }).toEqual(['Deactivated']);
    await page
      .getByRole('combobox', { name: 'Done to' })
      .or(page.getByLabel('Done to'))
      .first()
      .fill('dijkstra EDSGER.dij');
    await page.getByRole('option', { name: 'Edsger Dijkstra' }).click();
    await page.waitForURL(/user=/);
    await page.getByLabel('To', { exact: true }).fill('2001-01-01');
    await seen(page.getByText('Nothing matches'));
    expect(new URL(page.url()).searchParams.get('type')).toBe('deactivated');
    await page.reload();
    await seen(page.getByText('Nothing matches'));
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await seen(page.locator('.timeline-title').getByText('Registered'));
    await page.getByRole('link', { name: 'Edsger Dijkstra' }).first().click();
    await seen(page.getByRole('heading', { name: 'History of Edsger Dijkstra' }));
  });
});
