import { parseArgs } from 'node:util';
import { CONTENDERS } from './contenders';
import { openBenchDatabase, ROWS } from './database';
import { measureAll } from './rounds';
import { type ServedContender, serve } from './server-process';
import { tableOf } from './table';
import { getById, list, patch } from './workloads';

// What a request to the API costs, beside the same routes by hand on Express, Prisma and Zod, by Remult and by tRPC.
// All of them are processes of their own on the same database; see docs/en/performance.md.

const CONNECTIONS = 32;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '4' } },
});
const effort = { rounds: Number(values.rounds), seconds: Number(values.seconds) };

const isChosen = (name: string): boolean =>
  positionals.length === 0 || positionals.some((part) => name.includes(part));

process.stderr.write(`filling a database with ${ROWS} users\n`);
const database = await openBenchDatabase(CONNECTIONS);
const served: ServedContender[] = [];
try {
  for (const name of CONTENDERS) served.push(await serve(name, database));
  const writes = patch(database);
  const workloads = [getById(database), list(), writes].filter(({ name }) => isChosen(name));
  const before = await database.countChanges();
  const samples = await measureAll(served, workloads, effort);
  const logged = (await database.countChanges()) - before;
  if (logged !== writes.done()) throw new Error(`${writes.done()} changes were made and ${logged} logged`);
  const { rounds, seconds } = effort;
  process.stdout.write(
    `${ROWS} users, ${CONNECTIONS} connections, Node ${process.versions.node}, medians of ${rounds} rounds of ${seconds} s\n\n${tableOf(workloads, samples)}\n`,
  );
} finally {
  await Promise.allSettled(served.map((contender) => contender.stop()));
  await database.close();
}
