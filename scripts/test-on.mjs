import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { commandOf } from './runtimes.mjs';

// The library's suite on another runtime than Node: `node scripts/test-on.mjs bun|deno [arguments of vitest]`.

const [name = '', ...rest] = process.argv.slice(2);
const [executable, ...args] = commandOf(name);
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const child = spawn(executable, [...args, vitest, 'run', '--project', 'portable', ...rest], {
  stdio: 'inherit',
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
});
