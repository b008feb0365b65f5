import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { UnavailableError } from 'reactive/errors';
import { describe, expect, it } from 'vitest';
import { ADMIN, gone, seen, USER, useSite } from '../site.fixture';

const { site, open } = useSite();

const rowsOf = (count: number, name: string): string =>
  Array.from({ length: count }, (_, n) => `${name} ${n},${name.toLowerCase()}${n}@example.net`).join('\n');

const cardOf = (page: Page, name: string) => page.locator('.job-card').filter({ hasText: name });

const choose = async (page: Page, name: string, text: string): Promise<void> => {
  await page.getByRole('button', { name: 'Import users' }).first().click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('dialog', { name: 'Import users' }).getByRole('button', { name: 'CSV file' }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
};

const submit = (page: Page): Promise<void> =>
  page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();

const download = async (page: Page, act: () => Promise<void>): Promise<string> => {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  return readFile(await file.path(), 'utf8');
};

describe('the jobs page', () => {
  it('imports a file, and shows what was refused', async () => {
    const page = await open('/jobs');
    await seen(page.getByText('Clean-up')); // made up for at the start
    await choose(page, 'people.csv', 'Name;E-Mail;Role\nAda;ada@example.net;admin\nX;x@example.net;user\n');
    const preview = page.getByRole('region', { name: 'How the file begins' });
    await seen(preview);
    expect(await preview.getByRole('cell').allTextContents()).toEqual([
      'Ada',
      'ada@example.net',
      'admin',
      'X',
      'x@example.net',
      'user',
    ]);
    await submit(page);
    const card = cardOf(page, 'people.csv');
    await seen(card.getByText('Finished'));
    await seen(card.getByText('1 created, 1 refused'));
    const report = await download(page, () => card.getByRole('link', { name: /Refused rows/ }).click());
    expect(report).toContain('3,name: Must have at least 2 characters,X,x@example.net,user');
  });

  it('shows how much of a file has been sent, which can be stopped', async () => {
    const page = await open('/jobs');
    const line = await page.context().newCDPSession(page);
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 100_000 };
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', slow);
    const text = `name,email\n${rowsOf(20_000, 'Slow')}\n`;
    await choose(page, 'slow.csv', text);
    await submit(page);
    const sent = page.getByRole('progressbar', { name: 'Sent of the file' });
    await expect.poll(async () => Number(await sent.getAttribute('aria-valuenow'))).toBeGreaterThan(10);
    await seen(page.getByText(/^\d\d\s?% sent$/));
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await gone(sent);
    expect(
      await page
        .getByRole('alert')
        .getByText(/sent|refused/)
        .count(),
    ).toBe(0);
    await submit(page);
    await seen(sent);
    const isDropped = page.waitForEvent('requestfailed', (request) => request.url().includes('import-users'));
    await page.keyboard.press('Escape');
    await isDropped;
    await seen(page.getByText('The sending of slow.csv was stopped.'));
    await choose(page, 'slow.csv', text);
    expect(await sent.count()).toBe(0);
    await submit(page);
    await seen(sent);
    await line.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
    await gone(page.getByRole('dialog'));
    await cardOf(page, 'slow.csv').getByRole('button', { name: 'Cancel' }).click();
    await seen(cardOf(page, 'slow.csv').getByText('Cancelled'));
  });

  it('says what is wrong with a file before it is sent, and what the server says of it', async () => {
    const page = await open('/jobs');
    await choose(page, 'wrong.csv', 'name,mail\nAda,ada@example.net\n');
    await seen(page.getByRole('alert').getByText('does not name the column "email"'));
    expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await gone(page.getByRole('dialog'));
    await choose(page, 'torn.csv', `name,email\n${rowsOf(20, 'Torn')}\n"Ada,ada@example.net\n`);
    await submit(page);
    await seen(page.getByRole('alert').getByText('a quotation mark is opened and never closed'));
  });

  it('is watched from another window while it is cancelled and taken up again', async () => {
    const [page, other] = [await open('/jobs'), await open('/jobs')];
    await choose(page, 'many.csv', `name,email\n${rowsOf(10_000, 'Many')}\n`);
    await submit(page);
    const card = cardOf(other, 'many.csv');
    await seen(card.getByText(/of 10,000 rows · .* a second · .* left/));
    const progress = async (): Promise<number> =>
      Number(await card.getByRole('progressbar').getAttribute('aria-valuenow'));
    const seenProgress = [await progress()];
    await cardOf(page, 'many.csv').getByRole('button', { name: 'Cancel' }).click();
    await seen(card.getByText('Cancelled'));
    seenProgress.push(await progress());
    const busy = new UnavailableError('The server is busy', { retryAfter: 1 }).toProblem();
    await other.route('**/retry', (route) => route.fulfill({ status: 503, json: busy }));
    await card.getByRole('button', { name: 'Retry' }).click();
    const refusal = other
      .getByRole('group', { name: 'Notification' })
      .filter({ hasText: 'many.csv was not taken up again: The server is busy' });
    await seen(refusal);
    expect(await other.locator('.connection-banner').count()).toBe(0);
    await other.unroute('**/retry');
    await card.getByRole('button', { name: 'Retry' }).click();
    await gone(refusal);
    // As long as a busy machine takes for ten thousand rows.
    await cardOf(page, 'many.csv').getByText('Finished').first().waitFor({ timeout: 60_000 });
    await seen(card.getByText('10,000 created'));
    expect(seenProgress.toSorted((a, b) => a - b)).toEqual(seenProgress);
    await other.reload();
    await seen(cardOf(other, 'many.csv').getByText('10,000 of 10,000 rows'));
    const { total } = await (
      await site().request('?where=%7B%22name%22%3A%7B%22startsWith%22%3A%22Many%20%22%7D%7D')
    ).json();
    expect(total).toBe(10_000);
  });

  it('shows others nothing of it, and exports to them what they may see', async () => {
    const page = await open('/jobs', { as: USER });
    await seen(page.getByText('No jobs here'));
    expect(await page.getByRole('button', { name: 'Import users' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Users' }).click();
    const file = await download(page, () => page.getByRole('link', { name: /^Export/ }).click());
    expect(file.split('\r\n')[0]).toBe('\ufeffname,email,role,status,id,createdAt,updatedAt,version');
    expect(file).toMatch(/Many 7,,user,active/);
  });

  it('exports what the filters let through', async () => {
    const page = await open('/users?role=admin&sort=-name');
    const file = await download(page, () => page.getByRole('link', { name: /^Export/ }).click());
    const lines = file.trimEnd().split('\r\n').slice(1);
    const { items } = await (await site().request('?role=admin&limit=100')).json();
    const names: string[] = items.map(({ name }: { name: string }) => name);
    expect(names).toContain('Ada');
    expect(lines.map((line) => line.split(',')[0])).toEqual(names.toSorted().toReversed());
  });

  it('leads to older ones, and keeps what is shown in the address', async () => {
    const { name, value } = await site().sessionOf(ADMIN);
    const headers = { 'Content-Type': 'text/csv', Cookie: `${name}=${value}`, Origin: site().url };
    for (let n = 0; n < 52; n++) {
      const address = `${site().url}/api/jobs/import-users?duplicates=refuse&file=old-${n}.csv`;
      const response = await fetch(address, { method: 'POST', headers, body: `name,email\nX,${n}` });
      expect(response.status).toBe(201);
    }
    const page = await open('/jobs');
    await seen(cardOf(page, 'old-51.csv').getByText('1 refused'));
    expect(await cardOf(page, 'old-1.csv').count()).toBe(0);
    await page.getByRole('button', { name: 'Show older' }).click();
    await seen(cardOf(page, 'old-1.csv'));
    // It is looked at again, and stays.
    await page.waitForResponse((response) => response.url().includes('/api/jobs?'));
    await page.waitForTimeout(300);
    expect(await cardOf(page, 'old-1.csv').count()).toBe(1);

    const filter = page.getByRole('radiogroup', { name: 'Jobs that are shown' });
    await filter.getByText('Failed').click();
    await page.waitForURL(/\/jobs\?show=failed$/);
    await gone(cardOf(page, 'old-51.csv'));
    await page.reload();
    await page.locator('.list[data-fetched="true"]').waitFor();
    expect(await cardOf(page, 'old-51.csv').count()).toBe(0);
    expect(await filter.getByRole('radio', { name: 'Failed' }).isChecked()).toBe(true);
    await page.goBack();
    await seen(cardOf(page, 'old-51.csv'));
  });
});
