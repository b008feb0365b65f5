import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { gone, seen, useSite } from './site.fixture';

const { site, open } = useSite();

const PEOPLE = Array.from({ length: 40 }, (_, index) => `Person ${String(index).padStart(2, '0')}`);

/** Somewhere in the middle of the list. */
const MIDDLE = 700;

/** Longer than the browser waits for content that is to be scrolled to. */
const WHILE = 1_000;

/** The server may be busy. */
const PATIENT = { timeout: 10_000 };

const LIST = '/users?size=50';
const SOMEBODY = 'Person 20';

beforeAll(async () => {
  await Promise.all(PEOPLE.map((name, index) => site().create({ name, email: `p${index}@example.net` })));
});

const offsetOf = (page: Page): Promise<number> => page.evaluate(() => window.scrollY);

/** Once it has stayed where it is. */
const settledOffset = async (page: Page): Promise<number> => {
  await sleep(WHILE / 2);
  return offsetOf(page);
};

/** As a click that does not scroll to what is clicked. */
const follow = (link: Locator): Promise<void> => link.evaluate((element) => (element as HTMLElement).click());

const row = (page: Page): Locator => page.locator('[data-user]').filter({ hasText: SOMEBODY });

const openList = async (): Promise<Page> => {
  const page = await open(LIST);
  await seen(row(page));
  await page.evaluate((top) => window.scrollTo({ top }), MIDDLE);
  await expect.poll(() => offsetOf(page), PATIENT).toBe(MIDDLE);
  return page;
};

const goToAudit = async (page: Page): Promise<void> => {
  await follow(page.getByRole('link', { name: 'Audit', exact: true }));
  await seen(page.locator('.timeline-title').first());
};

/** Goes back to the list, whose rows come late. */
const goBackSlowly = async (page: Page): Promise<void> => {
  await page.route('**/api/users?*', async (route) => {
    await sleep(WHILE);
    await route.continue();
  });
  await page.goBack();
};

describe('a page that is long', () => {
  it('begins at its top where a link leads to it', async () => {
    const page = await openList();
    await goToAudit(page);
    expect(await page.evaluate(() => document.body.scrollHeight - window.innerHeight)).toBeGreaterThan(
      MIDDLE,
    );
    expect(await settledOffset(page)).toBe(0);
  });

  it('is where it was for who goes back and forward, though its content comes late', async () => {
    const page = await openList();
    await goToAudit(page);
    await page.evaluate(() => window.scrollTo({ top: 300 }));
    await expect.poll(() => settledOffset(page), PATIENT).toBe(300);
    await goBackSlowly(page);
    await seen(row(page));
    await expect.poll(() => offsetOf(page), PATIENT).toBe(MIDDLE);
    expect(await settledOffset(page)).toBe(MIDDLE);
    await page.goForward();
    await seen(page.locator('.timeline-title').first());
    await expect.poll(() => offsetOf(page), PATIENT).toBe(300);
  });

  it('stays where a person has scrolled meanwhile', async () => {
    const page = await openList();
    await goToAudit(page);
    await goBackSlowly(page);
    await page.mouse.move(600, 400);
    await page.mouse.wheel(0, -50);
    await seen(row(page));
    expect(await settledOffset(page)).toBeLessThan(MIDDLE);
  });

  it('stays where it is below a drawer', async () => {
    const page = await openList();
    await follow(row(page).getByRole('link').first());
    const drawer = page.getByRole('dialog', { name: 'Edit user' });
    await seen(drawer);
    expect(await settledOffset(page)).toBe(MIDDLE);
    await page.goBack();
    await gone(drawer);
    expect(await settledOffset(page)).toBe(MIDDLE);
  });
});

describe('a list that was gone on with', () => {
  beforeAll(async () => {
    const others = PEOPLE.map((name, index) => ({ name: `Other ${name}`, email: `o${index}@example.net` }));
    await Promise.all(others.map((user) => site().create(user)));
  });

  it('is as long as it was for who comes back to it', async () => {
    const page = await open('/audit');
    const entries = page.locator('.timeline-title');
    const last = page.getByRole('link', { name: 'Person 01', exact: true }).last();
    await seen(entries);
    expect(await entries.count()).toBe(50);
    await page.getByRole('button', { name: 'Show older' }).click();
    await expect.poll(() => entries.count()).toBeGreaterThan(80);
    const [count, offset] = [await entries.count(), await offsetOf(page)];
    expect(offset).toBeGreaterThan(MIDDLE);
    await follow(last);
    await seen(page.getByRole('heading', { name: 'Person 01' }));
    await page.goBack();
    await expect.poll(() => entries.count()).toBe(count);
    await expect.poll(() => offsetOf(page)).toBe(offset);
    await page.reload();
    await expect.poll(() => entries.count()).toBe(count);
  });
});
