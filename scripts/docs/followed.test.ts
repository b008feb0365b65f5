import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOf, printsAsWritten } from './console-blocks';
import { applyBlock, fileBlocksOf } from './file-blocks';
import { blocksOf } from './markdown';
import { allPages, mirrorOf, type Page } from './pages';
import { freePort, run, type Server, startServer } from './processes';
import { copyWorkspace } from './workspace-copy';

/** Where the pages say that the API runs. */
const WRITTEN_ADDRESS = 'http://127.0.0.1:3000';

/** A mirror has the same code, so that one of the two is enough. */
const mirrors = new Set(allPages().map(({ path }) => mirrorOf(path)));
const pages = allPages().filter(({ path }) => !mirrors.has(path));
const blocks = ({ path, markdown }: Page) => blocksOf(path, markdown);
const files = pages.flatMap((page) => fileBlocksOf(blocks(page)));
const code = [...new Set(files.map(({ path }) => path))].filter((path) => /\.tsx?$/.test(path));
const commands = pages.flatMap((page) => commandsOf(blocks(page)));
const hasCurl = spawnSync('curl', ['--version']).status === 0;

let copy: string;
let server: Server | undefined;
let address: string;
let compiling: Promise<string>;

/** Does to a copy of the repository what the pages say. */
function follow(): void {
  for (const file of files) {
    const path = join(copy, file.path);
    const text = applyBlock(file, existsSync(path) ? readFileSync(path, 'utf8') : undefined);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.replaceAll(WRITTEN_ADDRESS, address));
  }
}

beforeAll(async () => {
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  copy = copyWorkspace();
  follow();
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
    const kept = code.filter((path) => !commands.some((command) => command.run.endsWith(path)));
    expect(await run(`npx oxlint ${kept.join(' ')}`, copy)).toContain('Found 0 warnings and 0 errors');
  });

  describe.skipIf(!hasCurl)('sees what is written (needs curl)', () => {
    it.each(commands)('at $at: $run', { timeout: 60_000 }, async (command) => {
      const printed = await run(command.run.replaceAll(WRITTEN_ADDRESS, address), copy);
      const told = printed.replaceAll(address, WRITTEN_ADDRESS);
      expect(printsAsWritten(command, told) ? command.prints : told).toBe(command.prints);
    });
  });
});
