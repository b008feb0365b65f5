import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import { ROOT } from './pages';

/** What a page may add to or change; the rest is linked. */
const COPIED = ['packages/core', 'packages/client', 'packages/server', 'apps/api', 'apps/web'];
const LINKED = ['packages/reactive', 'scripts', 'node_modules'];
/** Pages put code of other libraries here; it finds the modules of the benchmark, which is compared with them. */
const PEERS = { folder: 'packages/peers', modules: 'packages/reactive/bench' };
const NOT_COPIED = new Set(['node_modules', 'dist', 'generated', '.turbo']);

/** The packages in a folder of modules, those of a scope as `@scope/name`. */
function modulesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

function linkModule(copy: string, folder: string, module: { name: string; target: string }): void {
  const link = join(copy, folder, 'node_modules', module.name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(module.target, link, 'junction');
}

/** Links the modules of a package; packages of this workspace are found in the copy. */
function linkModules(copy: string, folder: string, from = folder): void {
  const modules = join(ROOT, from, 'node_modules');
  for (const name of modulesIn(modules).filter((module) => !module.startsWith('.'))) {
    const target = realpathSync(join(modules, name));
    const own = relative(realpathSync(ROOT), target).split(sep).join('/');
    linkModule(copy, folder, { name, target: COPIED.includes(own) ? join(copy, own) : target });
  }
}

/**
 * A copy of the repository's sources, with its installed modules, in which a page can be followed to the letter.
 *
 * @returns its folder, which the caller removes
 */
export function copyWorkspace(): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'docs-')));
  for (const folder of COPIED) {
    cpSync(join(ROOT, folder), join(copy, folder), {
      recursive: true,
      filter: (source) => !NOT_COPIED.has(basename(source)),
    });
    linkModules(copy, folder);
  }
  linkModules(copy, PEERS.folder, PEERS.modules);
  linkModule(copy, PEERS.folder, { name: 'reactive', target: join(ROOT, 'packages/reactive') });
  for (const folder of LINKED) symlinkSync(join(ROOT, folder), join(copy, folder), 'junction');
  for (const file of readdirSync(ROOT, { withFileTypes: true })) {
    if (file.isFile() && file.name !== '.git') cpSync(join(ROOT, file.name), join(copy, file.name));
  }
  return copy;
}
