import { join } from 'node:path';
import { build } from 'tsup';
import { buildFromExports } from './build-entries';

/** Builds the package in the current folder into the folder that is given, as `tsup --no-dts` does at home. */
const [, , target = ''] = process.argv;
for (const options of buildFromExports()({ dts: false })) {
  const outDir = join(target, options.outDir ?? 'dist');
  await build({ ...options, config: false, dts: false, outDir });
}
