import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Command, commandsOf, printsAsWritten } from './console-blocks';
import { applyBlock, fileBlocksOf } from './file-blocks';
import { blocksOf } from './markdown';
import { allPages, mirrorOf, type Page } from './pages';
import { freePort, run, type Server, startServer } from './processes';
import { copyWorkspace } from './workspace-copy';

/** Where the pages say that the API runs. */
const WRITTEN_ADDRESS = 'http://127.0.0.1:3000';

/** What a command of a page starts, without npx, which takes longer than most of what it starts. */
const directly = (command: string): string => command.replace(/^npx tsx /, 'node --import tsx ');

/** A mirror has the same code, so that one of the two is enough. */
const mirrors = new Set(allPages().map(({ path }) => mirrorOf(path)));
const pages = allPages().filter(({ path }) => !mirrors.has(path));
const blocks = ({ path, markdown }: Page) => blocksOf(path, markdown);
const files = pages.flatMap((page) => fileBlocksOf(blocks(page)));
const code = [...new Set(files.map(({ path }) => path))].filter((path) => /\.tsx?$/.test(path));
const commands = pages.flatMap((page) => commandsOf(blocks(page)));
/** Programs of the library's pages are on their own; the commands of the others follow each other. */
const isAlone = ({ at }: Command): boolean => at.startsWith('docs/en/reactive/');
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
    /** What a command prints: as its page has it where that is the same. */
    const printedBy = async (command: Command): Promise<string> => {
      const printed = await run(directly(command.run).replaceAll(WRITTEN_ADDRESS, address), copy);
      const told = printed.replaceAll(address, WRITTEN_ADDRESS);
      return printsAsWritten(command, told) ? command.prints : told;
    };
    const inTurn = commands.filter((command) => !isAlone(command));
    it.each(inTurn)('at $at: $run', { timeout: 120_000 }, async (command) => {
      expect(await printedBy(command)).toBe(command.prints);
    });
    it.concurrent.each(commands.filter(isAlone))('at $at: $run', { timeout: 120_000 }, async (command) => {
      expect(await printedBy(command)).toBe(command.prints);
    });
  });
});
