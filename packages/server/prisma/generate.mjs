// Generates the Prisma clients: that of the application into ../generated, and that of the query tests beside them.
//
// `prisma generate` needs no engine, but the command line downloads its schema engine before it does anything, which
// fails offline and behind a proxy. It skips the download when it is told where the binary is; generating never
// starts it, so any file that exists will do.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');

for (const schema of ['prisma/schema.prisma', 'query-fuzz/schema.prisma']) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'generate', '--no-hints', '--schema', schema],
    {
      cwd: packageFolder,
      encoding: 'utf8',
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? cli,
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
