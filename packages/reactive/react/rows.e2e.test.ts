import type { Browser } from 'playwright-core';
import { build, defaultClientConditions } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../../../scripts/chromium';
import type { RowsPage } from './rows.fixture';

/** The page of 1,000 rows as one script. */
const bundle = async (): Promise<string> => {
  vi.stubEnv('NODE_ENV', 'production');
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source', ...defaultClientConditions] },
    build: {
      write: false,
      lib: { entry: new URL('rows.fixture.tsx', import.meta.url).pathname, formats: ['iife'], name: 'rows' },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  vi.unstubAllEnvs();
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('Vite built nothing.');
  return output.output[0].code;
};

declare const page: RowsPage;

describe('1,000 rows on the screen', () => {
  let browser: Browser;
  let script: string;

  beforeAll(async () => {
    [browser, script] = await Promise.all([launchChromium(), bundle()]);
  });
  afterAll(() => browser.close());

  const open = async () => {
    const tab = await browser.newPage();
    await tab.goto('about:blank');
    await tab.addScriptTag({ content: script });
    await tab.waitForSelector('#row-999', { timeout: 10_000 });
    return tab;
  };

  it('[V-20] renders exactly the row that shows the property that changed', async () => {
    const tab = await open();
    expect(await tab.evaluate(() => page.rename('500'))).toEqual(['500']);
    expect(await tab.textContent('#row-500')).toBe('Renamed 500user');
    expect(await tab.evaluate(() => page.promote('7'))).toEqual(['7']);
    expect(await tab.textContent('#row-7')).toBe('Member 7admin');
  });

  it('[V-20] renders nothing for a property that no row shows, and the list for another order', async () => {
    const tab = await open();
    expect(await tab.evaluate(() => page.score('500', 500.5))).toEqual([]);
    const rendered = await tab.evaluate(() => page.score('500', -1));
    expect(rendered).toContain('table');
    expect(await tab.getAttribute('tbody tr', 'id')).toBe('row-500');
  });
});
