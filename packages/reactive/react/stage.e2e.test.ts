import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StagePage } from './stage.fixture';
import { type Mode, tabsOf } from './tab.fixture';

declare const page: StagePage;

describe.each<Mode>(['development', 'production'])('React in Chromium, in %s', (mode) => {
  let tabs: Awaited<ReturnType<typeof tabsOf>>;

  beforeAll(async () => {
    tabs = await tabsOf(new URL('stage.fixture.tsx', import.meta.url), mode);
  });
  afterAll(() => tabs.close());

  it('[V-9] shows one value of a property at any time while a transition brings more readers', async () => {
    const { tab, errors } = await tabs.open();
    const { commits, seen, shown } = await tab.evaluate(() => page.transition());
    // It did change in the middle of the rendering, or nothing was tested.
    expect(seen.length).toBeGreaterThan(2);
    expect(commits.filter((names) => names.length !== 1)).toEqual([]);
    expect(shown).toEqual(['name 5']);
    expect(errors).toEqual([]);
  });

  it('[V-9] shows one length of a list at any time while a transition brings more readers', async () => {
    const { tab, errors } = await tabs.open();
    const { commits, seen, shown, size } = await tab.evaluate(() => page.growingList());
    expect(seen.length).toBeGreaterThan(2);
    expect(commits.filter((counts) => counts.length !== 1)).toEqual([]);
    expect([shown, errors]).toEqual([[`${size}`], []]);
  });

  it('[Y-10] takes over what a server has rendered, without a word of React and without a request', async () => {
    const { tab, errors } = await tabs.open();
    const { taken, text, asked, loaded } = await tab.evaluate(() => page.hydrated());
    expect([taken, text]).toEqual([true, 'Article 1 Article 2 Edited']);
    expect([asked, errors, loaded]).toEqual([[], [], [2, 'Article 3']]);
  });

  it('[V-3] loads once and follows under StrictMode, and leaves nothing', async () => {
    const { tab, errors } = await tabs.open();
    const { before, after, asked, left } = await tab.evaluate(() => page.strict());
    expect([before, after]).toEqual(['Ada loading', 'Alan Grace']);
    expect([asked, left]).toEqual([1, 0]);
    expect(errors).toEqual([]);
  });

  it('[V-9] keeps the screen up to date while a transition waits for a load', async () => {
    const { tab, errors } = await tabs.open();
    const steps = await tab.evaluate(() => page.suspense());
    expect(steps).toEqual(['Lovelace', 'Lovelace Grace', 'Lovelace Hopper']);
    expect(errors).toEqual([]);
  });

  it('[V-21] gives up a list when its component leaves during the load, and takes in an item quietly', async () => {
    const { tab, errors } = await tabs.open();
    const { text, aborted, after, known, asked } = await tab.evaluate(() => page.leave());
    expect(text).toBe('loading');
    expect(aborted.every(Boolean)).toBe(true);
    expect([after, known, asked]).toEqual(['', 'Grace', 1]);
    expect(errors).toEqual([]);
  });
});

/** How many bytes are in use, and how many objects of each kind of hook there are, after collecting the rest. */
const measure = async (tab: Page) => {
  const session = await tab.context().newCDPSession(tab);
  const count = async (name: string): Promise<number> => {
    const expression = `page.classes.${name}.prototype`;
    const { result } = await session.send('Runtime.evaluate', { expression, objectGroup: 'count' });
    const { objectId: prototypeObjectId = '' } = result;
    const { objects } = await session.send('Runtime.queryObjects', {
      prototypeObjectId,
      objectGroup: 'count',
    });
    const { result: found } = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length; }',
      returnByValue: true,
    });
    await session.send('Runtime.releaseObjectGroup', { objectGroup: 'count' });
    return found.value;
  };
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
  const objects = (await count('Tracker')) + (await count('Reading')) + (await count('Members'));
  const { jsEventListeners } = await session.send('Memory.getDOMCounters');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return { usedSize, objects, jsEventListeners };
};

describe('10,000 mounts and unmounts', () => {
  let tabs: Awaited<ReturnType<typeof tabsOf>>;

  beforeAll(async () => {
    tabs = await tabsOf(new URL('stage.fixture.tsx', import.meta.url), 'production');
  });
  afterAll(() => tabs.close());

  it.each(['model', 'item', 'items'] as const)(
    '[V-22] of a component that shows one leave nothing: %s',
    async (kind) => {
      const { tab, errors } = await tabs.open();
      await tab.evaluate((what) => page.mounts(what, 1000), kind);
      const before = await measure(tab);
      await tab.evaluate((what) => page.mounts(what, 10_000), kind);
      const after = await measure(tab);
      expect(await tab.evaluate(() => page.left())).toEqual({ listeners: 0, views: 0 });
      expect([before.objects, after.objects]).toEqual([0, 0]);
      expect(after.jsEventListeners).toBeLessThanOrEqual(before.jsEventListeners);
      // 10 bytes for each would be 100 kB.
      expect(after.usedSize - before.usedSize).toBeLessThan(100_000);
      expect(errors).toEqual([]);
      // What is on the screen is counted, so that nothing would have been found if there was nothing.
      await tab.evaluate(() => page.mount());
      expect((await measure(tab)).objects).toBe(2);
    },
    120_000,
  );
});
