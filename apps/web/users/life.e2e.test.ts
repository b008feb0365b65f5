import type { IUser } from '@myapp/core/entities/user';
import { describe, expect, it } from 'vitest';
import { choose, formOf, gone, namesIn, rowOf, seen, useSite } from '../site.fixture';

const { site, open } = useSite();

describe('the life of a user', () => {
  it('begins in the list, and leads through every command to the end', async () => {
    const page = await open('/users');
    await page.getByRole('button', { name: 'New user' }).click();
    const form = formOf(page);
    await form.name.fill('Ada Lovelace');
    await form.email.fill('Ada@Example.org');
    await form.save.click();
    await seen(page.getByText('Ada Lovelace was created.'));
    await gone(form.drawer);
    expect(await rowOf(page, 'Ada').innerText()).toMatch(/ada@example\.org\s+User\s+Active/);

    await page.getByRole('link', { name: 'Ada Lovelace' }).click();
    await form.name.fill('Ada King');
    await form.role.getByText('Admin', { exact: true }).click();
    await form.save.click();
    await seen(page.getByText('Ada King was saved.'));
    await seen(rowOf(page, 'Ada King').getByText('Admin'));

    await choose(page, 'Ada King', 'Deactivate');
    await seen(page.getByText('Ada King is inactive now.'));
    await seen(rowOf(page, 'Ada King').getByText('Inactive'));
    await page.getByRole('button', { name: 'Undo' }).click();
    await seen(page.getByText('Ada King is active again.'));
    await choose(page, 'Ada King', 'Demote to user');
    await seen(page.getByText('Ada King is no admin any more.'));

    const { items } = await (await site().request('')).json();
    const stored = items.find(({ email }: IUser) => email === 'ada@example.org');
    expect(stored).toMatchObject({ name: 'Ada King', role: 'user', status: 'active', version: 5 });

    await choose(page, 'Ada King', 'Delete…');
    await page
      .getByRole('dialog', { name: 'Delete Ada King?' })
      .getByRole('button', { name: 'Delete' })
      .click();
    await seen(page.getByText('Ada King was deleted.'));
    await gone(rowOf(page, 'Ada King'));
    expect((await site().request(`/${stored.id}`)).status).toBe(404);
  });

  it('shows who was created elsewhere after a reload', async () => {
    const page = await open('/users');
    await seen(rowOf(page, 'Demo Admin'));
    const { id } = await site().create({ name: 'Grace Hopper', email: 'grace@example.org' });
    await page.reload();
    await seen(rowOf(page, 'Grace Hopper'));
    await page.goto(`${site().url}/users/${id}`);
    await expect.poll(() => formOf(page).name.inputValue()).toBe('Grace Hopper');
    await site().request(`/${id}`, { method: 'DELETE', headers: { 'If-Match': '"1"' } });
  });
});

describe('what is wrong', () => {
  it('is told by the schema of the class while typing, and nothing is sent', async () => {
    const page = await open('/users/new');
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.method()));
    const form = formOf(page);
    await form.name.fill('A');
    await seen(form.drawer.getByText('Must have at least 2 characters'));
    await form.name.fill('Ada');
    await gone(form.drawer.getByText('Must have at least 2 characters'));
    await form.save.click();
    await seen(form.drawer.getByText('Must be an e-mail address'));
    await expect.poll(() => form.email.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await form.email.getAttribute('aria-invalid')).toBe('true');
    expect(requests).not.toContain('POST');
  });

  it('is told by the server where only it can know, until that field changes', async () => {
    await site().create({ name: 'Taken Already', email: 'taken@example.org' });
    const page = await open('/users/new');
    const form = formOf(page);
    await form.name.fill('Somebody Else');
    await form.email.fill('taken@example.org');
    await form.save.click();
    await seen(form.drawer.getByText('Already taken'));
    expect(await form.name.inputValue()).toBe('Somebody Else');
    expect(await namesIn(page)).not.toContain('Somebody Else');
    await form.email.fill('free@example.org');
    await gone(form.drawer.getByText('Already taken'));
    await form.save.click();
    await seen(page.getByText('Somebody Else was created.'));
  });

  it('is never lost by leaving: the form asks, and the way back keeps what was typed', async () => {
    const page = await open('/users');
    await page.getByRole('button', { name: 'New user' }).click();
    const form = formOf(page);
    await form.name.fill('Half typed');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keep editing' }).click();
    expect(await form.name.inputValue()).toBe('Half typed');
    await page.goBack();
    await gone(form.drawer);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => form.name.inputValue()).toBe('Half typed');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard' }).click();
    await gone(form.drawer);
    await page.getByRole('button', { name: 'New user' }).click();
    expect(await form.name.inputValue()).toBe('');
  });

  it('is not lost by the way to the history either: it is kept, and says so', async () => {
    const { id } = await site().create({ name: 'Alan Turing', email: 'alan@example.org' });
    const page = await open(`/users/${id}?q=alan`);
    const form = formOf(page);
    await form.name.fill('Alan Unsaved');
    await form.drawer.getByRole('link', { name: 'What happened, by whom and when' }).click();
    await seen(page.getByText('What you typed for Alan Turing is kept.'));
    const asked = page.waitForEvent('dialog');
    const reloaded = page.reload();
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await reloaded.catch(() => undefined);
    await page.getByRole('link', { name: 'Rooms' }).click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => form.name.inputValue()).toBe('Alan Unsaved');
    expect(page.url()).toBe(`${site().url}/users/${id}?q=alan`);

    await page.goBack();
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('link', { name: 'Alan Turing' }).click();
    await seen(page.getByText('What you typed for Alan Turing is here again. It is not saved yet.'));
    await form.save.click();
    await seen(page.getByText('Alan Unsaved was saved.'));
    await gone(page.getByText('is here again'));
  });

  it('an address that names no user says so, and leads back', async () => {
    const page = await open('/users/nobody');
    await seen(page.getByText('There is no such user'));
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await gone(page.getByRole('dialog'));
    expect(new URL(page.url()).pathname).toBe('/users');
  });
});
