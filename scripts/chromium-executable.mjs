import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** No sandbox: containers and CI machines run as root; the rest keeps the browser from calling home. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where the machine's Chromium is: `CHROMIUM_PATH`, or the first of its usual names on the `PATH`.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string}
 * @throws Error when there is none: a browser suite must not pass by being skipped
 */
export function chromiumPath(env = process.env) {
  const { CHROMIUM_PATH: told, PATH: path = '' } = env;
  const candidates = path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = told ?? candidates.find(isExecutable);
  if (!found) throw new Error('No Chromium on the PATH: install it, or set CHROMIUM_PATH to its executable.');
  return found;
}
