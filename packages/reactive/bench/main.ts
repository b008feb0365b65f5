import { parseArgs } from 'node:util';
import { workloads } from './catalogue';
import { FULL, SHORT } from './effort';
import { measureAll } from './rounds';
import { tablesOf } from './table';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false }, rounds: { type: 'string' } },
});

const effort = values.short ? SHORT : FULL;
const rounds = Number(values.rounds ?? effort.rounds);
const chosen = workloads.filter(
  ({ name, section }) =>
    positionals.length === 0 || positionals.some((part) => name.includes(part) || section === part),
);

const outcomes = await measureAll(chosen, { ...effort, rounds }, (what) => process.stderr.write(`${what}\n`));
process.stdout.write(`${tablesOf(outcomes)}\n`);
// What misses a target is a figure; what did not do its work is an error.
process.exit(outcomes.some(({ failure }) => failure !== undefined) ? 1 : 0);
