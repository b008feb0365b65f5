import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions } from 'vite';
import { configDefaults, defineConfig } from 'vitest/config';
import { CHROMIUM_FLAGS, chromiumPath } from './scripts/chromium-executable.mjs';

/** The library's own tests in the machine's Chromium, headless. */
export default defineConfig({
  resolve: { conditions: ['source', ...defaultClientConditions] },
  test: {
    name: 'browser',
    expect: { poll: { timeout: 10_000 } },
    restoreMocks: true,
    globalSetup: './packages/reactive/http/server.fixture.ts',
    include: ['packages/reactive/**/*.test.{ts,tsx}'],
    exclude: [
      ...configDefaults.exclude,
      '**/*.{e2e,abuse,faults}.test.*',
      '**/bench/**',
      // What uses Node's own modules, and the adapters that are made of them.
      '**/*.node.test.*',
      'packages/reactive/{node,express,prisma}/**',
    ],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          // Looked for when the browser starts: tools that only read this file do without one.
          get executablePath() {
            return chromiumPath();
          },
          // Tests of what is kept alive collect the garbage themselves.
          args: [...CHROMIUM_FLAGS, '--js-flags=--expose-gc'],
        },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
