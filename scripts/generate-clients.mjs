import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Generates Prisma clients, each where its schema says; ends the process where one can't be.
 *
 * `prisma generate` needs no engine, but the command line downloads its schema engine before it does anything, which
 * fails offline and behind a proxy. It skips the download when it is told where the binary is; generating never
 * starts it, so any file that exists will do.
 *
 * @param {string} caller - the address of a module in the folder `prisma` of a package
 * @param {readonly string[]} schemas - below that package
 */
export function generateClients(caller, schemas) {
  const packageFolder = join(dirname(fileURLToPath(caller)), '..');
  const cli = createRequire(caller).resolve('prisma/build/index.js');
  for (const schema of schemas) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [cli, 'generate', '--no-hints', '--schema', schema],
      {
        cwd: packageFolder,
        encoding: 'utf8',
        env: {
          ...process.env,
          PRISMA_SCHEMA_ENGINE_BINARY: process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ?? cli,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
        },
      },
    );
    if (status !== 0) {
      process.stderr.write(`${stdout}${stderr}\nThe Prisma client of ${schema} could not be generated.\n`);
      process.exit(status ?? 1);
    }
  }
}
