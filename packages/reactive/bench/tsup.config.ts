import { defineConfig } from 'tsup';

// Not split: a child imports the catalogue once for each contender, so that none runs code that another has warmed up.
// The peers stay outside: what is measured is what users install. The library comes in from its sources: a dependency on
// the folder around this one would be a ring of links.
export default defineConfig({
  entry: ['main.ts', 'child.ts', 'catalogue.ts'],
  format: 'esm',
  target: ['node20', 'es2022'],
  splitting: false,
  skipNodeModulesBundle: true,
  clean: true,
  silent: true,
});
