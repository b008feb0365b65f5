import { defaultServerConditions } from 'vite';
import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';

const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
const conditions = ['source', ...defaultServerConditions];
const folders = '{packages,apps,scripts}';
const services = `${folders}/**/*.services.test.{ts,tsx}`;
const e2e = `${folders}/**/*.e2e.test.{ts,tsx}`;
const abuse = `${folders}/**/*.abuse.test.{ts,tsx}`;
const faults = `${folders}/**/*.faults.test.{ts,tsx}`;
const exclude = [...configDefaults.exclude, services, e2e, abuse, faults];
/** Answers the HTTP tests of the library, which run where nothing can be served too. */
const globalSetup = './packages/reactive/http/server.fixture.ts';

/** Keeps the databases that tests start processes on. */
const databases = './apps/api/databases-folder.fixture.ts';

/** Lines that tests must reach, folder by folder, so that a well-tested one cannot hide its neighbour. */
const covered = [
  'packages/reactive/model',
  'packages/reactive/streams',
  'packages/reactive/patches',
  'packages/reactive/history',
  'packages/reactive/hydration',
  'packages/reactive/plugins',
  'packages/reactive/structures',
  'packages/reactive/entities',
  'packages/reactive/references',
  'packages/reactive/query',
  'packages/reactive/errors',
  'packages/reactive/registry',
  'packages/reactive/http',
  'packages/reactive/react',
  'packages/reactive/prisma',
  'packages/reactive/express',
  'packages/reactive/openapi',
  'packages/reactive/node',
  'packages/reactive/testing',
  'packages/reactive/wire',
  'packages/reactive/streams',
  'packages/reactive/patches',
  'packages/reactive/history',
  'packages/reactive/structures',
  'packages/core',
];

/** Where tests find services; each file makes its own database on the server, and drops it. */
const env = {
  TEST_DATABASE_URL: TEST_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres',
  TEST_REDIS_URL: TEST_REDIS_URL ?? 'redis://127.0.0.1:6379',
};

type Project = NonNullable<ViteUserConfig['test']>;

/** Minutes on a quiet machine; whoever runs this may have other work going on beside it. */
const long: Project = { env, fileParallelism: false, testTimeout: 60 * 60_000, hookTimeout: 120_000 };

/** A named project over the same sources; `include` decides which files belong to it. */
function project(name: string, test: Project): ViteUserConfig {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    // What is waited for has time: a second, as it is otherwise, is no news from a machine that is busy.
    test: { name, restoreMocks: true, expect: { poll: { timeout: 10_000 } }, ...test },
  };
}

export default defineConfig({
  test: {
    // One for each core: by itself, it leaves one to a watching developer's editor, and half of a small machine unused.
    maxWorkers: '100%',
    projects: [
      project('unit', {
        // Laws try hundreds of sequences, and other work may be going on beside them.
        testTimeout: 30_000,
        // The first hook that opens a database on a fresh clone waits until its files have been made.
        hookTimeout: 60_000,
        include: [`${folders}/**/*.test.{ts,tsx}`],
        exclude,
        globalSetup,
      }),
      // The library's own tests, for Bun and Deno; those for Chromium are in vitest.browser.config.ts.
      project('portable', {
        include: ['packages/reactive/**/*.test.{ts,tsx}'],
        exclude: [...exclude, '**/bench/**'],
        globalSetup,
        // Bun loads zod's CommonJS build from outside of Vite, and finds no `z` in it.
        server: { deps: { inline: ['zod'] } },
      }),
      project('services', {
        include: [services],
        env,
        fileParallelism: false,
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project('e2e', {
        include: [e2e],
        globalSetup: databases,
        fileParallelism: false,
        testTimeout: 60_000,
        hookTimeout: 120_000,
      }),
      // The long forms of what tries to break a promise; short ones are among the tests of the other projects.
      project('abuse', { include: [abuse], globalSetup: databases, ...long }),
      // The same of what goes on between processes, jobs, sockets and events: crashes, races, slow networks.
      project('faults', { include: [faults], ...long }),
      project('types', {
        include: [],
        typecheck: {
          enabled: true,
          only: true,
          include: [`${folders}/**/*.test-d.{ts,tsx}`],
          tsconfig: './tsconfig.json',
        },
      }),
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/**/*.{ts,tsx}'],
      exclude: [
        '**/*.test.{ts,tsx}',
        '**/*.test-d.{ts,tsx}',
        '**/*.fixture.{ts,tsx}',
        '**/bench/**',
        '**/tsup.config.ts',
        '**/dist/**',
        '**/generated/**',
      ],
      reporter: ['text-summary', 'json-summary'],
      thresholds: Object.fromEntries(covered.map((folder) => [`${folder}/**`, { lines: 90 }])),
    },
  },
});
