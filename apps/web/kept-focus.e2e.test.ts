import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seen, useSite } from './site.fixture';

const { open } = useSite();

/** Longer than the page waits before it looks for another place for the focus. */
const WHILE = 300;

/** The server refuses what is sent there, after a while. */
const refuse = async (page: Page, address: string): Promise<void> => {
  await page.route(address, async (route) => {
    await sleep(WHILE);
    await route.fulfill({ status: 403, json: { error: { code: 'forbidden', message: 'Not now' } } });
  });
};

/** The server is busy with what it was sent. */
const PATIENT = { timeout: 10_000 };

const hasFocus = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element === document.activeElement);

/** Presses a button that is disabled while its request is on the way. */
const pressAndWait = async (button: Locator): Promise<void> => {
  await button.press('Enter');
  await expect.poll(() => button.isDisabled(), PATIENT).toBe(true);
  await expect.poll(() => button.isDisabled(), PATIENT).toBe(false);
};

const chooseFile = async (page: Page, text: string): Promise<Locator> => {
  await page.getByRole('button', { name: 'Import users' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Import users' });
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog.getByRole('button', { name: 'CSV file' }).click(),
  ]);
  await chooser.setFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  return dialog.getByRole('button', { name: 'Import', exact: true });
};

describe('what was disabled while something was sent has the focus again', () => {
  it('where signing in was refused', async () => {
    const page = await open('/sign-in', { as: null });
    await refuse(page, '**/api/auth/sign-in/email');
    await page.getByLabel('E-mail', { exact: true }).fill('ada@example.org');
    await page.getByLabel('Password', { exact: true }).fill('difference engine');
    const button = page.getByRole('button', { name: 'Sign in' });
    await pressAndWait(button);
    await expect.poll(() => hasFocus(button)).toBe(true);
  });

  it('where a file was refused', async () => {
    const page = await open('/jobs');
    await refuse(page, '**/api/jobs/import-users*');
    const button = await chooseFile(page, 'name,email\nAda,ada@example.net\n');
    await pressAndWait(button);
    await expect.poll(() => hasFocus(button)).toBe(true);
  });

  it('where a job goes on, and the heading has it where the button went', async () => {
    const page = await open('/jobs');
    const rows = Array.from({ length: 60_000 }, (_, row) => `Person ${row},person.${row}@example.net`);
    const submit = await chooseFile(page, `name,email\n${rows.join('\n')}\n`);
    await submit.click();
    await seen(page.getByText('people.csv is being imported.'));
    // Without the dialog, which gives the focus back when it has closed.
    await page.reload();
    const button = page.getByRole('button', { name: 'Cancel people.csv' });
    await seen(button);
    await refuse(page, '**/api/jobs/*/cancel');
    await pressAndWait(button);
    await expect.poll(() => hasFocus(button)).toBe(true);
    await page.unrouteAll();
    await button.press('Enter');
    await seen(page.getByText('Cancelled'));
    await expect.poll(() => hasFocus(page.getByRole('heading', { name: 'Jobs' }))).toBe(true);
  });
});
