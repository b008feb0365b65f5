import { defineConfig } from 'tsup';
import { productionSource } from '../../../scripts/production-source.mjs';

// Not split: a child imports the catalogue once for each contender, so that none runs code that another has warmed up.
// The peers stay outside: what is measured is what users install. The library comes in from its sources, made into
// what is published for production: a dependency on the folder around this one would be a ring of links.
export default defineConfig({
  entry: ['main.ts', 'check.ts', 'child.ts', 'catalogue.ts'],
  format: 'esm',
  target: ['node20', 'es2022'],
  splitting: false,
  skipNodeModulesBundle: true,
  esbuildPlugins: [productionSource()],
  clean: true,
  silent: true,
});
