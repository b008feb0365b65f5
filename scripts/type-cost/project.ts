import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What one type check cost. */
export interface Cost {
  /** Of the processor, in the checker alone: what is read and parsed depends on the disk. */
  readonly seconds: number;
  readonly instantiations: number;
  readonly types: number;
}

const LIBRARY = resolve('packages/reactive');
const checker = fileURLToPath(new URL('check-project.mjs', import.meta.url));

const tsconfig = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable'],
    module: 'ESNext',
    moduleResolution: 'bundler',
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    isolatedModules: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['entity*/**/*.ts'],
};

/** A project in a folder of its own, which gets the library as an application does: built, by its exports. */
export class Project implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'type-cost-'));

  constructor(files: Readonly<Record<string, string>>) {
    const modules = join(this.folder, 'node_modules');
    mkdirSync(join(modules, '@types'), { recursive: true });
    symlinkSync(LIBRARY, join(modules, 'reactive'));
    for (const name of ['zod', '@types/react']) {
      symlinkSync(join(LIBRARY, 'node_modules', name), join(modules, name));
    }
    for (const [path, source] of Object.entries(files)) this.#write(path, source);
    this.#write('tsconfig.json', JSON.stringify(tsconfig));
  }

  #write(path: string, source: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
  }

  /**
   * Type-checks it in a process of its own.
   *
   * @throws Error with the compiler's words when it does not compile
   */
  check(): Cost {
    const args = ['--single-threaded', checker, join(this.folder, 'tsconfig.json')];
    const { errors, ...cost } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    if (errors !== undefined) throw new Error(`The project in ${this.folder} does not compile:\n${errors}`);
    return cost;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
