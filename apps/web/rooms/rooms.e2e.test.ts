import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { gone, rowOf, seen, USER, useSite } from '../site.fixture';

const { site, open } = useSite();

const peopleIn = (page: Page): Locator => page.getByRole('list', { name: 'People in the room' });

/** Opens a room in one window, and enters it in another. */
const meet = async (name: string): Promise<readonly [Page, Page]> => {
  const [hers, his] = [await open('/rooms'), await open('/rooms', { as: USER })];
  await hers.getByLabel('Name of a new room').fill(name);
  await hers.keyboard.press('Enter');
  await seen(peopleIn(hers).getByText('Demo Admin'));
  await his.getByRole('link', { name }).click();
  await seen(peopleIn(hers).getByText('Demo User'));
  await seen(peopleIn(his).getByText('Demo Admin'));
  return [hers, his];
};

describe('a room', () => {
  it('shows who comes and goes, where they point, and whether it is locked, as it happens', async () => {
    const [hers, his] = await meet('Monday meeting');
    await his.locator('.pointer-board').hover();
    await his.mouse.move(300, 300, { steps: 5 });
    await seen(hers.locator('.pointer').getByText('Demo User'));
    await hers.getByRole('button', { name: 'Lock' }).click();
    await seen(his.getByText('Locked', { exact: true }));
    await his.getByRole('button', { name: 'Leave' }).click();
    await gone(peopleIn(hers).getByText('Demo User'));
    await his.getByRole('link', { name: 'Monday meeting' }).click();
    await seen(his.getByText('Room is locked'));
    await hers.getByRole('button', { name: 'Unlock' }).click();
    await his.getByRole('button', { name: 'Try again' }).click();
    await seen(peopleIn(his).getByText('Demo Admin'));
    await hers.getByRole('button', { name: 'Close for all' }).click();
    await seen(his.getByText('This room is closed'));
    await his.getByRole('link', { name: 'All rooms' }).click();
    await expect.poll(() => his.getByText('No room is open').count()).toBe(1);
  });

  it('is opened by an order given before there is a connection, once there is one', async () => {
    const page = await open('/');
    const held: (() => void)[] = [];
    await page.routeWebSocket(/socket\.io/, (line) => {
      held.push(() => void line.connectToServer());
    });
    await page.goto(new URL('/rooms', page.url()).href);
    await seen(page.getByText('Connecting…'));
    await page.getByLabel('Name of a new room').fill('Early bird');
    await page.keyboard.press('Enter');
    await expect.poll(() => held.length).toBeGreaterThan(0);
    expect(await page.getByText('There is no connection').count()).toBe(0);
    for (const release of held.splice(0)) release();
    await seen(peopleIn(page).getByText('Demo Admin'));
    // The room's page goes on with the connection of the list's.
    expect(held).toEqual([]);
    await page.getByRole('button', { name: 'Close for all' }).click();
  });

  it('is renamed by who opened it, whom others see typing until they pause or go', async () => {
    const [hers, his] = await meet('First name');
    expect(await his.getByRole('button', { name: 'Rename the room' }).count()).toBe(0);
    const typing = peopleIn(his).getByText('is typing…');
    await hers.getByRole('button', { name: 'Rename the room' }).click();
    const name = hers.getByLabel('Name of the room');
    await name.fill('S');
    await seen(typing);
    await gone(typing);
    await hers.keyboard.press('Enter');
    await seen(hers.getByText('Must have at least 2 characters'));
    await name.fill('Second name');
    await seen(typing);
    await hers.keyboard.press('Enter');
    await gone(typing);
    await seen(his.getByRole('heading', { name: 'Second name' }));
    await seen(hers.getByRole('heading', { name: 'Second name' }));
    await hers.getByRole('button', { name: 'Close for all' }).click();
  });

  it('has somebody once, with however many tabs', async () => {
    const [hers] = await meet('Two tabs');
    const second = await hers.context().newPage();
    await second.goto(hers.url());
    await seen(peopleIn(second).getByText('Demo Admin'));
    expect(await peopleIn(second).getByText('Demo Admin').count()).toBe(1);
    await hers.getByRole('button', { name: 'Leave' }).click();
    await seen(hers.getByRole('heading', { name: 'Rooms' }));
    expect(await peopleIn(second).getByText('Demo Admin').count()).toBe(1);
  });

  it('is the same again when the server was away', async () => {
    const [hers, his] = await meet('Survivors');
    await site().crash();
    await seen(hers.getByText('Connecting…'));
    await site().restart();
    await seen(hers.getByText('Live', { exact: true }));
    await seen(his.getByText('Live', { exact: true }));
    await hers.getByRole('button', { name: 'Lock' }).click();
    await seen(his.getByText('Locked', { exact: true }));
    expect(await peopleIn(hers).getByText('Demo User').count()).toBe(1);
  });
});

describe('what others do', () => {
  it('appears in the list of users at once', async () => {
    const page = await open('/users');
    await seen(rowOf(page, 'Demo User'));
    const { id } = await site().create({ name: 'Grace Hopper', email: 'grace@example.org' });
    await seen(rowOf(page, 'Grace Hopper'));
    await site().change(id, { name: 'Rear Admiral Hopper' });
    await seen(rowOf(page, 'Rear Admiral Hopper'));
    expect(await rowOf(page, 'Grace Hopper').count()).toBe(0);
  });

  it('ends the page of a session that is ended elsewhere', async () => {
    const page = await open('/rooms', { as: USER });
    await seen(page.getByText('Live', { exact: true }));
    await site().endSessions(USER);
    await seen(page.getByRole('heading', { name: 'Sign in' }));
    expect(await page.getByText('Live', { exact: true }).count()).toBe(0);
  });
});
