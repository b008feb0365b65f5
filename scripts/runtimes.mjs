import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// The other runtimes come from npm. Their own packages link the executable in a build script, which pnpm does not
// run; the executable itself is in a package per platform, so it is looked up there.

const { resolve } = createRequire(import.meta.url);
const { platform } = process;
const isArm = process.arch === 'arm64';
const isWindows = platform === 'win32';
const suffix = isWindows ? '.exe' : '';

/** @type {Record<string, { packages: string[], executable: string, run: string[] }>} */
const RUNTIMES = {
  bun: {
    packages: ['', '-musl'].map(
      (libc) => `@oven/bun-${isWindows ? 'windows' : platform}-${isArm ? 'aarch64' : 'x64'}${libc}`,
    ),
    executable: `bin/bun${suffix}`,
    run: ['--bun'],
  },
  deno: {
    packages: [`@deno/${platform}-${isArm ? 'arm64' : 'x64'}${platform === 'linux' ? '-glibc' : ''}`],
    executable: `deno${suffix}`,
    run: ['run', '-A'],
  },
};

/**
 * The command that runs a script on Bun or Deno.
 *
 * @param {string} name
 * @returns {[executable: string, ...args: string[]]}
 * @throws Error when there is no such runtime, or none for this platform
 * @example
 * const [executable, ...args] = commandOf('deno');
 * execFileSync(executable, [...args, 'script.mjs']);
 */
export function commandOf(name) {
  const runtime = RUNTIMES[name];
  if (!runtime) throw new Error(`Which runtime? One of ${Object.keys(RUNTIMES).join(', ')}; got "${name}".`);
  // Packages of other platforms are not installed; the one that is lies beside the runtime's own.
  const modules = dirname(dirname(resolve(`${name}/package.json`)));
  const executable = runtime.packages
    .map((folder) => join(modules, folder, runtime.executable))
    .find((path) => existsSync(path));
  if (!executable)
    throw new Error(`There is no ${name} for this platform in ${modules}: run \`npx pnpm install\`.`);
  return [executable, ...runtime.run];
}
