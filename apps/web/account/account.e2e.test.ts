import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mailServer } from '../../../packages/server/mail/mail-server.fixture';
import { ADMIN, choose, formOf, gone, rowOf, seen, USER, useSite } from '../site.fixture';

const { site, open } = useSite();

const pathOf = (page: Page): string => {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
};

const fillIn = async (
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> => {
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
};

const accountOf = (page: Page, name: string) => page.getByRole('button', { name: `Account of ${name}` });

/** Runs in the page: signs in, reads a user, signs out. */
const readAs = async ({ id, email, password }: Record<'id' | 'email' | 'password', string>) => {
  const post = (action: string, body: object) =>
    fetch(`/api/auth/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  await post('sign-in/email', { email, password });
  const user = await (await fetch(`/api/users/${id}`)).json();
  await post('sign-out', {});
  return user.email;
};

/** The link of the last message to an address. */
const linkTo = async (address: string): Promise<string> => {
  const found = () => [...site().output.matchAll(new RegExp(`sent to ${address}:.*\\n[^]*?(http\\S+)`, 'g'))];
  await expect.poll(() => found().length).toBeGreaterThan(0);
  return found().at(-1)?.[1] ?? '';
};

describe('signing in', () => {
  it('is asked for, refuses a wrong password where it is typed, and leads back', async () => {
    const page = await open('/users?role=admin', { as: null });
    await seen(page.getByRole('heading', { name: 'Sign in' }));
    await fillIn(page, { email: ADMIN.email, password: 'a wrong guess' });
    await seen(page.getByText('The e-mail address or the password is wrong'));
    await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await seen(accountOf(page, 'Demo Admin'));
    await expect.poll(() => pathOf(page)).toBe('/users?role=admin');
    await seen(rowOf(page, 'Demo Admin'));
  });

  it('leads to no other site', async () => {
    const page = await open('/sign-in?next=//evil.example/users', { as: null });
    await fillIn(page, ADMIN);
    await seen(accountOf(page, 'Demo Admin'));
    expect(page.url()).toBe(`${site().url}/users`);
  });

  it('shows nothing of the one before to the next one', async () => {
    const page = await open('/sign-in', { as: null });
    await fillIn(page, ADMIN);
    await seen(rowOf(page, 'Demo User').getByText(USER.email));
    await accountOf(page, 'Demo Admin').click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await fillIn(page, USER);
    await seen(rowOf(page, 'Demo Admin'));
    expect(await page.getByText(ADMIN.email).count()).toBe(0);
    await page.getByRole('link', { name: 'Demo Admin' }).click();
    await seen(page.getByRole('dialog', { name: 'User' }).getByText('Demo Admin'));
    expect(await page.getByText(ADMIN.email).count()).toBe(0);
  });

  it.each([
    ['who may read less', ADMIN, USER],
    ['who may read more', USER, ADMIN],
  ])('leaves nothing in the cache of the browser for the next one: %s', async (_who, first, second) => {
    const page = await open('/sign-in', { as: null });
    const { id } = await site().create({ name: 'Shared', email: `shared-before-${second.email}` });
    const emails: unknown[] = [];
    for (const account of [first, second]) {
      emails.push(await page.evaluate(readAs, { ...account, id }));
    }
    expect(emails).toEqual(
      [first, second].map((account) => (account === ADMIN ? `shared-before-${second.email}` : undefined)),
    );
  });
});

describe('signing up', () => {
  it('tells what is wrong at its field, and signs in', async () => {
    const page = await open('/sign-up', { as: null });
    await page.getByLabel('Name').fill('Ada Lovelace');
    await page.getByLabel('E-mail', { exact: true }).fill(USER.email);
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await seen(page.getByText('Must have at least 8 characters'));
    const password = page.getByLabel('Password', { exact: true });
    await expect.poll(() => password.evaluate((input) => input === document.activeElement)).toBe(true);
    await password.fill('difference engine');
    await page.keyboard.press('Enter');
    await seen(page.getByText('Is taken'));
    await page.getByLabel('E-mail', { exact: true }).fill('ada@example.org');
    await page.keyboard.press('Enter');
    await seen(accountOf(page, 'Ada Lovelace'));
    expect(pathOf(page)).toBe('/users');
  });
});

/** A message as its reader sees it: without the line breaks and escapes in which it travels. */
const linkIn = (message = ''): string => {
  const read = message.replaceAll('=\r\n', '').replaceAll('=3D', '=');
  return /^http\S+/m.exec(read)?.[0] ?? '';
};

describe('where addresses are proven', () => {
  it('a new account waits for a click on the page that its message links to', async () => {
    const { url, received } = await mailServer();
    await site().crash();
    await site().restart({ SMTP_URL: url, MAIL_FROM: 'accounts@example.org' });
    onTestFinished(async () => {
      await site().crash();
      await site().restart();
    });
    const emmy = { email: 'emmy@example.org', password: 'abstract algebra' };
    const page = await open('/sign-up', { as: null });
    await page.getByLabel('Name').fill('Emmy Noether');
    await page.getByLabel('E-mail', { exact: true }).fill(emmy.email);
    await page.getByLabel('Password', { exact: true }).fill(emmy.password);
    await page.keyboard.press('Enter');
    await seen(page.getByText(`A message is on its way to ${emmy.email}`).last());
    await expect.poll(() => received.length).toBe(1);
    await expect(site().signIn(emmy)).rejects.toThrow('not confirmed');
    const link = linkIn(received[0]);
    expect(link).toContain(`${site().url}/confirm-address#token=`);

    await page.goto(`${link}x`);
    await page.getByRole('button', { name: 'Confirm and sign in' }).click();
    await seen(page.getByText('To get one, sign in with your password.'));
    await page.goto('about:blank');
    await page.goto(link);
    const confirm = page.getByRole('button', { name: 'Confirm and sign in' });
    await seen(confirm);
    expect(page.url()).not.toContain('token');
    await expect(site().signIn(emmy)).rejects.toThrow('not confirmed');
    await confirm.click();
    await seen(page.getByText('Your address is confirmed.'));
    await seen(accountOf(page, 'Emmy Noether'));
    await expect.poll(() => pathOf(page)).toBe('/users');
    expect(await site().signIn(emmy)).toContain('session_token=');
  });
});

describe('what one may do', () => {
  it('is for a user to see names and to change their own', async () => {
    const page = await open('/users', { as: USER });
    await seen(rowOf(page, 'Demo Admin'));
    expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(['Name', 'Role', 'Status']);
    expect(await page.getByRole('button', { name: 'New user' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Actions for/ }).count()).toBe(0);
    await seen(page.getByRole('searchbox', { name: 'Search by name', exact: true }));

    await page.getByRole('link', { name: 'Demo User' }).click();
    const form = formOf(page);
    expect(await form.email.isDisabled()).toBe(true);
    await seen(form.drawer.getByText('Nobody changes their own role'));
    await form.name.fill('Demo Person');
    await form.save.click();
    await gone(form.drawer);
    await seen(rowOf(page, 'Demo Person'));
    await seen(accountOf(page, 'Demo Person'));
    await site().change(
      (await page.locator('[data-user]').filter({ hasText: 'Demo Person' }).getAttribute('data-user')) ?? '',
      {
        name: USER.name,
      },
    );
  });

  it('is for an admin to invite somebody, who chooses a password by the link of the message', async () => {
    await site().create({ name: 'Grace Hopper', email: 'grace@example.org' });
    const page = await open('/users');
    await choose(page, 'Grace Hopper', 'Send invitation');
    await seen(page.getByText('An invitation is on its way to Grace Hopper.'));
    const theirs = await open(new URL(await linkTo('grace@example.org')).pathname, { as: null });
    await seen(theirs.getByText('The link is incomplete.'));
    await theirs.goto(await linkTo('grace@example.org'));
    const password = theirs.getByLabel('New password');
    await password.fill('first compiler');
    expect(theirs.url()).not.toContain('token');
    await theirs.keyboard.press('Enter');
    await seen(theirs.getByText('Your password is set.'));
    await fillIn(theirs, { email: 'grace@example.org', password: 'first compiler' });
    await seen(accountOf(theirs, 'Grace Hopper'));

    await choose(page, 'Grace Hopper', 'End sessions');
    await seen(page.getByText('Grace Hopper is signed out everywhere.'));
    await seen(theirs.getByText('Your session has ended'));
  });
});

describe('a session that ends elsewhere', () => {
  it('asks to sign in, leads back, and keeps what was typed', async () => {
    const { id } = await site().create({ name: 'Alan Turing', email: 'alan@example.org' });
    const page = await open(`/users/${id}?q=alan`, { live: false });
    const form = formOf(page);
    await form.name.fill('Alan M. Turing');
    await site().endSessions(ADMIN);
    await form.save.click();
    await seen(page.getByText('What you typed is kept'));
    await fillIn(page, ADMIN);
    await expect.poll(() => form.name.inputValue()).toBe('Alan M. Turing');
    expect(pathOf(page)).toBe(`/users/${id}?q=alan`);
    await seen(form.drawer.getByText('Your session had ended. What you typed is kept: save again.'));
    await form.save.click();
    await gone(form.drawer);
    await seen(rowOf(page, 'Alan M. Turing'));
    await site().renew();
  });

  it('is noticed by a download, which leads back to where it was', async () => {
    const page = await open('/users?role=admin', { live: false });
    await seen(page.getByRole('link', { name: /^Export/ }));
    await site().endSessions(ADMIN);
    await page.getByRole('link', { name: /^Export/ }).click();
    await seen(page.getByText('Your session has ended'));
    await fillIn(page, ADMIN);
    await seen(rowOf(page, 'Demo Admin'));
    expect(pathOf(page)).toBe('/users?role=admin');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Export/ }).click(),
    ]);
    expect(await file.failure()).toBeNull();
    await site().renew();
  });
});

describe('the account page', () => {
  it('makes a token that works until it is revoked, and lists and ends sessions', async () => {
    const elsewhere = await open('/users', { as: USER });
    await seen(accountOf(elsewhere, 'Demo User'));
    const page = await open('/account', { as: USER });
    const tokens = page.getByRole('region', { name: 'API tokens' });
    await tokens.getByLabel('Name of the script').fill('backup');
    await tokens.getByRole('button', { name: 'Create token' }).click();
    const token = await tokens.getByLabel('Token', { exact: true }).innerText();
    const status = async (): Promise<number> => {
      const headers = { Authorization: `Bearer ${token}` };
      return (await fetch(`${site().url}/api/auth/list-sessions`, { headers })).status;
    };
    expect(await status()).toBe(200);
    await tokens.getByRole('button', { name: 'Revoke backup' }).click();
    await seen(tokens.getByText('You have no tokens.'));
    expect(await status()).toBe(401);

    const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
    await expect.poll(() => sessions.count()).toBeGreaterThan(1);
    expect(await sessions.filter({ hasText: 'This one' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await expect.poll(() => sessions.count()).toBe(1);
    await seen(elsewhere.getByText('Your session has ended'));
  });

  it('changes the name and the password', async () => {
    const page = await open('/sign-up', { as: null });
    await page.getByLabel('Name').fill('Edsger');
    await page.getByLabel('E-mail', { exact: true }).fill('edsger@example.org');
    await page.getByLabel('Password', { exact: true }).fill('considered harmful');
    await page.keyboard.press('Enter');
    await seen(accountOf(page, 'Edsger'));
    await page.goto(`${site().url}/account`);
    const name = page.getByLabel('Name', { exact: true });
    await name.fill('Edsger Dijkstra');
    await page.getByRole('link', { name: 'Rooms' }).click();
    await seen(page.getByText('What you typed for your name is kept.'));
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => name.inputValue()).toBe('Edsger Dijkstra');
    await seen(page.getByText('What you typed for your name is here again. It is not saved yet.'));
    await name.press('Enter');
    await seen(accountOf(page, 'Edsger Dijkstra'));
    await page.reload();
    expect(await name.inputValue()).toBe('Edsger Dijkstra');
    await page.getByLabel('Current password').fill('not this one');
    await page.getByLabel('New password').fill('structured programming');
    await page.keyboard.press('Enter');
    await seen(page.getByText('Is wrong'));
    await page.getByLabel('Current password').fill('considered harmful');
    await page.keyboard.press('Enter');
    await seen(page.getByText('Your password is changed.'));
    await accountOf(page, 'Edsger Dijkstra').click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await fillIn(page, { email: 'edsger@example.org', password: 'structured programming' });
    await seen(accountOf(page, 'Edsger Dijkstra'));
    const old = { email: 'edsger@example.org', password: 'considered harmful' };
    await expect(site().signIn(old)).rejects.toThrow('is wrong');
  });
});
