import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, defaultClientConditions } from 'vite';
import { onTestFinished, vi } from 'vitest';
import { launchChromium } from '../../../scripts/chromium';

/** Which React is bundled: StrictMode does something in development only. */
export type Mode = 'development' | 'production';

/** A fixture and all that it imports, as one script. */
const bundle = async (fixture: URL, mode: Mode): Promise<string> => {
  vi.stubEnv('NODE_ENV', mode);
  const result = await build({
    configFile: false,
    logLevel: 'error',
    mode,
    resolve: { conditions: ['source', ...defaultClientConditions] },
    build: {
      write: false,
      minify: mode === 'production',
      lib: { entry: fileURLToPath(fixture), formats: ['iife'], name: 'fixture' },
    },
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
  });
  vi.unstubAllEnvs();
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('Vite built nothing.');
  return output.output[0].code;
};

/** A tab that shows a fixture, and every error that reached its window or its console. */
export interface Tab {
  readonly tab: Page;
  readonly errors: string[];
}

/**
 * Shows a fixture in Chromium, in a tab of its own at each call.
 *
 * @example
 * const open = await tabsOf(new URL('rows.fixture.tsx', import.meta.url), 'production');
 * const { tab } = await open();
 */
export const tabsOf = async (fixture: URL, mode: Mode) => {
  const [browser, script] = await Promise.all([launchChromium(), bundle(fixture, mode)]);
  const open = async (): Promise<Tab> => {
    const tab = await browser.newPage();
    onTestFinished(() => tab.close());
    const errors: string[] = [];
    tab.on('pageerror', (error) => errors.push(error.message));
    tab.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await tab.goto('about:blank');
    await tab.addScriptTag({ content: script });
    return { tab, errors };
  };
  return { open, close: () => browser.close() };
};
