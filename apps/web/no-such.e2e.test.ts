import { describe, expect, it } from 'vitest';
import { gone, seen, USER, useSite } from './site.fixture';

const { open } = useSite();

const UNKNOWN = '0192ec31-7a32-7d9d-80cd-bf1e11a93000';

describe('an address that leads nowhere says so, and offers no second attempt', () => {
  it.each([
    ['/rooms/nope', 'room', 'All rooms'],
    [`/rooms/${UNKNOWN}`, 'room', 'All rooms'],
    ['/users/nope/history', 'user', 'All users'],
    [`/users/${UNKNOWN}/history`, 'user', 'All users'],
    ['/users/nope', 'user', 'Back to the list'],
  ])('%s', async (address, what, way) => {
    const page = await open(address);
    await seen(page.getByRole('heading', { name: `There is no such ${what}` }));
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await page.getByText(way, { exact: true }).click();
    await seen(page.getByRole('heading', { name: what === 'user' ? 'Users' : 'Rooms' }));
  });

  it('/users/new, for who may not make one', async () => {
    const page = await open('/users/new', { as: USER });
    const drawer = page.getByRole('dialog', { name: 'New user' });
    await seen(drawer.getByText('Only an admin may do this.'));
    expect(await drawer.getByRole('textbox').count()).toBe(0);
    await drawer.getByText('Close', { exact: true }).click();
    await gone(drawer);
  });
});
