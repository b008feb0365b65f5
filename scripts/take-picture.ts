import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launchChromium } from './chromium';

// Takes the picture of the users page that the READMEs show, from the built apps with the demo data.

const PICTURE = 'docs/images/users.png';

/** The address that the API says it is ready at. */
async function addressFrom(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /^Ready at (\S+),/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('The API ended before it was ready.');
}

const folder = await mkdtemp(join(tmpdir(), 'picture-'));
const api = spawn(process.execPath, ['apps/api/dist/main.js'], {
  env: { PATH: process.env['PATH'], PORT: '0', DEMO_MODE: 'yes', LOG_LEVEL: 'warn', DATA_DIR: folder },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(api, 'exit');
const browser = await launchChromium();
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  await page.goto(`${await addressFrom(api.stdout)}/users`);
  await page.getByRole('button', { name: 'Use admin@example.com' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.locator('[data-user]').first().waitFor();
  await page.screenshot({ path: PICTURE });
  console.log(`Taken: ${PICTURE}`);
} finally {
  await browser.close();
  api.kill('SIGKILL');
  await ended;
  await rm(folder, { recursive: true, force: true });
}
