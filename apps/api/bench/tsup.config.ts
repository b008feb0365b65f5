import { defineConfig } from 'tsup';

// Contenders run as what is deployed: bundled, on the built packages, without a compiler in their process.
export default defineConfig({
  entry: ['contender.ts'],
  format: 'esm',
  target: 'node20',
  skipNodeModulesBundle: true,
  clean: true,
  silent: true,
});
