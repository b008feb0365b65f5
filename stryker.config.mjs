/**
 * Mutation tests: the library's innermost folders are broken in one place after another, and a test must notice each
 * time. `scripts/mutation/test.ts` says which folders, `scripts/mutation/check.ts` which lines.
 */
export default {
  packageManager: 'pnpm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  // `related` would have Vite walk the imports anew for each mutant; which test reaches it is known from the first run.
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // Only what the tests of the library need is copied.
  ignorePatterns: [
    '/apps',
    '/docs',
    '/scripts',
    '/packages/core',
    '/packages/client',
    '/packages/server',
    '/packages/reactive/bench',
    '**/dist',
    '**/generated',
  ],
  checkers: [],
  disableTypeChecks: false,
  concurrency: 1,
  // A machine that is busy with something else must not pass for a mutant that hangs.
  timeoutMS: 60_000,
  timeoutFactor: 1.5,
  tempDirName: '.mutation/sandbox',
  allowEmpty: true,
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: '.mutation/report.json' },
};
