import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Options } from 'tsup';

interface Manifest {
  exports?: Record<string, string | { source?: string; default?: string }>;
}

/**
 * Reads what a package publishes from its own `exports`, so that a new entry is listed in one place only.
 *
 * @param manifest - the parsed `package.json`
 * @returns output path without extension → source file, as tsup's `entry` takes it
 * @throws Error when an export lacks its source, or its output is not `./dist/<path>.js`
 * @example
 * entriesOf({ exports: { './model': { source: './model/index.ts', default: './dist/model/index.js' } } });
 * // { 'model/index': './model/index.ts' }
 */
export function entriesOf(manifest: Manifest): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [path, target] of Object.entries(manifest.exports ?? {})) {
    if (typeof target === 'string') continue;
    const output = /^\.\/dist\/(.+)\.js$/.exec(target.default ?? '')?.[1];
    if (!target.source || !output) {
      throw new Error(`exports["${path}"] needs a "source" and a "default" of the form ./dist/<path>.js`);
    }
    entries[output] = target.source;
  }
  return entries;
}

/**
 * The tsup options of a package of this workspace: ESM for Node 20 and today's browsers, one chunk graph for
 * all entries (a class exists once, whichever entry it is imported from), declarations included.
 *
 * @param directory - the package's folder; the current one unless told
 * @example
 * export default buildFromExports();
 */
export function buildFromExports(directory = '.'): Options {
  const manifest: Manifest = JSON.parse(readFileSync(resolve(directory, 'package.json'), 'utf8'));
  return {
    entry: entriesOf(manifest),
    format: 'esm',
    target: ['node20', 'es2022'],
    splitting: true,
    dts: true,
    clean: true,
    silent: true,
  };
}
