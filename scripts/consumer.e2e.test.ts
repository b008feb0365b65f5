import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './chromium';
import { commandOf } from './runtimes.mjs';

interface Manifest {
  name: string;
  exports: Record<string, { default: string }>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const FOLDERS = ['reactive', 'core', 'client', 'server'].map((name) => resolve('packages', name));
const NEEDS_MORE_THAN_A_BROWSER = /^reactive\/(node|prisma|express|openapi|react|testing)$/;

const IS_ONE_CLASS = `
  const [{ ReactiveModel }, { Item }] = [await import('reactive/model'), await import('reactive/entities/item')];
  const isOneClass = Item.prototype instanceof ReactiveModel;`;

const home = mkdtempSync(join(tmpdir(), 'consumer-'));
const modules = join(home, 'node_modules');
const manifests = FOLDERS.map(
  (folder): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
);
/** What is imported → the file that answers, below node_modules. */
const files = new Map(
  manifests.flatMap(({ name, exports }) =>
    Object.entries(exports).map(([path, target]) => [join(name, path), join(name, target.default)] as const),
  ),
);
const entries = [...files.keys()];

function run(command: string, args: string[], cwd = home): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
}

/** Packs a package and unpacks it where Node looks for it; links what it depends on to the installed one. */
function install(folder: string, { name, dependencies, devDependencies }: Manifest): void {
  const target = join(modules, name);
  mkdirSync(target, { recursive: true });
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', home], folder));
  run('tar', ['-xzf', join(home, filename), '-C', target, '--strip-components=1']);
  for (const [dependency, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    const link = join(modules, dependency);
    if (version.startsWith('workspace:')) continue;
    mkdirSync(dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(join(folder, 'node_modules', dependency), link);
  }
}

describe('the packages, packed and used from outside', () => {
  beforeAll(() => {
    for (const [index, folder] of FOLDERS.entries()) install(folder, manifests[index]!);
    writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it.each([
    ['Node', [process.execPath]],
    ['Node, with the output for production', [process.execPath, '--conditions=production']],
    ['Bun', commandOf('bun')],
    ['Deno', commandOf('deno')],
  ])('load in %s, each entry with something in it and one class for all', (_, [command = '', ...args]) => {
    const script = `const empty = [];
      for (const entry of ${JSON.stringify(entries)}) {
        if (Object.keys(await import(entry)).length === 0) empty.push(entry);
      }
      ${IS_ONE_CLASS}
      console.log(JSON.stringify({ empty, isOneClass }));
      process.exit(0);`;
    writeFileSync(join(home, 'load.mjs'), script);
    const answer: unknown = JSON.parse(run(command, [...args, 'load.mjs']));
    expect(answer).toEqual({ empty: [], isOneClass: true });
  });

  it('have types for a strict NodeNext project', () => {
    const imports = entries.map((entry, index) => `import * as entry${index} from '${entry}';`);
    const uses = entries.map((_, index) => `entry${index} satisfies object;`);
    writeFileSync(join(home, 'consumer.ts'), [...imports, ...uses, ''].join('\n'));
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      module: 'nodenext',
      target: 'es2022',
    };
    writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    const compiler = resolve('node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [compiler], { cwd: home, encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  it('load in Chromium as they are, without a bundler', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const served = entries.filter(
        (entry) => entry.startsWith('reactive/') && !NEEDS_MORE_THAN_A_BROWSER.test(entry),
      );
      const imports = {
        ...Object.fromEntries(served.map((entry) => [entry, `/${files.get(entry)}`])),
        'alien-signals/system': '/alien-signals/esm/system.mjs',
        zod: '/zod/index.js',
      };
      await page.route('http://consumer.test/**', (route) => {
        const { pathname } = new URL(route.request().url());
        if (pathname !== '/')
          return route.fulfill({ path: join(modules, pathname), contentType: 'text/javascript' });
        const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
        return route.fulfill({ body: map, contentType: 'text/html' });
      });
      await page.goto('http://consumer.test/');
      const answer = await page.evaluate(`(async () => {
        const empty = [];
        for (const entry of ${JSON.stringify(served)}) {
          if (Object.keys(await import(entry)).length === 0) empty.push(entry);
        }
        ${IS_ONE_CLASS}
        return { empty, isOneClass };
      })()`);
      expect(answer).toEqual({ empty: [], isOneClass: true });
    } finally {
      await browser.close();
    }
  });
});
