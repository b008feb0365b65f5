import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['main.ts'],
  format: 'esm',
  target: 'node20',
  clean: true,
  silent: true,
});
