import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Options } from 'tsup';
import { emitDeclarations } from './emit-declarations';
import { productionSource } from './production-source.mjs';

interface Manifest {
  exports?: Record<string, string | { source?: string; production?: string; default?: string }>;
}

const OUTPUT = /^\.\/dist\/(.+)\.js$/;
const IN_PRODUCTION = /^\.\/dist\/production\/(.+)\.js$/;

/**
 * Reads what a package publishes from its own `exports`, so that a new entry is listed in one place only.
 *
 * @param manifest - the parsed `package.json`
 * @returns output path without extension → source file, as tsup's `entry` takes it
 * @throws Error when an export lacks its source, its output is not `./dist/<path>.js`, or the output for production,
 * which a package has for all of its exports or for none, is not `./dist/production/<path>.js`
 * @example
 * entriesOf({ exports: { './model': { source: './model/index.ts', default: './dist/model/index.js' } } });
 * // { 'model/index': './model/index.ts' }
 */
export function entriesOf(manifest: Manifest): Record<string, string> {
  const entries: Record<string, string> = {};
  const isSplit = hasProductionOutput(manifest);
  for (const [path, target] of Object.entries(manifest.exports ?? {})) {
    if (typeof target === 'string') continue;
    const output = OUTPUT.exec(target.default ?? '')?.[1];
    if (!target.source || !output) {
      throw new Error(`exports["${path}"] needs a "source" and a "default" of the form ./dist/<path>.js`);
    }
    if (isSplit && IN_PRODUCTION.exec(target.production ?? '')?.[1] !== output) {
      throw new Error(`exports["${path}"] needs a "production": "./dist/production/${output}.js"`);
    }
    entries[output] = target.source;
  }
  return entries;
}

function hasProductionOutput({ exports = {} }: Manifest): boolean {
  return Object.values(exports).some((target) => typeof target === 'object' && target.production);
}

/**
 * The tsup options of a package of this workspace: ESM for Node 20 and today's browsers, one chunk graph for
 * all entries (a class exists once, whichever entry it is imported from), declarations included. A package whose
 * exports have the condition `production` is built a second time, for that; the declarations serve both.
 *
 * @param directory - the package's folder; the current one unless told
 * @example
 * export default buildFromExports();
 */
export function buildFromExports(directory = '.'): (flags: Options) => Options[] {
  const manifest: Manifest = JSON.parse(readFileSync(resolve(directory, 'package.json'), 'utf8'));
  const options: Options = {
    entry: entriesOf(manifest),
    format: 'esm',
    target: ['node20', 'es2022'],
    splitting: true,
    dts: true,
    // The two outputs are built at the same time: each leaves that of the other alone.
    clean: ['!production/**'],
    silent: true,
  };
  const production: Options = {
    ...options,
    outDir: 'dist/production',
    dts: false,
    clean: true,
    esbuildPlugins: [productionSource()],
  };
  return ({ dts }) => {
    const isForTypesOnly = typeof dts === 'object' && dts.only === true;
    if (isForTypesOnly) return [{ ...options, entry: emitDeclarations(entriesOf(manifest), directory) }];
    return hasProductionOutput(manifest) ? [options, production] : [options];
  };
}
