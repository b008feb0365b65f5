import { defaultServerConditions } from 'vite';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whose tests must notice that a folder is broken: its own, and those of what is made of it where it has few. */
const guards: Readonly<Record<string, string>> = {
  model: '{model,errors,entities,structures,patches,history}',
  query: 'query',
  registry: '{registry,entities,plugins,references,hydration}',
  entities: '{entities,registry,errors}',
};

/** What tries many cases, or collects garbage, comes when the examples have noticed nothing. */
const cost = ({ moduleId }: TestSpecification): number => Number(/\.(law|memory)\.test/.test(moduleId));

class CheapFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((a, b) => cost(a) - cost(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

const conditions = ['source', ...defaultServerConditions];

/** The tests that are run for each mutant, one after the other until one fails. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'mutation',
    restoreMocks: true,
    // Stryker has a limit of its own, by how long a test took before anything was broken.
    testTimeout: 120_000,
    // One realm for all files: loading everything anew for each of them would cost more than the tests do.
    isolate: false,
    sequence: { sequencer: CheapFirst },
    include: [
      `packages/reactive/${guards[process.env['MUTATED'] ?? ''] ?? '{model,entities,registry,query}'}/**/*.test.ts`,
    ],
    exclude: [
      ...configDefaults.exclude,
      // All interleavings take longer than all other tests together.
      '**/*.interleaving.test.ts',
      // Is about models that nothing has taught JSON: in one realm with all others, something has.
      '**/model.json.test.ts',
    ],
    env: { FC_RUNS: '30' },
  },
});
