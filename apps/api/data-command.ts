import { resolve } from 'node:path';
import { StateError, UnavailableError } from 'reactive/errors';
import { type Config, ConfigError, readConfig } from './config';
import { repositoryFolder } from './repository-folder';

/** What a command works on. */
interface Command {
  /** The database that the API would open. */
  readonly target: { readonly url: string | undefined; readonly dataDir: string };
  /** A file's path; a relative one is meant from the repository. */
  readonly file: (path: string) => string;
}

function isExpected(error: unknown): error is Error {
  const kinds = [ConfigError, StateError, UnavailableError];
  if (kinds.some((kind) => error instanceof kind)) return true;
  // An option that `parseArgs` does not know.
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function command({ databaseUrl, dataDir }: Config): Command {
  return {
    target: { url: databaseUrl, dataDir },
    file: (path) => resolve(repositoryFolder() ?? '', path),
  };
}

/**
 * Runs a command on the database that the environment names, as the API would; prints what it did, or why it did
 * not, and sets the exit code: 0, or 1.
 */
export async function runCommand(work: (command: Command) => Promise<string>): Promise<void> {
  try {
    const config = readConfig(process.env, repositoryFolder());
    process.stdout.write(`${await work(command(config))}\n`);
  } catch (error) {
    process.exitCode = 1;
    if (!isExpected(error)) throw error;
    process.stderr.write(`${error.message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  }
}
