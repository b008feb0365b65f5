import { parseArgs } from 'node:util';
import { backupDatabase } from '@myapp/server/database/backup';
import { StateError } from 'reactive/errors';
import { runCommand } from './data-command';

// pnpm backup [FILE]

await runCommand(({ target, file }) => {
  const { positionals } = parseArgs({ allowPositionals: true });
  if (positionals.length > 1) throw new StateError('Usage: pnpm backup [FILE]');
  const moment = new Date().toISOString().replaceAll(/\D/g, '');
  const ending = target.url === undefined ? 'tar.gz' : 'dump';
  return backupDatabase(target, file(positionals[0] ?? `backups/${moment}.${ending}`));
});
