import { rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/**
 * Writes the declarations of all sources that the entries of a package reach, file by file, in one program.
 *
 * tsup's own way makes a program, and checks all of it, for each run of entries that stand in one folder: twenty-five
 * of them for the library, and more memory than a worker has for the server. From declarations it only bundles.
 *
 * @param entries - output path without extension → source file, relative to the package's folder
 * @param directory - the package's folder, at or below that of the `tsconfig.json` that holds for it
 * @returns output path without extension → declaration file, absolute
 * @throws Error with the compiler's words when a declaration cannot be written
 * @example
 * emitDeclarations({ 'model/index': './model/index.ts' }, 'packages/reactive');
 * // { 'model/index': '…/packages/reactive/.declarations/packages/reactive/model/index.d.ts' }
 */
export function emitDeclarations(entries: Record<string, string>, directory: string): Record<string, string> {
  const { rootDir, options } = configurationOf(resolve(directory));
  const outDir = resolve(directory, '.declarations');
  rmSync(outDir, { recursive: true, force: true });
  const sources = Object.values(entries).map((source) => resolve(directory, source));
  const program = ts.createProgram(sources, {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    noEmitOnError: true,
    rootDir,
    outDir,
  });
  const { diagnostics } = program.emit();
  if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, FORMAT));
  return Object.fromEntries(
    Object.entries(entries).map(([output, source]) => [output, declarationOf(source)]),
  );

  function declarationOf(source: string): string {
    return join(outDir, relative(rootDir, resolve(directory, source))).replace(/\.tsx?$/, '.d.ts');
  }
}

const FORMAT: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => process.cwd(),
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
};

function configurationOf(directory: string): { rootDir: string; options: ts.CompilerOptions } {
  const path = ts.findConfigFile(directory, (candidate) => ts.sys.fileExists(candidate));
  if (!path) throw new Error(`no tsconfig.json at or above ${directory}`);
  const parsed = ts.getParsedCommandLineOfConfigFile(path, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.formatDiagnostic(diagnostic, FORMAT));
    },
  });
  return { rootDir: dirname(path), options: parsed?.options ?? {} };
}
