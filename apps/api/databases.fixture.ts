import { existsSync } from 'node:fs';
import { cp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { makeAccounts } from './accounts/accounts.fixture';
import { spawnApi, temporaryFolder } from './process.fixture';

/** Has the API make a database at its first start. */
async function startOnce(dataDir: string, env: Readonly<Record<string, string>>): Promise<void> {
  const api = spawnApi({ DATA_DIR: dataDir, ...env });
  await api.url;
  api.kill('SIGTERM');
  await api.ended;
}

const MAKING = {
  empty: (dataDir: string) => startOnce(dataDir, {}),
  /** With the two accounts of a demo, and nobody else. */
  accounts: makeAccounts,
  /** With 1,000 users besides. */
  demo: (dataDir: string) => startOnce(dataDir, { DEMO_MODE: 'yes' }),
};

/** Puts a database into a folder. It is made once for all files: making one takes longer than most tests. */
export async function putDatabase(kind: keyof typeof MAKING, into: string): Promise<void> {
  const made = join(inject('databases'), kind);
  if (!existsSync(made)) {
    const aside = `${made}.new`;
    await MAKING[kind](aside);
    await rename(aside, made);
  }
  await cp(made, into, { recursive: true });
}

/** A folder of its own with a database in it, removed when the test ends. */
export async function databaseFolder(kind: keyof typeof MAKING): Promise<string> {
  const folder = await temporaryFolder();
  await putDatabase(kind, folder);
  return folder;
}
