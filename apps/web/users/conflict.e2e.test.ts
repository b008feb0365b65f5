import { describe, expect, it } from 'vitest';
import { choose, formOf, gone, rowOf, seen, useSite } from '../site.fixture';

const { site, open } = useSite();

/** What happens elsewhere is learnt from the refusal, not before. */
const UNAWARE = { live: false };

describe('two people and one user', () => {
  it('puts mine and theirs side by side, and saves what is chosen', async () => {
    const { id } = await site().create({ name: 'Ada Lovelace', email: 'ada@example.org' });
    const mine = await open(`/users/${id}`, UNAWARE);
    const theirs = await open(`/users/${id}`, UNAWARE);
    const [myForm, theirForm] = [formOf(mine), formOf(theirs)];
    await myForm.name.fill('Ada Mine');
    await myForm.role.getByText('Admin', { exact: true }).click();

    await theirForm.name.fill('Ada Theirs');
    await theirForm.status.getByText('Inactive').click();
    await theirForm.save.click();
    await gone(theirForm.drawer);

    await myForm.save.click();
    await seen(myForm.drawer.getByText('Somebody else has changed this user'));
    const choice = myForm.drawer.getByRole('radiogroup', { name: 'Name' });
    const sides = await choice.getByRole('radio').allInnerTexts();
    expect(sides.map((text) => text.split(/\n+/))).toEqual([
      ['Yours', 'Ada Mine'],
      ['Theirs', 'Ada Theirs'],
    ]);
    await seen(myForm.drawer.getByText('Status (now Inactive)'));
    expect(await site().read(id)).toMatchObject({ name: 'Ada Theirs', role: 'user', version: 2 });

    await choice.getByRole('radio', { name: 'Theirs' }).click();
    expect(await myForm.name.inputValue()).toBe('Ada Theirs');
    await choice.getByRole('radio', { name: 'Yours' }).click();
    expect(await myForm.name.inputValue()).toBe('Ada Mine');
    await myForm.save.click();
    await gone(myForm.drawer);
    expect(await site().read(id)).toMatchObject({
      name: 'Ada Mine',
      role: 'admin',
      status: 'inactive',
      version: 3,
    });
  });

  it('keeps changes that do not meet apart, and saves both', async () => {
    const { id } = await site().create({ name: 'Grace Hopper', email: 'grace@example.org' });
    const page = await open(`/users/${id}`, UNAWARE);
    const form = formOf(page);
    await form.name.fill('Rear Admiral Hopper');
    await site().change(id, { status: 'inactive' });
    await form.save.click();
    await seen(form.drawer.getByText('Your changes do not meet theirs.'));
    await form.save.click();
    await gone(form.drawer);
    expect(await site().read(id)).toMatchObject({ name: 'Rear Admiral Hopper', status: 'inactive' });
  });

  it('says when the user was deleted meanwhile, and keeps what was typed', async () => {
    const { id } = await site().create({ name: 'Alan Turing', email: 'alan@example.org' });
    const page = await open(`/users/${id}`, UNAWARE);
    const form = formOf(page);
    await form.name.fill('Alan M. Turing');
    await site().request(`/${id}`, { method: 'DELETE', headers: { 'If-Match': '"1"' } });
    await form.save.click();
    await seen(form.drawer.getByText('was deleted by somebody else'));
    expect(await form.name.inputValue()).toBe('Alan M. Turing');
  });

  it('changes nothing by a command on what somebody else has changed, shows theirs, and tries again', async () => {
    const { id } = await site().create({ name: 'Edsger Dijkstra', email: 'edsger@example.org' });
    const page = await open('/users', UNAWARE);
    await seen(rowOf(page, 'Edsger'));
    await site().change(id, { name: 'Edsger W. Dijkstra' });
    await choose(page, 'Edsger Dijkstra', 'Promote to admin');
    await seen(page.getByText('Somebody else has changed').first());
    await seen(rowOf(page, 'Edsger W. Dijkstra').getByText('User', { exact: true }));
    await page.getByRole('button', { name: 'Try again' }).click();
    await seen(page.getByText('Edsger W. Dijkstra is an admin now.'));
    expect(await site().read(id)).toMatchObject({ name: 'Edsger W. Dijkstra', role: 'admin' });
  });
});
