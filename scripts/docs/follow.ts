import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commandOf } from '../runtimes.mjs';
import { type Command, commandsOf, printsAsWritten } from './console-blocks';
import { applyBlock, fileBlocksOf } from './file-blocks';
import { blocksOf } from './markdown';
import { allPages, mirrorOf, type Page } from './pages';
import { run } from './processes';

/** A mirror has the same code, so that one of the two is enough. */
const mirrors = new Set(allPages().map(({ path }) => mirrorOf(path)));
const pages = allPages().filter(({ path }) => !mirrors.has(path));
const blocks = ({ path, markdown }: Page) => blocksOf(path, markdown);
const commands = pages.flatMap((page) => commandsOf(blocks(page)));

/** What the pages do to the files of the repository, in order. */
export const files = pages.flatMap((page) => fileBlocksOf(blocks(page)));

/** Whether a command names a server that has to be there: a page says so by setting its address. */
const asksServer = ({ run: line }: Command): boolean => /^(?:REDIS|DATABASE)_URL=/.test(line);

/** The commands of the pages that need nothing but this repository. */
export const ownCommands = commands.filter((command) => !asksServer(command));

/** Those that are for a PostgreSQL server or Redis. */
export const serverCommands = commands.filter(asksServer);

/** Whether a file is there to be run, and so may print. */
export const isProgram = (path: string): boolean => commands.some(({ run: line }) => line.endsWith(path));

/**
 * Does to a copy of the repository what the pages say.
 *
 * @param as what is written there for where it is here: addresses that a page gives
 */
export function follow(copy: string, as: Replacements): void {
  for (const file of files) {
    const path = join(copy, file.path);
    const text = applyBlock(file, existsSync(path) ? readFileSync(path, 'utf8') : undefined);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, replaced(text, as));
  }
}

/** What pages write, by what it is here. */
export type Replacements = readonly (readonly [written: string, here: string])[];

function replaced(text: string, as: Replacements): string {
  return as.reduce((result, [written, here]) => result.replaceAll(written, here), text);
}

/** What a command of a page starts: without npx, which takes longer than most of what it starts, and by our own runtimes. */
function directly(line: string): string {
  return line
    .replace(/(^| )npx tsx /, '$1node --import tsx ')
    .replace(/^(bun|deno) /, (_call, name: string) => `${commandOf(name)[0]} `);
}

/** What a command prints: as its page has it where that is the same. */
export async function printedBy(command: Command, copy: string, as: Replacements): Promise<string> {
  const printed = await run(replaced(directly(command.run), as), copy);
  const back = as.map(([written, here]) => [here, written] as const);
  const told = replaced(printed, back);
  return printsAsWritten(command, told) ? command.prints : told;
}
