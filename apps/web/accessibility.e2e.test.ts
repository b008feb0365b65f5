import axe, { type RunOptions } from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { choose, type OpenOptions, rowOf, useSite } from './site.fixture';
import { type States, states, strangerStates } from './states.fixture';

const { site, open } = useSite({ demo: true });

/** The page follows the system, so that each state need be reached once. */
const SCHEMES = ['light', 'dark'] as const;

/** What can differ between the schemes, which differ in nothing but colours: all of it is looked at in one of them. */
const ABOUT_COLORS = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong on the page as it is now, best practices included, and whether it can be moved sideways. */
const violations = async (page: Page, scheme: (typeof SCHEMES)[number]): Promise<string[]> => {
  // What is fading in has not its colours yet; what moves for ever is not waited for.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === 1);
    return Promise.all(ending.map(({ finished }) => finished.catch(() => undefined)));
  });
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(scheme === 'dark' && { runOnly: { type: 'rule', values: ABOUT_COLORS } }),
  };
  const { found, overflow } = await page.evaluate(async (chosen) => {
    const { documentElement: root } = document;
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(chosen);
    return { found: violations, overflow: root.scrollWidth - root.clientWidth };
  }, options);
  const told = found.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`);
  return overflow === 0 ? told : [...told, `sticks out by ${overflow} px`];
};

/** Until no color is on its way to another one; what moves for ever is not waited for. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const passing = () =>
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    do {
      // The page hears of other colors, shows them in the next frame, and begins to pass to them in the one after it.
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      await Promise.allSettled(passing().map(({ finished }) => finished));
    } while (passing().length > 0);
  });

/** What is wrong in each of some states, in light and in dark colours. */
const walk = async (page: Page, through: States): Promise<Record<string, string[]>> => {
  await page.addInitScript(axe.source);
  const found: Record<string, string[]> = {};
  for (const [name, [address, reach]] of Object.entries(through)) {
    // From one address to the same with another fragment no page is loaded.
    await page.goto('about:blank');
    await page.goto(site().url + address);
    await reach(page, site());
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      found[`${name}, ${colorScheme}`] = await violations(page, colorScheme);
    }
    await page.unrouteAll();
  }
  return found;
};

const clean = (through: States) =>
  Object.fromEntries(
    Object.keys(through).flatMap((name) => SCHEMES.map((scheme) => [`${name}, ${scheme}`, []])),
  );

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 } };

/** In another order, so that two who walk at the same time are not in the same state, and do not disturb each other. */
const fromTheMiddle = (through: States): States => {
  const entries = Object.entries(through);
  const middle = Math.ceil(entries.length / 2);
  return Object.fromEntries([...entries.slice(middle), ...entries.slice(0, middle)]);
};

/**
 * Walks in a window and on a phone at the same time, as somebody who wants no motion: a third of the time was spent
 * waiting for what moved, and what is there in the end is the same.
 */
const walkOnBoth = async (path: string, through: States, as: OpenOptions = {}) => {
  const calm: OpenOptions = { ...as, reducedMotion: 'reduce' };
  const pages = [await open(path, calm), await open(path, { ...calm, ...PHONE })] as const;
  const [window, phone] = await Promise.all([
    walk(pages[0], through),
    walk(pages[1], fromTheMiddle(through)),
  ]);
  return { window, phone };
};

const cleanOnBoth = (through: States) => ({ window: clean(through), phone: clean(through) });

describe('every state of the page', () => {
  // They are many, and a busy machine takes its time with each.
  it('has no violation, and nothing sticks out at the side', { timeout: 300_000 }, async () => {
    expect(await walkOnBoth('/users', states)).toEqual(cleanOnBoth(states));
  });

  it('so it is for who is not signed in', { timeout: 120_000 }, async () => {
    const found = await walkOnBoth('/elsewhere', strangerStates, { as: null });
    expect(found).toEqual(cleanOnBoth(strangerStates));
  });
});

describe('colours', () => {
  it('follow the system until a choice is made, which is remembered', async () => {
    const page = await open('/users', { colorScheme: 'dark' });
    const scheme = () => page.evaluate(() => document.documentElement.dataset['mantineColorScheme']);
    expect(await scheme()).toBe('dark');
    await page.getByRole('button', { name: 'Colors: As the system' }).click();
    await page.getByRole('menuitemradio', { name: 'Light' }).click();
    await expect.poll(scheme).toBe('light');
    await page.reload();
    expect(await scheme()).toBe('light');
  });
});

describe('what a screen reader hears', () => {
  it('is what the list shows and what was done', async () => {
    const page = await open('/users');
    const region = page.locator('output[aria-live="polite"]');
    await expect.poll(() => region.textContent()).toMatch(/^Users 1–25 of /);
    await page.getByRole('searchbox').fill('nobody at all');
    await expect.poll(() => region.textContent()).toBe('No users found.');
    await page.goto(`${site().url}/users`);
    const name = await page.locator('[data-user] .person-name').first().innerText();
    await choose(page, name, /^(Deactivate|Activate)$/);
    await expect.poll(() => region.textContent()).toMatch(new RegExp(`^${name} is (in)?active`));
    expect(await rowOf(page, name).count()).toBeGreaterThan(0);
  });
});
