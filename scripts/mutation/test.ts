import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { FOLDERS, type Folder, sourcesOf } from './folders';
import { type Report, score, sum, survivors, tally } from './results';
import { LEFT, resultsOf, stryker } from './stryker';

/**
 * Breaks the sources of the given folders, of all four unless told, in one place after the other, and says which break
 * no test has noticed. Takes hours; a run that was ended goes on where it was.
 *
 * Usage: pnpm test:mutation [query] [registry] [entities] [model]
 */
const GOAL = 90;

const asked = process.argv.slice(2);
const folders = FOLDERS.filter((folder) => asked.length === 0 || asked.includes(folder));
const unknown = asked.filter((name) => !FOLDERS.some((folder) => folder === name));
if (unknown.length > 0)
  throw new Error(`No such folder: ${unknown.join(', ')}. There are ${FOLDERS.join(', ')}.`);

const known = (folder: Folder): Report =>
  existsSync(resultsOf(folder))
    ? (JSON.parse(readFileSync(resultsOf(folder), 'utf8')) as Report)
    : { files: {} };

const found: string[] = [];
for (const folder of folders) {
  // File by file, so that what was found out of one is kept when the next is given up.
  for (const file of sourcesOf(folder)) await stryker({ folder, mutate: [file], resumes: true });
  const report = known(folder);
  found.push(...survivors(report));
  const all = tally(report);
  console.log(`${folder}: ${score(all).toFixed(1)} % of ${all.killed + all.survived} mutants noticed`);
}

writeFileSync(`${LEFT}/survivors.txt`, `${found.join('\n')}\n`);
const total = score(sum(folders.map((folder) => tally(known(folder)))));
console.log(`${total.toFixed(1)} % in all; the ${found.length} others stand in ${LEFT}/survivors.txt`);
if (total < GOAL) process.exitCode = 1;
