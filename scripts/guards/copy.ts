import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Guard, without } from './guard';

const ROOT = resolve(import.meta.dirname, '../..');

/** What is made from the schemas of Prisma, and not kept by Git. */
const GENERATED = ['packages/server/generated', 'packages/server/query-fuzz/generated'];

/** Sources to break: those of the checkout as they are now, committed or not. */
export interface Copy {
  readonly folder: string;
  /** Does `work` while the guard is not there. */
  with<Result>(guard: Guard, work: () => Promise<Result>): Promise<Result>;
  remove(): void;
}

function sources(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 }).split('\0');
  return listed.filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

/** Links what is in a folder of modules; what tools write beside it is the copy's own. */
function linkModules(folder: string, from: string): void {
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, link] = [join(from, entry.name), join(folder, entry.name)];
    // Those of this workspace are relative, and so lead to the copy.
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), link);
    else if (entry.name.startsWith('@')) linkModules(link, source);
    else if (entry.name === '.pnpm' || entry.name === '.bin') symlinkSync(source, link);
  }
}

/** The folders that have modules of their own. */
function packages(files: readonly string[]): string[] {
  const folders = files.filter((file) => /(^|\/)package\.json$/.test(file)).map(dirname);
  return folders.filter((folder) => existsSync(join(ROOT, folder, 'node_modules')));
}

/** Copies the sources of the checkout, with its installed modules, into a folder for temporary files. */
export function copySources(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'guards-'));
  const files = sources();
  for (const file of files) {
    if (lstatSync(join(ROOT, file)).isDirectory()) continue;
    cpSync(join(ROOT, file), join(folder, file), { verbatimSymlinks: true });
  }
  for (const made of GENERATED) cpSync(join(ROOT, made), join(folder, made), { recursive: true });
  for (const each of packages(files))
    linkModules(join(folder, each, 'node_modules'), join(ROOT, each, 'node_modules'));
  return {
    folder,
    async with({ changes }, work) {
      const before = new Map<string, string>();
      try {
        for (const change of changes) {
          const file = join(folder, change.file);
          const text = readFileSync(file, 'utf8');
          if (!before.has(file)) before.set(file, text);
          writeFileSync(file, without(change, text));
        }
        return await work();
      } finally {
        for (const [file, text] of before) writeFileSync(file, text);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
