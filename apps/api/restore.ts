import { parseArgs } from 'node:util';
import { restoreDatabase } from '@myapp/server/database/backup';
import { StateError } from 'reactive/errors';
import { runCommand } from './data-command';

// pnpm restore FILE [--replace]

await runCommand(({ target, file }) => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: 'boolean' } },
  });
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new StateError('Usage: pnpm restore FILE [--replace]');
  return restoreDatabase(target, file(path), { replace: values.replace });
});
