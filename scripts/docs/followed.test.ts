import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from './console-blocks';
import { ownCommands as commands, files, follow, isProgram, printedBy, type Replacements } from './follow';
import { freePort, run, type Server, startServer } from './processes';
import { copyWorkspace } from './workspace-copy';

const code = [...new Set(files.map(({ path }) => path))].filter((path) => /\.tsx?$/.test(path));
/** Programs of the library's pages are on their own; the commands of the others follow each other. */
const isAlone = ({ at }: Command): boolean => at.startsWith('docs/en/reactive/');
const hasCurl = spawnSync('curl', ['--version']).status === 0;

let copy: string;
let server: Server | undefined;
let as: Replacements;
let compiling: Promise<string>;

beforeAll(async () => {
  const port = await freePort();
  as = [['http://127.0.0.1:3000', `http://127.0.0.1:${port}`]];
  copy = copyWorkspace();
  follow(copy, as);
  await run('node packages/server/prisma/generate.mjs', copy);
  const tsconfig = { extends: './tsconfig.json', include: code };
  writeFileSync(join(copy, 'tsconfig.docs.json'), JSON.stringify(tsconfig));
  compiling = run('npx tsc -p tsconfig.docs.json', copy); // takes as long as the start
  server = await startServer(copy, port);
}, 120_000);

afterAll(async () => {
  await Promise.all([compiling, server?.stop()]);
  rmSync(copy, { recursive: true, force: true });
});

describe('who does what the pages say', () => {
  it('has code that compiles', { timeout: 120_000 }, async () => {
    expect(await compiling).toBe('');
  });

  it('has code in the house style', { timeout: 60_000 }, async () => {
    expect(await run(`npx biome check --reporter=summary ${code.join(' ')}`, copy)).toContain(
      'No fixes applied',
    );
    const kept = code.filter((path) => !isProgram(path));
    expect(await run(`npx oxlint ${kept.join(' ')}`, copy)).toContain('Found 0 warnings and 0 errors');
  });

  describe.skipIf(!hasCurl)('sees what is written (needs curl)', () => {
    const inTurn = commands.filter((command) => !isAlone(command));
    it.each(inTurn)('at $at: $run', { timeout: 120_000 }, async (command) => {
      expect(await printedBy(command, copy, as)).toBe(command.prints);
    });
    it.concurrent.each(commands.filter(isAlone))('at $at: $run', { timeout: 120_000 }, async (command) => {
      expect(await printedBy(command, copy, as)).toBe(command.prints);
    });
  });
});
