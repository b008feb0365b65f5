import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('[B-1] [B-3] the page is built of the production output of the library', () => {
  const folder = 'apps/web/dist/assets';
  const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
  const code = scripts.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  expect(code).toContain('the development build explains this');
  expect(code).not.toMatch(/is not a property\. Properties are|hides the reactive property/);
});
